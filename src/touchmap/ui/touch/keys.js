// The round in the browser: the list of all touchpoints at the side, and the keys of the round.
const TYPING = "input, textarea, select, [contenteditable='true'], [role='textbox'], [role='combobox'], [role='listbox'], [role='dialog']";
const rounds = new WeakMap();

export default function (component) {
  const host = component.parentElement;
  let round = rounds.get(host);
  if (!round) rounds.set(host, (round = { mount: crypto.randomUUID?.() ?? String(Math.random()), sent: [], number: 0 }));
  const { data } = component;
  round.sent = round.sent.filter((act) => act.number > (data.done[round.mount] ?? -1));

  function act(kind, values = {}) {
    round.sent = [...round.sent, { number: round.number++, kind, ...values }];
    component.setStateValue("acts", { mount: round.mount, acts: round.sent });
  }

  draw(host.querySelector("nav"), data, act);

  const leaving = new AbortController();
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      const path = event.composedPath().filter((e) => e instanceof Element);
      if (path.some((e) => e.matches(TYPING))) return;
      // The buttons of a scale move with the arrows by themselves.
      const inScale = path.some((e) => e.matches('[role="radiogroup"]'));
      const does = {
        ArrowLeft: () => act("step", { by: -1 }),
        ArrowRight: () => act("step", { by: 1 }),
        c: () => act("decide", { decision: "confirmed" }),
        p: () => act("decide", { decision: "parked" }),
        d: () => act("decide", { decision: "disagreed" }),
        n: () => act("open"),
        ...Object.fromEntries([1, 2, 3, 4, 5].map((need) => [String(need), () => act("need", { need })])),
      }[event.key];
      if (!does || (inScale && event.key.startsWith("Arrow"))) return;
      event.preventDefault();
      does();
    },
    { signal: leaving.signal },
  );
  return () => leaving.abort();
}

function draw(list, data, act) {
  const key = JSON.stringify([data.items, data.current]);
  if (list.dataset.drawn === key) return;
  const focused = list.getRootNode().activeElement?.dataset.id;
  list.dataset.drawn = key;
  list.setAttribute("aria-label", data.label);
  const made = [];
  let stage = null;
  for (const item of data.items) {
    if (item.stage !== stage) {
      const head = document.createElement("h2");
      head.textContent = stage = item.stage;
      made.push(head);
    }
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.id = item.id;
    button.className = item.state;
    if (item.id === data.current) button.setAttribute("aria-current", "true");
    for (const [name, text] of [["mark", item.mark], ["name", item.name], ["need", item.need]]) {
      const part = document.createElement("span");
      part.className = name;
      part.textContent = text;
      button.append(part);
    }
    button.title = `${item.name}: ${item.said}`;
    button.setAttribute("aria-label", `${item.name}, ${item.said}`);
    button.addEventListener("click", () => act("go", { id: item.id }));
    made.push(button);
  }
  list.replaceChildren(...made);
  if (focused) list.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus();
  const current = list.querySelector("[aria-current]");
  if (current) list.scrollTop = current.offsetTop - list.clientHeight / 2;
}
