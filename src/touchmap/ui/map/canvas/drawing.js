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
    if (element.hasAttribute("textLength")) element.setAttribute("lengthAdjust", "spacingAndGlyphs");
  }
  return document.importNode(root, true);
}

const XLINK = "http://www.w3.org/1999/xlink";
const PARTS = ":scope > g.node, :scope > g.edge, :scope > g.cluster";
const MOST_NEW = 200; // pieces put into a drawing; with more it is drawn as a whole

class Drawing {
  constructor(sheet) {
    this.cards = new Map();
    this.links = new Map();
    this.stages = new Map();
    this.byElement = new Map();
    this.svg = cleanDrawing(sheet.pieces.join(""));
    if (!this.svg) return;
    this.graph = this.svg.querySelector("g.graph");
    const [, , width, height] = this.svg.getAttribute("viewBox").split(/\s+/).map(Number);
    this.width = width;
    this.height = height;
    this.svg.setAttribute("width", width);
    this.svg.setAttribute("height", height);
    this.svg.setAttribute("role", "group");
    this.graph.querySelector(":scope > title")?.remove();
    this.marks = svgElement("g", { class: "marks" });
    this.parts = [...this.graph.querySelectorAll(PARTS)].map((group) => readGroup(group));
    this.graph.append(this.marks);
    this.take(sheet);
  }

  // Become another drawing by changing only the pieces that differ; false if it has to be drawn as a whole.
  follow(sheet) {
    if (sheet.pieces[0] !== this.pieces[0] || this.parts.length !== this.pieces.length - 2) return false;
    const known = new Map(this.parts.map((part, n) => [this.pieces[n + 1], part]));
    const wanted = sheet.pieces.slice(1, -1);
    const fresh = wanted.filter((piece) => !known.has(piece));
    if (fresh.length > MOST_NEW) return false;
    const parsed = cleanDrawing(`<svg xmlns="${SVG}" xmlns:xlink="${XLINK}"><g>${fresh.join("")}</g></svg>`);
    const made = parsed ? [...parsed.firstChild.querySelectorAll(PARTS)].map((group) => readGroup(group)) : [];
    // Stages are tied to the areas behind them, which belong to the head.
    const isStage = (part) => part.named.startsWith("stage:");
    if (made.length !== fresh.length || made.some(isStage)) return false;
    const parts = wanted.map((piece) => known.get(piece) ?? made.shift());
    const staying = new Set(parts);
    const gone = this.parts.filter((part) => !staying.has(part));
    if (staying.size !== parts.length || gone.some(isStage)) return false;
    // What is drawn anew under the same name stays the same element, so that it keeps the focus.
    const before = new Map(gone.map(({ element }) => [element.id, element]));
    before.delete("");
    for (const part of parts) {
      const element = before.get(part.element.id);
      if (!element) continue;
      before.delete(element.id);
      element.setAttribute("class", part.element.getAttribute("class"));
      element.replaceChildren(...part.element.childNodes);
      Object.assign(part, { element, isNew: true });
    }
    const kept = new Set(parts.map(({ element }) => element));
    for (const { element } of gone) if (!kept.has(element)) element.remove();
    let next = this.marks;
    for (const { element } of parts.toReversed()) {
      if (element.nextElementSibling !== next) this.graph.insertBefore(element, next);
      next = element;
    }
    this.parts = parts;
    this.take(sheet);
    this.measure();
    return true;
  }

  // Know every card, link and stage by its name; what was there before stays the same object.
  take(sheet) {
    const { names } = sheet;
    this.key = sheet.key;
    this.pieces = sheet.pieces;
    this.stageWord = names.kinds.stage;
    this.svg.setAttribute("aria-label", names.label);
    const [cards, links] = [this.cards, this.links];
    this.cards = new Map();
    this.links = new Map();
    for (const part of this.parts) {
      const { element, base, kind, said, named } = part;
      const { id } = element;
      if (base === "node" && CARD_KINDS.has(kind)) {
        const [row, name] = names.cards[id] ?? [id, ""];
        const label = `${names.kinds[kind]}: ${said}`;
        if (element.getAttribute("aria-label") !== label) element.setAttribute("aria-label", label);
        const before = cards.get(row);
        const same = before?.element === element && !part.isNew;
        part.isNew = false;
        this.cards.set(row, same ? Object.assign(before, { name }) : { id: row, kind, name, element });
      } else if (base === "edge" && LINK_KINDS.has(kind)) {
        const link = names.links[id] ?? id;
        this.links.set(link, { id: link, kind, element });
      } else if (named.startsWith("stage:") && names.stages[named] && !this.stages.has(names.stages[named][0])) {
        const [row, name] = names.stages[named];
        this.stages.set(row, { id: row, name, kind: "stage", note: element });
      }
    }
    this.byElement = new Map();
    for (const { element, base, kind } of this.parts) {
      if (base !== "node" || kind !== "emotion") continue;
      const card = this.cards.get(`touchpoint:${(names.dots[element.id] ?? element.id).replace(/^emotion:/, "")}`);
      if (card) this.byElement.set(element, card);
    }
  }

  // Once it is on the page: where everything is, in the coordinates of the graph.
  measure() {
    for (const item of [...this.cards.values(), ...this.links.values()]) this.byElement.set(item.element, item);
    for (const card of this.cards.values()) card.box ??= card.element.getBBox();
    this.foot = Math.max(...[...this.cards.values()].map((card) => card.box.y + card.box.height)) + 12;
    this.measureStages([...this.stages.values()].filter((stage) => !stage.box));
    for (const stage of this.stages.values()) {
      if (stage.element) this.byElement.set(stage.element, stage).set(stage.note, stage);
    }
  }

  measureStages(stages) {
    if (!stages.length) return;
    const heads = [...this.graph.children].filter((e) => e.localName === "polygon").map((e) => ({ element: e, box: e.getBBox() }));
    for (const stage of stages) {
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

// What a group of the drawing is; links and titles of Graphviz become what those who do not see it hear.
function readGroup(element) {
  const title = element.querySelector(":scope > title");
  const named = title?.textContent ?? "";
  const said = element.querySelector("a")?.getAttributeNS(XLINK, "title")?.trim() ?? "";
  for (const link of [...element.querySelectorAll("a")]) link.replaceWith(...link.childNodes);
  if (title) said ? (title.textContent = said) : title.remove();
  const [base, kind] = element.classList;
  element.classList.remove("node", "edge");
  if (base === "node" && CARD_KINDS.has(kind)) {
    for (const [name, value] of [["role", "button"], ["tabindex", "-1"], ["aria-pressed", "false"]]) element.setAttribute(name, value);
  } else if (base === "edge" && LINK_KINDS.has(kind)) {
    const way = element.querySelector("path");
    if (way) element.append(svgElement("path", { d: way.getAttribute("d"), class: "hit" }));
  }
  if (kind === "note") element.setAttribute("aria-hidden", "true");
  return { element, base, kind, said, named };
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
