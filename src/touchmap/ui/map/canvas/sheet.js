// Hands a drawing over to the map; nothing of it shows here. Mostly only what has changed since an earlier one comes.
const KEPT = 24;
const kept = (window.touchmapSheets ??= new Map());

// Entries that are others now put over those of before; null takes one away.
function entriesOver(before, changed) {
  if (Array.isArray(changed) || typeof changed !== "object") return changed;
  return Object.fromEntries(Object.entries({ ...before, ...changed }).filter(([, value]) => value !== null));
}

function whole(data) {
  if (!data.base) return data;
  const base = kept.get(data.base);
  if (!base) return null;
  const pieces = data.parts.flatMap((part) => (typeof part === "string" ? [part] : base.pieces.slice(...part)));
  const names = { ...base.names };
  for (const [name, changed] of Object.entries(data.names)) names[name] = entriesOver(names[name], changed);
  return { key: data.key, facts: data.facts, pieces, names };
}

export default function (component) {
  const sheet = whole(component.data);
  if (!sheet) return component.setTriggerValue("missing", component.data.base);
  kept.delete(sheet.key);
  kept.set(sheet.key, sheet);
  if (kept.size > KEPT) kept.delete(kept.keys().next().value);
  window.touchmapSheet = sheet;
  window.dispatchEvent(new CustomEvent("touchmap-sheet"));
}
