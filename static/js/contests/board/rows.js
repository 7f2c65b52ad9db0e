// Changes of rows that come without HTML: their order, their places, the length of their bars.

// Put `keys` in this order from position `from` on. Slots already in place are not touched.
export function reorder(list, from, keys, slotOf = (key) => document.getElementById(`slot-${key}`)) {
  const slots = [...list.children];
  slots.splice(from, keys.length, ...keys.map(slotOf));
  if (slots.includes(null)) return false;
  let following = null;
  for (const slot of slots.reverse()) {
    if (slot.nextElementSibling !== following) list.insertBefore(slot, following);
    following = slot;
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
  sign.dataset.move = gained > 0 ? "up" : gained < 0 ? "down" : "none";
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
