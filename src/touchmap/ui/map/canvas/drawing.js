// The drawing as it comes from the server: cleaned, then read into cards, links and stages.
const SVG = "http://www.w3.org/2000/svg";
const KNOWN = new Set(["g", "title", "path", "polygon", "polyline", "ellipse", "text", "a"]);
const CARD_KINDS = new Set(["touchpoint", "process", "department", "system"]);
const LINK_KINDS = new Set(["transition", "served_by", "handoff", "uses"]);

function svgElement(name, attributes = {}) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

// Parse a drawing; anything that could run, load or lead somewhere is dropped.
function cleanDrawing(text) {
  const parsed = new DOMParser().parseFromString(text, "image/svg+xml");
  const root = parsed.documentElement;
  if (root.localName !== "svg" || parsed.querySelector("parsererror")) return null;
  for (const element of [...root.querySelectorAll("*")]) {
    if (element.namespaceURI !== SVG || !KNOWN.has(element.localName)) element.remove();
  }
  for (const element of [root, ...root.querySelectorAll("*")]) {
    for (const attribute of [...element.attributes]) {
      const name = attribute.localName.toLowerCase();
      const leads = name === "href" || name === "style" || /url\s*\(|javascript:/i.test(attribute.value);
      if (name.startsWith("on") || (leads && name !== "id" && name !== "title")) element.removeAttributeNode(attribute);
    }
  }
  return document.importNode(root, true);
}

class Drawing {
  constructor(sheet) {
    this.stageWord = sheet.kinds.stage;
    this.key = sheet.key;
    this.cards = new Map();
    this.links = new Map();
    this.stages = new Map();
    this.byElement = new Map();
    this.svg = cleanDrawing(sheet.svg);
    if (!this.svg) return;
    this.graph = this.svg.querySelector("g.graph");
    const [, , width, height] = this.svg.getAttribute("viewBox").split(/\s+/).map(Number);
    this.width = width;
    this.height = height;
    this.svg.setAttribute("width", width);
    this.svg.setAttribute("height", height);
    this.svg.setAttribute("role", "group");
    this.svg.setAttribute("aria-label", sheet.label);
    for (const group of this.graph.querySelectorAll("g.node, g.edge, g.cluster")) this.readGroup(group, sheet);
    this.graph.querySelector(":scope > title")?.remove();
    this.marks = svgElement("g", { class: "marks" });
    this.graph.append(this.marks);
  }

  readGroup(group, sheet) {
    const id = group.id;
    const title = group.querySelector(":scope > title");
    const named = title?.textContent ?? "";
    const anchor = group.querySelector("a");
    const said = anchor?.getAttributeNS("http://www.w3.org/1999/xlink", "title")?.trim() ?? "";
    for (const link of [...group.querySelectorAll("a")]) link.replaceWith(...link.childNodes);
    if (title) said ? (title.textContent = said) : title.remove();
    const [base, kind] = group.classList;
    group.classList.remove("node", "edge");
    if (base === "node" && CARD_KINDS.has(kind)) {
      const known = sheet.cards[id] ?? [id, ""];
      group.setAttribute("role", "button");
      group.setAttribute("tabindex", "-1");
      group.setAttribute("aria-label", `${sheet.kinds[kind]}: ${said}`);
      group.setAttribute("aria-pressed", "false");
      this.cards.set(known[0], { id: known[0], kind, name: known[1], element: group });
    } else if (base === "edge" && LINK_KINDS.has(kind)) {
      const link = sheet.links[id] ?? id;
      const way = group.querySelector("path");
      if (way) {
        const hit = svgElement("path", { d: way.getAttribute("d"), class: "hit" });
        group.append(hit);
      }
      this.links.set(link, { id: link, kind, element: group });
    } else if (base === "node" && kind === "emotion") {
      const card = this.cards.get(`touchpoint:${(sheet.dots[id] ?? id).replace(/^emotion:/, "")}`);
      if (card) this.byElement.set(group, card);
    } else if (named.startsWith("stage:")) {
      const stage = sheet.stages[named];
      if (stage) this.stages.set(stage[0], { id: stage[0], name: stage[1], kind: "stage", note: group });
    }
    if (kind === "note") group.setAttribute("aria-hidden", "true");
  }

  // Once it is on the page: where everything is, in the coordinates of the graph.
  measure() {
    for (const item of [...this.cards.values(), ...this.links.values()]) this.byElement.set(item.element, item);
    for (const card of this.cards.values()) card.box = card.element.getBBox();
    this.foot = Math.max(...[...this.cards.values()].map((card) => card.box.y + card.box.height)) + 12;
    const heads = [...this.graph.children].filter((e) => e.localName === "polygon").map((e) => ({ element: e, box: e.getBBox() }));
    for (const stage of this.stages.values()) {
      const words = stage.note.getBBox();
      const [x, y] = [words.x + words.width / 2, words.y + words.height / 2];
      const around = heads.filter(({ box }) => x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height);
      around.sort((a, b) => a.box.width * a.box.height - b.box.width * b.box.height);
      stage.box = around[0]?.box ?? words;
      const head = around[0]?.element;
      if (!head) continue;
      const area = svgElement("g", { class: "stage", role: "button", tabindex: "-1", "aria-pressed": "false" });
      area.setAttribute("aria-label", `${this.stageWord}: ${stage.name}`);
      head.replaceWith(area);
      area.append(head);
      stage.element = area;
      this.byElement.set(area, stage);
      this.byElement.set(stage.note, stage);
    }
  }

  // The card, stage or link an event is about.
  find(event) {
    for (const element of event.composedPath()) {
      if (element === this.svg) return null;
      const found = this.byElement.get(element);
      if (found) return found;
    }
    return null;
  }

  item(id) {
    return this.cards.get(id) ?? this.stages.get(id) ?? this.links.get(id) ?? null;
  }

  // Cards in the order of reading: column by column, from the top.
  inOrder() {
    const stages = [...this.stages.values()].sort((a, b) => a.box.x - b.box.x);
    const column = (card) => stages.findIndex((s) => centre(card.box).x < s.box.x + s.box.width);
    return [...this.cards.values()].sort((a, b) => column(a) - column(b) || a.box.y - b.box.y || a.box.x - b.box.x);
  }

  // The nearest card or stage in a direction: what lies straight ahead counts as nearer.
  next(from, direction) {
    const here = centre(from.box);
    const along = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[direction];
    let best = null;
    let least = Infinity;
    for (const item of [...this.cards.values(), ...this.stages.values()]) {
      if (item === from) continue;
      const there = centre(item.box);
      const [dx, dy] = [there.x - here.x, there.y - here.y];
      const ahead = dx * along[0] + dy * along[1];
      const aside = Math.abs(dx * along[1] + dy * along[0]);
      if (ahead < 4 || aside > 3 * ahead) continue;
      const cost = ahead + 2.5 * aside;
      if (cost < least) [best, least] = [item, cost];
    }
    return best;
  }

  stageAt(x) {
    return [...this.stages.values()].find((s) => x >= s.box.x && x <= s.box.x + s.box.width) ?? null;
  }
}

function centre(box) {
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

function around(boxes) {
  const left = Math.min(...boxes.map((b) => b.x));
  const top = Math.min(...boxes.map((b) => b.y));
  const right = Math.max(...boxes.map((b) => b.x + b.width));
  const bottom = Math.max(...boxes.map((b) => b.y + b.height));
  return { x: left, y: top, width: right - left, height: bottom - top };
}
