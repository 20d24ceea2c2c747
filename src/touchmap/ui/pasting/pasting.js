// Looks at what is pasted into a grid before the grid does: words people write for a choice become the choice, others are told.
const MOST_TOLD = 40;
const LATER = 400; // ms; the grid hands over what it took first
const CELL = "td[id^='glide-cell-']";

function place(cell) {
  const [column, row] = cell.id.split("-").slice(2).map(Number);
  return { column, row, at: Number(cell.getAttribute("aria-colindex")) };
}

// Where the pasted block begins: the top left of what is selected.
function corner(part) {
  const cells = [...part.querySelectorAll(`${CELL}[aria-selected='true']`)].map(place);
  if (!cells.length) return null;
  return { row: Math.min(...cells.map((c) => c.row)), at: Math.min(...cells.map((c) => c.at)) };
}

function rowName(part, row) {
  const first = part.querySelector(`tr[aria-rowindex='${row + 2}'] td`);
  return first?.textContent.trim() || String(row + 1);
}

const grids = (window.touchmapPasting ??= new Map());

function pasted(event) {
  for (const [inside, grid] of grids) {
    const part = document.querySelector(`.st-key-${CSS.escape(inside)}`);
    if (part?.contains(document.activeElement)) return look(event, part, grid);
  }
}

function look(event, part, { columns, tell }) {
  const text = (event.clipboardData?.getData("text/plain") ?? "").replaceAll("\r\n", "\n").replace(/\n$/, "");
  const start = corner(part);
  const heading = start && part.querySelector(`th[aria-colindex='${start.at}']`)?.textContent.trim();
  const first = columns.findIndex(([name]) => name === heading);
  if (first < 0 || !text || text.includes('"')) return; // a quoted cell may hold tabs and lines
  const refused = [];
  const otherwise = []; // written in words the grid does not know
  const lines = text.split("\n").map((line, r) =>
    line.split("\t").map((value, c) => {
      const [column, choices] = columns[first + c] ?? [];
      if (!choices || !value.trim()) return value;
      const choice = choices[value.trim().toLowerCase()];
      const cell = { row: rowName(part, start.row + r), column, value };
      if (choice === undefined) refused.push(cell);
      else if (choice !== value) otherwise.push(cell);
      return choice ?? value;
    }),
  );
  const say = (cells) => cells.length && setTimeout(tell, LATER, { count: cells.length, cells: cells.slice(0, MOST_TOLD) });
  if (!otherwise.length) return say(refused);
  const readInstead = lend(lines.map((line) => line.join("\t")).join("\n"));
  setTimeout(() => say(readInstead() ? refused : [...refused, ...otherwise]));
}

// For this one paste, the grid reads another text from the clipboard; tells whether it did.
function lend(text) {
  const { clipboard } = navigator;
  let read = false;
  if (clipboard?.read) {
    clipboard.read = async () => {
      read = true;
      return [new ClipboardItem({ "text/plain": new Blob([text], { type: "text/plain" }) })];
    };
  }
  return () => {
    if (clipboard) delete clipboard.read; // its own again
    return read;
  };
}

window.addEventListener("paste", pasted, true);

export default function ({ data, setTriggerValue }) {
  const grid = { columns: data.columns, tell: (cells) => setTriggerValue("refused", cells) };
  grids.set(data.inside, grid);
  return () => grids.get(data.inside) === grid && grids.delete(data.inside);
}
