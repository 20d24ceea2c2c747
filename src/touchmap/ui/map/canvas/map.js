// The map: what is selected, what is being done, and which key or gesture does what.
const ARROWS = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]);
const DRAG_FROM = 5;
const PATIENCE_MS = 5000;
const SETTLING_MS = 1500;

class TouchMap {
  constructor(host) {
    this.host = host;
    this.root = host.querySelector(".map");
    this.mount = crypto.randomUUID?.() ?? String(Math.random());
    this.selected = new Set();
    this.mode = "";
    this.target = null;
    this.ghost = null;
    this.hover = null;
    this.sent = [];
    this.number = 0;
    this.pushed = null;
    this.drawing = null;
    this.section = 0;
    this.marks = new Marks();
  }

  build(data) {
    this.texts = data.texts;
    this.page = new Page(this.root, data.texts, {
      zoom: (factor) => this.camera.zoom(factor),
      fit: () => this.camera.fit(),
      help: () => this.toggleHelp(),
    });
    this.camera = new Camera(this.page.view, this.page.sheet, () => this.field.follow());
    this.field = new Field(this.page, this.camera);
    this.listen();
  }

  // --- From the server -------------------------------------------------------------------------------

  receive(component) {
    const { data } = component;
    this.component = component;
    if (!this.page) this.build(data);
    this.data = data;
    this.sent = this.sent.filter((act) => act.number > (data.done[this.mount] ?? -1));
    if (data.push !== this.pushed) {
      this.pushed = data.push;
      this.selected = new Set(data.selected);
      this.focused = data.selected.at(-1) ?? this.focused;
      this.revealing = data.selected.length > 0;
    }
    this.root.setAttribute("aria-label", data.label);
    this.root.classList.toggle("looking", !data.may_edit);
    this.present(data.present);
    this.markOld();
    this.redraw();
    if (!this.mode && !this.field.open) this.page.say(data.may_edit ? this.texts.hint : this.texts.hint_looking);
  }

  // A drawing: put on the page only if it is another one.
  show(sheet) {
    this.facts = sheet.facts;
    this.markOld();
    if (!this.page || this.drawing?.key === sheet.key) return;
    const inside = this.drawing?.svg.contains(this.host.activeElement);
    if (!this.drawing?.follow(sheet) && !this.replace(sheet)) return;
    this.sheet = sheet;
    const next = this.drawing;
    this.selected = new Set([...this.selected].filter((id) => next.item(id) || !/^(touchpoint|process|department|system|stage):/.test(id)));
    if (this.target) this.target = next.item(this.target.id);
    if (this.mode && !this.target) this.leaveMode();
    this.root.dataset.drawn = sheet.key;
    if (this.data.present) this.showSection();
    this.redraw();
    this.roam(this.focused);
    if (inside) this.stayOn(this.focused);
  }

  // The focus stays where it was; only if that is gone it goes to where it belongs.
  stayOn(id) {
    const item = this.drawing.item(id);
    if (!item?.box || item.element !== this.host.activeElement) return this.focusOn(id);
    this.camera.reveal(item.box);
  }

  // Draw it as a whole.
  replace(sheet) {
    const next = new Drawing(sheet);
    if (!next.svg) return false;
    this.drawing = next;
    this.page.sheet.replaceChildren(next.svg);
    next.measure();
    const [, x, y] = next.graph.getAttribute("transform").match(/translate\(([-\d.]+)[ ,]+([-\d.]+)\)/).map(Number);
    this.camera.take(next, { x, y });
    return true;
  }

  // While the drawing is made from what was true before, it says so.
  markOld() {
    this.root.classList.toggle("stale", Boolean(this.data && this.facts) && this.data.facts !== this.facts);
  }

  redraw() {
    this.marks.draw(this);
    this.marks.dim(this, this.presentMatches() ?? this.data.matches);
    const item = this.revealing && this.drawing?.item([...this.selected].at(-1));
    if (item?.box) {
      this.revealing = false;
      if (this.drawing.svg.contains(this.host.activeElement)) this.focusOn(item.id);
      this.camera.reveal(item.box);
      this.roam(item.id);
    }
  }

  // --- To the server ---------------------------------------------------------------------------------

  // Every act is sent until the server says it has it, so that none is lost while it is busy.
  act(kind, values = {}) {
    const before = kind === "select" ? this.sent.filter((act) => act.kind !== "select") : this.sent;
    this.sent = [...before, { number: this.number++, kind, ...values }];
    this.component.setStateValue("acts", { mount: this.mount, acts: this.sent, drawn: this.drawing?.key ?? "" });
  }

  mayEdit() {
    if (this.data.may_edit && !this.data.present) return true;
    this.page.say(this.texts.hint_looking);
    return false;
  }

