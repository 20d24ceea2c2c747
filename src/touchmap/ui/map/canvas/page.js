// The elements of the component; every word comes from the server as text.
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const ICONS = {
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  fit: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
  help: "M9 9a3 3 0 1 1 4.2 2.7c-.8.4-1.2 1-1.2 1.8v.5M12 17.6v.2",
  left: "M15 5l-7 7 7 7",
  right: "M9 5l7 7-7 7",
  close: "M6 6l12 12M18 6L6 18",
  full: "M4 10V4h6M20 14v6h-6M4 4l6.5 6.5M20 20l-6.5-6.5",
};

function iconButton(icon, label, act, words = "") {
  const picture = svgElement("svg", { viewBox: "0 0 24 24", "aria-hidden": "true", class: "icon" });
  picture.append(svgElement("path", { d: ICONS[icon] }));
  const button = element("button", { type: "button", "aria-label": label, title: label }, picture);
  if (words) button.append(words);
  button.addEventListener("click", act);
  return button;
}

class Page {
  constructor(root, texts, acts) {
    this.root = root;
    this.sheet = element("div", { class: "sheet" });
    this.view = element("div", { class: "view" }, this.sheet);
    this.hint = element("div", { class: "hint" });
    this.live = element("div", { class: "live", role: "status", "aria-live": "polite" });
    this.waiting = element("div", { class: "waiting" }, texts.drawing);
    this.tools = element(
      "div",
      { class: "tools", role: "toolbar", "aria-label": texts.tools },
      iconButton("minus", texts.zoom_out, () => acts.zoom(1 / 1.25)),
      iconButton("plus", texts.zoom_in, () => acts.zoom(1.25)),
      iconButton("fit", texts.fit, acts.fit),
      iconButton("help", texts.shortcuts, acts.help),
    );
    this.presenting = element("div", { class: "presenting", hidden: "" });
    this.help = element("div", { class: "help", role: "dialog", "aria-label": texts.shortcuts, hidden: "" });
    this.fillHelp(texts, acts);
    root.append(this.view, this.hint, this.waiting, this.tools, this.presenting, this.help, this.live);
  }

  fillHelp(texts, acts) {
    const list = element("dl");
    for (const [keys, meaning] of texts.keys) {
      const names = element("dt");
      for (const key of keys.split(" ")) names.append(element("kbd", {}, key), " ");
      list.append(names, element("dd", {}, meaning));
    }
    const head = element("div", { class: "help-head" }, element("strong", {}, texts.shortcuts), iconButton("close", texts.close, acts.help));
    this.help.append(head, list);
  }

  say(words) {
    this.hint.textContent = words;
    this.live.textContent = words;
  }
}
