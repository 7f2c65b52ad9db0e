// What came of a poll stands above the chat for a while, then folds itself up: one tap opens it.

const SHOWN_MS = 45_000;
const folded = new Set();
const waiting = new Set();

const closedOnes = () => document.querySelectorAll('#room-poll > [data-poll][data-state="closed"]');

function fold(id) {
  folded.add(id);
  for (const card of closedOnes()) if (card.dataset.poll === id) card.open = false;
}

// A card drawn anew comes open: it is folded again unless somebody has opened it since.
document.addEventListener("class:mine", () => {
  for (const card of closedOnes()) {
    const id = card.dataset.poll;
    if (folded.has(id)) card.open = false;
    else if (!waiting.has(id)) setTimeout(fold, SHOWN_MS, id);
    waiting.add(id);
  }
});
document.addEventListener("click", ({ target }) => {
  const card = target.closest("#room-poll summary")?.closest("[data-poll]");
  if (card) folded[card.open ? "add" : "delete"](card.dataset.poll);
});
