// What part of the sheet is in view: pan, zoom, fit. A redrawn map keeps the place it had.
const NEAREST = 4;
const FARTHEST = 0.05;
const BORDER = 18;
const FOOT = 36; // what floats at the foot of the map

class Camera {
  constructor(view, sheet, moved) {
    this.view = view;
    this.sheet = sheet;
    this.moved = moved;
    this.x = 0;
    this.y = 0;
    this.scale = 1;
    this.size = null;
    this.fitted = true;
  }

  // A drawing of another size keeps what is in the middle, or stays fitted if it was.
  take(drawing, origin) {
    const first = this.size === null;
    this.size = { width: drawing.width, height: drawing.height };
    this.origin = origin;
    if (first || this.fitted) this.fit();
    else this.apply();
  }

  apply() {
    this.sheet.style.transform = `translate(${this.x}px, ${this.y}px) scale(${this.scale})`;
    this.moved();
  }

  pan(dx, dy) {
    this.x += dx;
    this.y += dy;
    this.fitted = false;
    this.apply();
  }

  // Zoom so that the point (x, y) of the view stays where it is.
  zoom(factor, x = this.view.clientWidth / 2, y = this.view.clientHeight / 2) {
    const scale = Math.min(NEAREST, Math.max(FARTHEST, this.scale * factor));
    this.x = x - ((x - this.x) * scale) / this.scale;
    this.y = y - ((y - this.y) * scale) / this.scale;
    this.scale = scale;
    this.fitted = false;
    this.apply();
  }

  fit() {
    if (!this.size) return;
    this.fitBox({ x: -this.origin.x, y: -this.origin.y, width: this.size.width, height: this.size.height }, NEAREST, FOOT);
    this.fitted = true;
  }

  // Show a box of the graph as large as it goes.
  fitBox(box, largest = 1.6, foot = 0) {
    const room = { width: this.view.clientWidth - 2 * BORDER, height: this.view.clientHeight - 2 * BORDER - foot };
    if (room.width <= 0 || room.height <= 0) return;
    const scale = Math.min(room.width / box.width, room.height / box.height, largest);
    this.scale = Math.max(FARTHEST, scale);
    this.x = (this.view.clientWidth - box.width * this.scale) / 2 - (box.x + this.origin.x) * this.scale;
    this.y = (this.view.clientHeight - foot - box.height * this.scale) / 2 - (box.y + this.origin.y) * this.scale;
    this.fitted = false;
    this.apply();
  }

  // Show a tall box from its top, at least as large as can be read, as long as its width is in view.
  fitTop(box, readable) {
    const across = (this.view.clientWidth - 2 * BORDER) / box.width;
    const down = (this.view.clientHeight - 2 * BORDER) / box.height;
    this.scale = Math.max(FARTHEST, Math.min(across, Math.max(down, readable)));
    this.x = (this.view.clientWidth - box.width * this.scale) / 2 - (box.x + this.origin.x) * this.scale;
    this.y = BORDER - (box.y + this.origin.y) * this.scale;
    this.fitted = false;
    this.apply();
  }

  // A box of the graph in pixels of the view.
  place(box) {
    return {
      x: this.x + (box.x + this.origin.x) * this.scale,
      y: this.y + (box.y + this.origin.y) * this.scale,
      width: box.width * this.scale,
      height: box.height * this.scale,
    };
  }

  // A point of the window in the coordinates of the graph.
  point(event) {
    const frame = this.view.getBoundingClientRect();
    return {
      x: (event.clientX - frame.left - this.x) / this.scale - this.origin.x,
      y: (event.clientY - frame.top - this.y) / this.scale - this.origin.y,
    };
  }

  // Move as little as needed to see a box.
  reveal(box) {
    const at = this.place(box);
    const dx = shift(at.x, at.width, this.view.clientWidth);
    const dy = shift(at.y, at.height, this.view.clientHeight);
    if (dx || dy) this.pan(dx, dy);
  }
}

function shift(start, length, room) {
  if (length > room - 2 * BORDER) return room / 2 - (start + length / 2);
  if (start < BORDER) return BORDER - start;
  return start + length > room - BORDER ? room - BORDER - start - length : 0;
}
