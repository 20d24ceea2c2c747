// Presenting: the map fills the window; arrows go from stage to stage, or along a journey.
const READABLE = 1.15; // scale at which names are read from the back of a room

Object.assign(TouchMap.prototype, {
  present(way) {
    const before = this.way ?? "";
    this.way = way;
    this.root.classList.toggle("present", Boolean(way));
    this.page.presenting.hidden = !way;
    if (way === before) return;
    this.section = 0;
    if (way) {
      this.showSection();
      setTimeout(() => this.root.focus(), 0);
    } else {
      requestAnimationFrame(() => this.camera.fit());
      if (document.fullscreenElement) document.exitFullscreen();
    }
  },

  // What is shown one after another: everything, then each stage or each step of each journey.
  sections() {
    if (!this.drawing) return [];
    const everything = { title: this.sheet.names.label, ids: null, box: null };
    if (this.way === "journeys") {
      const steps = this.sheet.names.journeys.flatMap(([name, ids]) => {
        const known = ids.filter((id) => this.drawing.cards.has(id));
        return known.map((id, n) => ({ title: name, detail: `${n + 1} / ${known.length} · ${this.drawing.cards.get(id).name}`, ids: known, at: id }));
      });
      return [everything, ...steps];
    }
    const stages = [...this.drawing.stages.values()].sort((a, b) => a.box.x - b.box.x);
    return [
      everything,
      ...stages.map((stage) => ({
        title: stage.name,
        ids: [...this.drawing.cards.values()].filter((card) => this.drawing.stageAt(centre(card.box).x) === stage).map((card) => card.id),
        box: { x: stage.box.x - 10, y: stage.box.y - 6, width: stage.box.width + 20, height: this.drawing.foot - stage.box.y + 12 },
      })),
    ];
  },

  presentMatches() {
    return this.way ? (this.sections()[this.section]?.ids ?? null) : null;
  },

  showSection() {
    const sections = this.sections();
    if (!sections.length) return;
    this.section = Math.max(0, Math.min(this.section, sections.length - 1));
    const section = sections[this.section];
    const step = (by) => () => this.step(by);
    const title = element("div", { class: "title" }, element("strong", {}, section.title), element("span", {}, section.detail ?? ""));
    this.page.presenting.replaceChildren(
      iconButton("left", this.texts.previous, step(-1)),
      title,
      element("span", { class: "count" }, `${this.section + 1} / ${sections.length}`),
      iconButton("right", this.texts.next, step(1)),
      iconButton("full", this.texts.full_screen, () => this.fullScreen()),
      iconButton("close", this.texts.leave_present, () => this.leavePresent()),
    );
    this.page.live.textContent = `${section.title} ${section.detail ?? ""}`;
    this.selected = new Set(section.at ? [section.at] : []);
    this.redraw();
    requestAnimationFrame(() => {
      const card = section.at && this.drawing.item(section.at);
      if (card) {
        const { x, y, width, height } = card.box;
        this.camera.fitBox({ x: x - 1.6 * width, y: y - 2 * height, width: 4.2 * width, height: 5 * height }, 2.6);
      } else if (section.box) this.camera.fitTop(section.box, READABLE);
      else this.camera.fit();
    });
  },

  step(by) {
    this.section += by;
    this.showSection();
  },

  leavePresent() {
    this.act("present", { way: "" });
  },

  fullScreen() {
    document.fullscreenElement ? document.exitFullscreen() : this.root.requestFullscreen?.();
  },

  presentKey(event) {
    const { key } = event;
    if (event.target instanceof HTMLButtonElement && (key === "Enter" || key === " ")) return;
    const does = {
      ArrowRight: () => this.step(1),
      PageDown: () => this.step(1),
      " ": () => this.step(1),
      ArrowDown: () => this.camera.pan(0, -this.page.view.clientHeight / 3),
      ArrowLeft: () => this.step(-1),
      PageUp: () => this.step(-1),
      ArrowUp: () => this.camera.pan(0, this.page.view.clientHeight / 3),
      Home: () => this.step(-1e6),
      End: () => this.step(1e6),
      j: () => this.act("present", { way: this.way === "stages" ? "journeys" : "stages" }),
      f: () => this.fullScreen(),
      Escape: () => this.leavePresent(),
    }[key];
    if (does) this.use(event, does);
    else this.zoomKey(event);
  },
});