  // --- Selection and focus ---------------------------------------------------------------------------

  select(ids, { tell = true } = {}) {
    const before = [...this.selected].join();
    this.selected = new Set(ids);
    this.marks.draw(this);
    if (tell && before !== [...this.selected].join()) this.act("select", { ids: [...this.selected] });
  }

  choose(item, add) {
    this.focused = item.id;
    this.roam(item.id);
    if (!add) return this.select([item.id]);
    const ids = new Set(this.selected);
    ids.has(item.id) ? ids.delete(item.id) : ids.add(item.id);
    this.select(ids);
  }

  only() {
    return this.selected.size === 1 ? this.drawing?.item([...this.selected][0]) : null;
  }

  // The card that shows a handle to draw a connection from.
  handled() {
    if (!this.data?.may_edit || this.data.present || this.mode) return null;
    const item = this.hover ?? this.only();
    return item && (item.kind === "touchpoint" || item.kind === "process") ? item : null;
  }

  // Exactly one card is in the order of Tab.
  roam(id) {
    const at = this.drawing?.item(id)?.element ?? this.drawing?.inOrder()[0]?.element;
    for (const element of this.drawing?.svg.querySelectorAll('[tabindex="0"]') ?? []) element.setAttribute("tabindex", "-1");
    at?.setAttribute("tabindex", "0");
  }

  focusOn(id) {
    const item = this.drawing?.item(id) ?? this.drawing?.inOrder()[0];
    if (!item?.element) return this.root.focus();
    this.focused = item.id;
    this.roam(item.id);
    item.element.focus({ preventScroll: true });
    if (item.box) this.camera.reveal(item.box);
  }

  here() {
    return this.drawing?.item(this.focused) ?? this.only() ?? this.drawing?.inOrder()[0] ?? null;
  }

  // --- Doing things ----------------------------------------------------------------------------------

  rename(item) {
    if (!item || !("name" in item) || !this.mayEdit()) return;
    const { id, name } = item;
    this.page.say(this.texts.hint_typing);
    this.field.ask(this.texts.new_name, name, () => this.drawing.item(id)?.box, (typed) => {
      if (typed) this.act("rename", { id, old: name, name: typed });
      this.backToMap(id);
    });
  }

  add(what) {
    if (!this.mayEdit()) return;
    const beside = this.here();
    const at = beside?.id ?? "";
    this.page.say(this.texts.hint_typing);
    const place = () => {
      const box = this.drawing?.item(at)?.box ?? around([...this.drawing.stages.values()].map((s) => s.box));
      return { x: box.x, y: box.y + box.height + 6, width: box.width, height: 30 };
    };
    this.field.ask(this.texts[`new_${what}`], "", place, (typed) => {
      if (typed) this.act("add", { what, name: typed, beside: at });
      this.backToMap(at);
    });
  }

  backToMap(id) {
    this.page.say(this.texts.hint);
    setTimeout(() => this.host.activeElement === null && this.focusOn(id), 0);
  }

  remove() {
    if (this.selected.size && this.mayEdit()) this.act("delete", { ids: [...this.selected] });
  }

  startMode(mode) {
    const from = this.here();
    if (!from || !this.mayEdit()) return;
    if (mode === "connect" && !(from.kind === "touchpoint" || from.kind === "process")) return;
    if (mode === "move") {
      const moved = [...new Set([...this.selected, from.id])].filter((id) => /^(touchpoint|process):/.test(id));
      if (!moved.length) return;
      this.moved = moved;
      this.target = this.drawing.stageAt(centre(from.box).x);
    } else {
      this.target = from;
    }
    this.from = from;
    this.mode = mode;
    this.page.say(mode === "connect" ? this.texts.hint_connect.replace("{name}", from.name) : this.texts.hint_move);
    this.marks.draw(this);
  }

  aim(key) {
    if (this.mode === "move") {
      const stages = [...this.drawing.stages.values()].sort((a, b) => a.box.x - b.box.x);
      const step = key === "ArrowRight" ? 1 : key === "ArrowLeft" ? -1 : 0;
      const next = stages[stages.indexOf(this.target) + step];
      if (!next) return;
      this.target = next;
      this.camera.reveal(next.box);
    } else {
      let next = this.target;
      do next = this.drawing.next(next, key);
      while (next && next.kind === "stage");
      if (!next) return;
      this.target = next;
      this.marks.line = { a: centre(this.from.box), b: centre(next.box) };
      this.camera.reveal(next.box);
    }
    this.page.say(`${this.target.name} · ${this.mode === "connect" ? this.texts.enter_connects : this.texts.enter_moves}`);
    this.marks.draw(this);
  }

