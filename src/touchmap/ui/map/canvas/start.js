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
  document.addEventListener("focusin", () => (map.kept = null), { signal });
  document.addEventListener("beforeinput", (event) => map.keepText(event.target), { signal });
  return () => leaving.abort();
}

// A text field of the inspector: what it says before anything is typed.
TouchMap.prototype.keepText = function (field) {
  if (!this.kept && field.matches?.(".st-key-inspector :is(.stTextInput input, .stTextArea textarea)")) this.kept = { field, text: field.value };
};

// Leaves what is half typed in the inspector, so that going elsewhere does not write it.
TouchMap.prototype.leaveText = function (field) {
  if (this.kept?.field !== field || field.value === this.kept.text) return false;
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set.call(field, this.kept.text);
  field.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
};

// Keys pressed elsewhere on the page: Escape comes back from the inspector; with nothing focused, the map listens.
TouchMap.prototype.fromPage = function (event) {
  const path = event.composedPath();
  if (path.includes(this.root) || event.isComposing) return;
  const inInspector = path.some((e) => e instanceof Element && e.matches(".st-key-inspector"));
  if (event.key === "Escape" && this.data.present) return this.presentKey(event);
  if (event.key === "Escape" && inInspector) return this.leaveText(path[0]) ? setTimeout(() => this.focusOn(this.focused)) : this.focusOn(this.focused);
  if (event.key === "Enter" && inInspector && (path[0].localName !== "textarea" || event.ctrlKey || event.metaKey)) this.kept = null;
  if (event.target !== document.body) return;
  if (this.data.present) this.presentKey(event);
  else if (event.key === "?" || event.key === "/" || ARROWS.has(event.key)) this.key(event);
};
