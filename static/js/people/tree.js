// Arrow keys in the tree of organisations: up and down between lines, left and right fold.

const links = () => [...document.querySelectorAll("[data-tree-link]")].filter(shown);
const shown = (link) => link.getClientRects().length > 0;

function step(link, by) {
  const all = links();
  all[all.indexOf(link) + by]?.focus();
}

function fold(link, open) {
  const details = link.closest("li").querySelector(":scope > details");
  if (details && details.open !== open) {
    details.open = open;
  } else if (open) {
    step(link, 1);
  } else {
    link.closest("ul").closest("li")?.querySelector("[data-tree-link]").focus();
  }
}

const moves = {
  ArrowDown: (link) => step(link, 1),
  ArrowUp: (link) => step(link, -1),
  ArrowRight: (link) => fold(link, true),
  ArrowLeft: (link) => fold(link, false),
  Home: () => links().at(0)?.focus(),
  End: () => links().at(-1)?.focus(),
};

document.addEventListener("keydown", (event) => {
  const link = event.target.closest?.("[data-tree-link]");
  if (!link || !moves[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  moves[event.key](link);
});
