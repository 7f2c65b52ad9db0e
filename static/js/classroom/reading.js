// Reading together, for a viewer: follow the page where everybody is, or browse and come back.

import { leafSource } from "./reading-leaves.js";

const root = document.getElementById("reading");
const own = document.getElementById("reading-own");
const bar = document.getElementById("reading-bar");
const back = bar?.querySelector("[data-follow]");
const pane = document.getElementById("pane-reading");
const badge = document.querySelector('[data-count-of="reading"]');
const leaves = root && leafSource(root.dataset.pages);
let browsing = null; // the number of the page that is browsed, or null: following

const shared = () => {
  const { excerpt, page, of } = document.getElementById("room-reading").dataset;
  return excerpt ? { excerpt, page: Number(page), of: Number(of) } : null;
};

function follow() {
  browsing = null;
  own.hidden = true;
  own.replaceChildren();
  show();
}

async function go(page) {
  const here = shared();
  if (!here || page < 1 || page > here.of) return;
  if (page === here.page) return follow();
  browsing = page;
  show();
  const html = await leaves.get(here.excerpt, page).catch(() => null);
  if (browsing !== page) return;
  if (html === null) own.textContent = root.dataset.textFailed;
  else own.innerHTML = html; // our own server's, escaped there
  own.hidden = false;
  leaves.preload(here.excerpt, page + 1, here.of);
}

function show() {
  const here = shared();
  root.classList.toggle("is-browsing", browsing !== null);
  bar.hidden = !here;
  if (!here) return;
  const page = browsing ?? here.page;
  const { textBack, textPlace } = root.dataset;
  bar.querySelector("[data-place]").textContent = textPlace.replace("{page}", page).replace("{of}", here.of);
  bar.querySelector('[data-turn="-1"]').disabled = page <= 1;
  bar.querySelector('[data-turn="1"]').disabled = page >= here.of;
  back.hidden = browsing === null;
  back.textContent = textBack.replace("{page}", here.page);
}

function turn(step) {
  go((browsing ?? shared()?.page) + step);
}

// The shared page was drawn anew: a page turned, a passage marked, a book opened or closed.
function changed(items) {
  const here = shared();
  for (const { kind, payload } of items.filter((item) => item.kind.startsWith("reading.")))
    if (payload.page) leaves.forget(payload.excerpt, payload.page);
  badge.hidden = pane.hidden === false;
  const same = here && own.querySelector("[data-excerpt]")?.dataset.excerpt === here.excerpt;
  if (browsing !== null && (!same || browsing === here.page)) follow();
  else if (browsing !== null) go(browsing);
  show();
  if (here) leaves.preload(here.excerpt, here.page + 1, here.of);
}

if (root) {
  bar.addEventListener("click", ({ target }) => {
    const step = target.closest("[data-turn]")?.dataset.turn;
    if (step) turn(Number(step));
    if (target.closest("[data-follow]")) follow();
  });
  badge.textContent = root.dataset.textTurned;
  document.addEventListener("class:tab", () => (badge.hidden ||= !pane.hidden));
  pane.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -1, PageDown: 1 }[event.key];
    if (!step || event.target.matches("input, textarea")) return;
    event.preventDefault();
    turn(step);
  });
  document.addEventListener("live:items", ({ detail, target }) => {
    if (target.id === "main" && detail.items.some((item) => item.kind.startsWith("reading.")))
      setTimeout(() => changed(detail.items)); // after the panel was swapped in
  });
  document.addEventListener("htmx:afterSwap", show);
  show();
  const here = shared();
  if (here) leaves.preload(here.excerpt, here.page + 1, here.of);
}