  finishMode() {
    const { mode, from, target, moved } = this;
    this.leaveMode();
    if (!target) return;
    if (mode === "connect" && target !== from) this.act("connect", { from: from.id, to: target.id });
    if (mode === "move") this.act("move", { ids: moved, stage: target.id });
  }

  leaveMode() {
    this.mode = "";
    this.target = null;
    this.ghost = null;
    this.marks.line = null;
    this.page.say(this.data.may_edit ? this.texts.hint : this.texts.hint_looking);
    this.marks.draw(this);
  }

  toggleHelp() {
    const { help } = this.page;
    help.hidden = !help.hidden;
    help.hidden ? this.focusOn(this.focused) : help.querySelector("button").focus();
  }

  // The first field beside the map, once it is about this card; unless the person goes elsewhere meanwhile.
  // The field may still be that of the card before, and be replaced in a moment: then the new one is it.
  openInspector(item) {
    const row = ` ${item.id.slice(item.id.indexOf(":") + 1)}`;
    let end = performance.now() + PATIENCE_MS, given = null;
    const look = () => {
      const active = document.activeElement;
      const isHere = given ? active === given || (!given.isConnected && active === document.body) : this.focused === item.id && this.host.activeElement;
      if (!isHere || performance.now() > end) return;
      const beside = document.querySelector(".st-key-inspector");
      const about = beside?.querySelector('[data-testid="stCaptionContainer"]')?.textContent ?? "";
      const field = beside?.querySelector("input, textarea");
      if (field && field !== given && (about.endsWith(row) || this.selected.size > 1)) {
        if (!given) end = performance.now() + SETTLING_MS;
        given = field;
        field.focus();
      }
      requestAnimationFrame(look);
    };
    look();
  }

  // --- Keys ------------------------------------------------------------------------------------------

  key(event) {
    if (event.target instanceof HTMLInputElement || event.defaultPrevented) return;
    if (event.key === "Escape" && !this.page.help.hidden) return this.use(event, () => this.toggleHelp());
    if (this.data.present) return this.presentKey(event);
    if (event.ctrlKey || event.metaKey) return this.zoomKey(event);
    if (event.altKey) return;
    const { key } = event;
    if (event.target instanceof HTMLButtonElement && (key === "Enter" || key === " " || key === "Tab")) return;
    if (ARROWS.has(key)) return this.use(event, () => this.arrow(event));
    if (key === "Enter") return this.use(event, () => (this.mode ? this.finishMode() : this.enter()));
    if (key === "Escape") return this.use(event, () => (this.mode ? this.leaveMode() : this.select([])));
    if (key === "Tab" && !this.mode) return this.tab(event);
    if (key === " " && !this.mode) return this.use(event, () => this.here() && this.choose(this.here(), event.shiftKey));
    const does = {
      F2: () => this.rename(this.here()),
      Delete: () => this.remove(),
      Backspace: () => this.remove(),
      c: () => this.startMode("connect"),
      m: () => this.startMode("move"),
      n: () => this.add("touchpoint"),
      p: () => this.add("process"),
      "?": () => this.toggleHelp(),
      "/": () => document.querySelector('[class*="st-key-map-search-"] input')?.focus(),
    }[key];
    if (does) return this.use(event, does);
    this.zoomKey(event);
  }

  zoomKey(event) {
    const does = { "+": () => this.camera.zoom(1.25), "=": () => this.camera.zoom(1.25), "-": () => this.camera.zoom(1 / 1.25), 0: () => this.camera.fit() }[event.key];
    if (does) this.use(event, does);
  }

  use(event, does) {
    event.preventDefault();
    event.stopPropagation();
    does();
  }

  arrow(event) {
    if (this.mode) return this.aim(event.key);
    const from = this.here();
    const next = from && (this.drawing.item(this.focused) ? this.drawing.next(from, event.key) : from);
    if (!next) return;
    this.focusOn(next.id);
    this.choose(next, event.shiftKey);
  }

  enter() {
    const item = this.here();
    if (!item) return;
    if (!this.selected.has(item.id)) this.choose(item, false);
    this.openInspector(item);
  }

  // Tab goes from card to card, and leaves the map after the last.
  tab(event) {
    const order = this.drawing?.inOrder() ?? [];
    const at = order.findIndex((card) => card.element === this.host.activeElement);
    const next = at < 0 ? null : order[at + (event.shiftKey ? -1 : 1)];
    if (!next) return;
    this.use(event, () => {
      this.focusOn(next.id);
      this.choose(next, false);
    });
  }

  // --- Pointer ---------------------------------------------------------------------------------------

