// Who else is here, and when to show what they changed: at once, unless that would take something half-done away.
const HOLDING = [
  "[role='dialog']", // a dialog closes when the page is drawn anew
  "[role='listbox'], [data-baseweb='menu'], [data-baseweb='calendar']", // an open menu
  "#portal [class*='gdg']", "[id^='gdg-overlay']", // a cell of a grid being typed
  "[data-touchmap-hold]", // whatever says so itself
].join(", ");
const EDITABLE = "input, textarea, [contenteditable='true'], [contenteditable='']";
const LOOK_EVERY_MS = 200;
const seen = new WeakMap(); // text of a field when it was entered, or last sent

function focused() {
  let element = document.activeElement;
  let inside = false;
  while (element?.shadowRoot?.activeElement) {
    element = element.shadowRoot.activeElement;
    inside = true;
  }
  return { element, inside };
}

function textOf(element) {
  return element.value ?? element.textContent;
}

// A field of Streamlit keeps what is typed while the page is drawn anew, unless the page sets that very field;
// a field of a component of ours may be drawn anew as a whole.
function isHalfTyped(rows) {
  const { element, inside } = focused();
  if (!element?.matches?.(EDITABLE) || element.readOnly || element.type === "checkbox") return false;
  if (textOf(element) === (seen.get(element) ?? "")) return false;
  if (inside) return true;
  const keyed = element.closest("[class*='st-key-']");
  const key = keyed ? [...keyed.classList].find((name) => name.startsWith("st-key-")) : "";
  return rows.some((row) => key.includes(row));
}

function isVisible(element) {
  return element.getClientRects().length > 0;
}

function mustHold(rows) {
  return [...document.querySelectorAll(HOLDING)].some(isVisible) || isHalfTyped(rows);
}

function remember(event) {
  const element = event.composedPath()[0];
  if (element?.matches?.(EDITABLE)) seen.set(element, textOf(element));
}

function sent(event) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey || event.composedPath()[0]?.tagName === "INPUT")) {
    remember(event);
  }
}

function drawPeople(list, others, label) {
  const key = JSON.stringify(others);
  if (list.dataset.drawn === key) return;
  list.dataset.drawn = key;
  list.setAttribute("aria-label", label);
  list.replaceChildren(
    ...others.map((other) => {
      const item = document.createElement("li");
      const mark = document.createElement("span");
      mark.setAttribute("aria-hidden", "true");
      mark.textContent = other.initials;
      const name = document.createElement("span");
      name.className = "name";
      name.textContent = other.name;
      item.title = other.name;
      item.style.setProperty("--hue", other.hue);
      item.append(mark, name);
      return item;
    }),
  );
}

const timers = new WeakMap();

export default function (component) {
  const { parentElement, data, setTriggerValue } = component;
  const list = parentElement.querySelector("ul");
  const note = parentElement.querySelector("p");
  drawPeople(list, data.others, data.label);

  clearInterval(timers.get(parentElement));
  let asked = false;
  function look() {
    const waits = data.behind && mustHold(data.rows);
    const words = waits ? data.words : "";
    if (note.textContent !== words) note.textContent = words;
    if (data.behind && !waits && !asked) {
      asked = true;
      setTriggerValue("show", data.latest);
      setTimeout(() => (asked = false), 2000);
    }
  }
  look();
  timers.set(parentElement, setInterval(look, LOOK_EVERY_MS));
  for (const [name, act] of [["focusin", remember], ["keydown", sent]]) document.addEventListener(name, act, true);
  return () => {
    clearInterval(timers.get(parentElement));
    for (const [name, act] of [["focusin", remember], ["keydown", sent]]) document.removeEventListener(name, act, true);
  };
}
