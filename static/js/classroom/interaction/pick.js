// The card of a pick: whether it is me, and put away for good when closed.

const viewer = document.getElementById("main")?.dataset.viewer;
const KEY = "class-picks-closed";
const closed = new Set((sessionStorage.getItem(KEY) ?? "").split(","));

function show() {
  for (const card of document.querySelectorAll("#room-pick [data-pick]")) {
    card.hidden = closed.has(card.dataset.pick);
    const me = card.dataset.picked === viewer;
    card.classList.toggle("is-mine", me);
    card.querySelector(".pick-mine").hidden = !me;
  }
}

document.addEventListener("class:mine", show);
document.addEventListener("click", ({ target }) => {
  const card = target.closest("[data-pick-close]")?.closest("[data-pick]");
  if (!card) return;
  closed.add(card.dataset.pick);
  sessionStorage.setItem(KEY, [...closed].join(","));
  show();
});
