// Undo and redo from anywhere on the page, but never while a text is being typed: there the browser's own undo counts.
const TYPING = "input, textarea, select, [contenteditable='true'], [role='textbox'], [role='grid'], [data-touchmap-keys]";
const listeners = new WeakMap();

function isTyping(event) {
  return event.composedPath().some((element) => element instanceof Element && element.matches(TYPING));
}

export default function (component) {
  const { parentElement, setTriggerValue } = component;

  // This runs again whenever the theme changes, and is cleaned up only once: never two listeners.
  document.removeEventListener("keydown", listeners.get(parentElement));

  function heard(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || isTyping(event)) return;
    const key = event.key.toLowerCase();
    const wanted = key === "z" ? (event.shiftKey ? "redo" : "undo") : key === "y" ? "redo" : null;
    if (!wanted) return;
    event.preventDefault();
    setTriggerValue(wanted, Date.now());
  }

  listeners.set(parentElement, heard);
  document.addEventListener("keydown", heard);
  return () => document.removeEventListener("keydown", heard);
}
