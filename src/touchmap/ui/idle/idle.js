// Says once when nobody types into a part of the page. Where it scrolls to is kept over the drawing that follows.
const QUIET = 700; // ms without a key or a click in the part; longer than a grid takes to hand over what was typed
const OVERLAYS = "#portal";
const SCROLLERS = ".dvn-scroller";
const kept = new Map();

export default function (component) {
  const { data, setTriggerValue } = component;
  const selector = `.st-key-${CSS.escape(data.inside)}`;
  let last = 0;
  let told = false;

  const part = () => document.querySelector(selector);
  const within = (node) => Boolean(node && (part()?.contains(node) || node.closest?.(OVERLAYS)));

  function used(event) {
    if (event.composedPath().some((node) => node instanceof Element && within(node))) last = performance.now();
  }

  function look() {
    const scroller = part()?.querySelector(SCROLLERS);
    const before = kept.get(selector);
    if (before && scroller && before.scroller !== scroller) {
      scroller.scrollTo(before.left, before.top);
      kept.delete(selector);
    }
    if (!data.waiting || told || within(document.activeElement) || performance.now() - last < QUIET) return;
    told = true;
    if (scroller) kept.set(selector, { scroller, left: scroller.scrollLeft, top: scroller.scrollTop });
    setTriggerValue("idle", Date.now());
  }

  const timer = setInterval(look, 200);
  document.addEventListener("keydown", used, true);
  document.addEventListener("pointerdown", used, true);
  return () => {
    clearInterval(timer);
    document.removeEventListener("keydown", used, true);
    document.removeEventListener("pointerdown", used, true);
  };
}
