// The card of a pick: whether it is me. It is put away when closed, or after a while if it isn't me.

const viewer = document.getElementById("main")?.dataset.viewer;
const KEY = "class-picks-closed";
const SHOWN_MS = 60_000;
const closed = new Set((sessionStorage.getItem(KEY) ?? "").split(","));
const shown = new Set();

function show() {
  for (const card of document.querySelectorAll("#room-pick [data-pick]")) {
    const { pick } = card.dataset;
    card.hidden = closed.has(pick);
    const me = card.dataset.picked === viewer;
    card.classList.toggle("is-mine", me);
    card.querySelector(".pick-mine").hidden = !me;
    if (!me && !shown.has(pick)) setTimeout(close, SHOWN_MS, pick);
    shown.add(pick);
  }
}

function close(pick) {
  closed.add(pick);
  sessionStorage.setItem(KEY, [...closed].join(","));
  show();
}

document.addEventListener("class:mine", show);
document.addEventListener("click", ({ target }) => {
  const card = target.closest("[data-pick-close]")?.closest("[data-pick]");
  if (card) close(card.dataset.pick);
});
