// The board in the browser: takes frames, keeps the list in order, pages, and lets rows travel.

import { keepAwake } from "../../shared/wake.js";
import { finder } from "./find.js";
import { Pages } from "./pages.js";
import { reorder, shareOf, writePlace } from "./rows.js";
import { Travel } from "./travel.js";

const SIZES = { hall: 8 }; // rows on the screen; a phone scrolls, an overlay shows the first five
const TURN_MS = 8_000;
const LOOK_EVERY_MS = 250;
const RELOAD_WITHIN_MS = 10_000;

const root = () => document.getElementById("board");
const list = () => document.getElementById("board-rows");
const now = () => performance.now();

const size = SIZES[root().dataset.view];
const pages = size ? new Pages({ size, every: TURN_MS, now: now() }) : null;
const input = document.getElementById("board-find");
const find = input
  ? finder(input, document.getElementById("board-found"), { list, changed: () => show() })
  : null;
const travel = new Travel(list);

// What a frame says beside its fragments, which are in the page already.
function take({ seq, from, order, places = [], best }) {
  root().dataset.seq = seq;
  if (order && !reorder(list(), from, order)) return location.reload();
  for (const place of places) {
    const row = document.getElementById(`row-${place[0]}`);
    if (row) writePlace(row, list().dataset, place);
  }
  if (best !== undefined) measure(best);
}

function measure(best) {
  root().dataset.best = best;
  for (const row of list().querySelectorAll(".board-row"))
    row.querySelector(".row-bar rect").setAttribute("width", `${shareOf(row.dataset.total, best)}%`);
}

// Bring the page to what is due: which rows are seen, and how they come there.
function show({ fade = false } = {}) {
  turn();
  find?.();
  travel.play({ fade });
}

function turn() {
  if (!pages) return;
  const slots = [...list().children];
  const stageIndex = slots.findIndex((slot) => slot.querySelector(".is-on-stage"));
  pages.update({ count: slots.length, stageKey: slots[stageIndex]?.id, stageIndex }, now());
  list().dataset.paged = "";
  slots.forEach((slot, index) => slot.classList.toggle("is-off", !pages.shows(index)));
  const said = document.getElementById("board-page");
  const { text } = said.dataset;
  said.textContent =
    pages.pages > 1 ? text.replace("{page}", pages.page + 1).replace("{pages}", pages.pages) : "";
}

document.addEventListener("live:frame", ({ detail }) => {
  take(detail);
  show();
});
document.addEventListener("live:caught-up", () => show());
// The ticket has run out, or the board is no longer for everybody: the page says which.
document.addEventListener("live:refused", () => {
  setTimeout(() => location.reload(), Math.random() * RELOAD_WITHIN_MS);
});
addEventListener("resize", () => travel.remember());

turn();
travel.remember();
if (pages) {
  keepAwake();
  setInterval(() => pages.tick(now()) && show({ fade: true }), LOOK_EVERY_MS);
}
