// The text field over a card: a new name, or the name of something new. It outlives any redrawing.
class Field {
  constructor(page, camera) {
    this.page = page;
    this.camera = camera;
    this.input = null;
  }

  get open() {
    return this.input !== null;
  }

  // `place()` gives the box it stands on, in the graph; `done(text)` is called once, with what was typed.
  ask(label, value, place, done) {
    this.leave();
    const input = element("input", { class: "field", "aria-label": label, placeholder: label, autocomplete: "off", spellcheck: "false" });
    input.value = value;
    this.input = input;
    this.place = place;
    this.before = value;
    this.done = done;
    input.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Enter" && !event.isComposing) {
        event.preventDefault(); // the field is gone when the key is heard anywhere else
        this.commit();
      } else if (event.key === "Escape") this.leave();
    });
    input.addEventListener("blur", () => setTimeout(() => this.input === input && document.hasFocus() && this.commit(), 0));
    this.page.root.append(input);
    this.follow();
    input.focus();
    input.select();
  }

  follow() {
    if (!this.input) return;
    const box = this.place() ?? this.last;
    if (!box) return;
    this.last = box;
    const at = this.camera.place(box);
    const width = Math.max(190, at.width);
    const room = this.page.root.clientWidth - width - 8;
    this.input.style.left = `${Math.max(8, Math.min(at.x, room))}px`;
    this.input.style.top = `${Math.max(8, Math.min(at.y, this.page.root.clientHeight - 44))}px`;
    this.input.style.width = `${width}px`;
  }

  commit() {
    const [typed, before, done] = [this.input.value.trim(), this.before, this.done];
    this.remove();
    done(typed && typed !== before ? typed : null);
  }

  leave() {
    if (!this.input) return;
    const done = this.done;
    this.remove();
    done(null);
  }

  remove() {
    const input = this.input;
    this.input = null;
    this.last = null;
    input.remove();
  }
}
