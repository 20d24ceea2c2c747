// What lies over the drawing: selection, focus, the target of what is being done, a line being drawn.
class Marks {
  constructor() {
    this.line = null;
  }

  draw(map) {
    const { drawing } = map;
    if (!drawing?.marks) return;
    const made = [];
    const frame = (box, kind, room = 4) =>
      made.push(svgElement("rect", { class: kind, x: box.x - room, y: box.y - room, width: box.width + 2 * room, height: box.height + 2 * room, rx: 7 }));
    if (map.target?.kind === "stage" && map.mode === "move") {
      made.push(svgElement("rect", { class: "column", x: map.target.box.x, y: map.target.box.y, width: map.target.box.width, height: drawing.foot - map.target.box.y }));
    }
    for (const id of map.selected) {
      const item = drawing.item(id);
      if (item?.box) frame(item.box, "picked");
    }
    if (map.target?.box && map.mode !== "move") frame(map.target.box, "target", 6);
    if (map.ghost) frame(map.ghost, "ghost", 0);
    if (this.line) made.push(svgElement("path", { class: "wire", d: `M${this.line.a.x},${this.line.a.y}L${this.line.b.x},${this.line.b.y}` }));
    const handled = map.handled();
    if (handled) {
      const { x, y, width, height } = handled.box;
      const grip = svgElement("g", { class: "handle", "data-handle": "" });
      grip.append(svgElement("circle", { cx: x + width + 4, cy: y + height / 2, r: 9 }));
      grip.append(svgElement("path", { d: `M${x + width},${y + height / 2}h8m-3,-3l3,3l-3,3` }));
      made.push(grip);
    }
    drawing.marks.replaceChildren(...made);
    for (const [id, link] of drawing.links) link.element.classList.toggle("picked", map.selected.has(id));
    for (const all of [drawing.cards, drawing.stages]) {
      for (const [id, { element }] of all) {
        const pressed = String(map.selected.has(id));
        if (element && element.getAttribute("aria-pressed") !== pressed) element.setAttribute("aria-pressed", pressed);
      }
    }
  }

  // Cards that do not match the filters stand back, and links with them.
  dim(map, matches) {
    const { drawing } = map;
    if (!drawing?.marks) return;
    const kept = matches && new Set(matches);
    for (const [id, card] of drawing.cards) card.element.classList.toggle("dim", Boolean(kept) && !kept.has(id));
    drawing.svg.classList.toggle("filtered", Boolean(kept));
  }
}
