// Changes of rows that come without HTML: their order, their places, the length of their bars.

// Put `keys` in this order from position `from` on. False, and nothing done, when one of them has
// no slot. Who rises past others is moved alone; in-between slots stay as they are.
export function reorder(list, from, keys, slotOf = (key) => document.getElementById(`slot-${key}`)) {
  const slots = keys.map(slotOf);
  if (slots.includes(null)) return false;
  let next = list.children[from] ?? null;
  for (const slot of slots) {
    if (slot === next) next = next.nextElementSibling;
    else list.insertBefore(slot, next);
  }
  return true;
}

// Write place and movement as _row.html does. `move` is null where there was no place before.
export function writePlace(row, texts, [, place, tied, move]) {
  row.querySelector(".row-place > b").textContent = place || "–";
  row.toggleAttribute("data-tied", Boolean(tied));
  const medal = Number.parseInt(place, 10);
  if (medal <= 3) row.dataset.medal = medal;
  else delete row.dataset.medal;
  const sign = row.querySelector(".row-move");
  const gained = move ?? 0;
  sign.dataset.move = gained > 0 ? "up" : gained < 0 ? "down" : place ? "none" : "";
  sign.textContent = gained === 0 ? "" : Math.abs(gained);
  sign.setAttribute("aria-label", moveWords(texts, gained));
}

export function moveWords({ textNone, textUp, textDown }, gained) {
  if (gained === 0) return textNone;
  return (gained > 0 ? textUp : textDown).replace("{n}", Math.abs(gained));
}

// How much of the leader's total this is, in percent, as share_of on the server counts it.
export function shareOf(total, best) {
  const share = (Number(total) / Number(best)) * 100;
  if (!total || !best || !Number.isFinite(share)) return "0";
  return Math.min(Math.max(share, 0), 100).toFixed(1);
}
