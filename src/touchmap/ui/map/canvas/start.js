// Where the component begins. The drawing comes by way of another component (sheet.js), so that a click does not send it again.
const maps = new WeakMap();

export default function (component) {
  const host = component.parentElement;
  let map = maps.get(host);
  if (!map) maps.set(host, (map = new TouchMap(host)));
  map.receive(component);
  const given = window.touchmapSheet;
  if (given) map.show(given);
  const leaving = new AbortController();
  const { signal } = leaving;
  window.addEventListener("touchmap-sheet", () => map.show(window.touchmapSheet), { signal });
  document.addEventListener("keydown", (event) => map.fromPage(event), { signal });
  return () => leaving.abort();
}

// Keys pressed elsewhere on the page: Escape comes back from the inspector; with nothing focused, the map listens.
TouchMap.prototype.fromPage = function (event) {
  const path = event.composedPath();
  if (path.includes(this.root)) return;
  const inInspector = path.some((e) => e instanceof Element && e.matches(".st-key-inspector"));
  if (event.key === "Escape" && (inInspector || this.data.present)) return this.data.present ? this.presentKey(event) : this.focusOn(this.focused);
  if (event.target !== document.body) return;
  if (this.data.present) this.presentKey(event);
  else if (event.key === "?" || event.key === "/" || ARROWS.has(event.key)) this.key(event);
};