  listen() {
    const { view } = this.page;
    view.addEventListener("pointerdown", (event) => this.press(event));
    view.addEventListener("pointermove", (event) => this.over(event));
    view.addEventListener("pointerleave", () => this.hoverOn(null));
    view.addEventListener("dblclick", () => this.rename(this.pressed));
    view.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    this.root.addEventListener("keydown", (event) => this.key(event));
    this.root.addEventListener("keydown", (event) => event.key === " " && this.root.classList.add("panning"));
    this.root.addEventListener("keyup", (event) => event.key === " " && this.root.classList.remove("panning"));
    this.root.addEventListener("focusin", (event) => {
      const found = this.drawing && [...this.drawing.cards.values(), ...this.drawing.stages.values()].find((i) => i.element === event.target);
      if (found) this.focused = found.id;
    });
    new ResizeObserver(() => this.camera.fitted && this.camera.fit()).observe(view);
  }

  wheel(event) {
    event.preventDefault();
    const frame = this.page.view.getBoundingClientRect();
    if (event.ctrlKey || event.metaKey) {
      this.camera.zoom(Math.exp(-event.deltaY / 300), event.clientX - frame.left, event.clientY - frame.top);
    } else {
      this.camera.pan(-(event.shiftKey ? event.deltaY : event.deltaX), event.shiftKey ? 0 : -event.deltaY);
    }
  }

  hoverOn(item) {
    const card = item && item.kind !== "stage" && item.box ? item : null;
    if (card === this.hover || this.dragging) return;
    this.hover = card;
    this.marks.draw(this);
  }

  over(event) {
    if (event.composedPath().some((e) => e instanceof Element && e.hasAttribute("data-handle"))) return;
    this.hoverOn(this.drawing?.find(event) ?? null);
  }

  press(event) {
    if (event.button > 1 || !this.drawing) return;
    const onHandle = event.composedPath().some((e) => e instanceof Element && e.hasAttribute("data-handle"));
    const from = onHandle ? this.handled() : null;
    const item = from ?? this.drawing.find(event);
    this.pressed = item;
    const panning = event.button === 1 || this.root.classList.contains("panning") || !item || this.data.present;
    if (this.mode === "connect" && item?.box && !panning) {
      this.target = item;
      return this.finishMode();
    }
    if (!panning && !onHandle) this.choose(item, event.ctrlKey || event.metaKey || event.shiftKey);
    if (item?.element && !panning) item.element.focus({ preventScroll: true });
    else this.root.focus({ preventScroll: true });
    event.preventDefault();
    this.drag(event, panning ? null : item, onHandle);
  }

  drag(start, item, connecting) {
    const { view } = this.page;
    const begun = this.camera.point(start);
    let last = start;
    let moving = false;
    view.setPointerCapture(start.pointerId);
    const move = (event) => {
      if (!moving && Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) < DRAG_FROM) return;
      if (!moving) moving = this.begin(item, connecting);
      if (moving === "pan") this.camera.pan(event.clientX - last.clientX, event.clientY - last.clientY);
      else if (moving) this.dragTo(moving, item, begun, this.camera.point(event));
      last = event;
    };
    const end = (event) => {
      view.removeEventListener("pointermove", move);
      view.removeEventListener("pointerup", end);
      view.removeEventListener("pointercancel", end);
      this.dragging = false;
      if (!moving && !item && !start.shiftKey && !this.data.present) this.select([]);
      if (moving && moving !== "pan") event.type === "pointerup" ? this.finishMode() : this.leaveMode();
    };
    view.addEventListener("pointermove", move);
    view.addEventListener("pointerup", end);
    view.addEventListener("pointercancel", end);
  }

  // What a drag does: from the handle it connects, on a card it moves, elsewhere it pans.
  begin(item, connecting) {
    const movable = item && (item.kind === "touchpoint" || item.kind === "process") && item.box && this.data.may_edit;
    if (!movable) return "pan";
    this.dragging = true;
    this.focused = item.id;
    this.startMode(connecting ? "connect" : "move");
    return this.mode || "pan";
  }

  dragTo(mode, item, begun, at) {
    if (mode === "connect") {
      const over = [...this.drawing.cards.values()].find((c) => inside(c.box, at) && c !== item);
      this.target = over ?? null;
      this.marks.line = { a: centre(item.box), b: over ? centre(over.box) : at };
    } else {
      this.ghost = { ...plain(item.box), x: item.box.x + at.x - begun.x, y: item.box.y + at.y - begun.y };
      this.target = this.drawing.stageAt(at.x);
    }
    this.marks.draw(this);
  }
}

function inside(box, at) {
  return at.x >= box.x && at.x <= box.x + box.width && at.y >= box.y && at.y <= box.y + box.height;
}

function plain(box) {
  return { x: box.x, y: box.y, width: box.width, height: box.height };
}
