// Hands a drawing over to the map; nothing of it shows here.
export default function (component) {
  window.touchmapSheet = component.data;
  window.dispatchEvent(new CustomEvent("touchmap-sheet"));
}
