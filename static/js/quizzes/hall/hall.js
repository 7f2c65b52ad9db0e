// The hall's screen of a quiz: teams travel to their places, long lists turn their pages, clocks
// run, long questions fit, sound and film follow the desk, the screen stays awake.

import { keepAwake } from "../../shared/wake.js";
import { Pages } from "../../contests/board/pages.js";
import { Travel } from "../../contests/board/travel.js";
import { startClocks } from "./clock.js";
import { fitCard } from "./fit.js";
import { leadMedia } from "./media.js";

const TURN_MS = 8_000;
const LOOK_EVERY_MS = 250;
const RELOAD_WITHIN_MS = 10_000;

const none = document.createElement("ol");
const list = () => document.getElementById("quiz-rows") ?? none;
const unmute = document.getElementById("quiz-unmute");
const travel = new Travel(list);
let pages = null;

// A list of another size (beside a question, over the whole screen) begins at its first page.
function turn() {
  const rows = list();
  const size = Number(rows.dataset.size);
  if (!size) return;
  if (pages?.size !== size) pages = Object.assign(new Pages({ size, every: TURN_MS, now: performance.now() }), { size });
  const slots = [...rows.children];
  const stageIndex = slots.findIndex((slot) => slot.querySelector("[data-word]"));
  pages.update({ count: slots.length, stageKey: slots[stageIndex]?.id, stageIndex }, performance.now());
  slots.forEach((slot, index) => slot.classList.toggle("is-off", !pages.shows(index)));
  const said = document.getElementById("quiz-page-number");
  if (said) said.textContent = pages.pages > 1 ? said.dataset.text.replace("{page}", pages.page + 1).replace("{pages}", pages.pages) : "";
}

function follow({ fade = false } = {}) {
  fitCard();
  turn();
  travel.play({ fade });
  leadMedia(unmute);
}

document.addEventListener("live:frame", () => follow());
document.addEventListener("live:caught-up", () => follow());
document.addEventListener("live:refused", () => {
  setTimeout(() => location.reload(), Math.random() * RELOAD_WITHIN_MS);
});
addEventListener("resize", () => {
  fitCard();
  travel.remember();
});
unmute.addEventListener("click", () => {
  unmute.hidden = true;
  leadMedia(unmute);
});

startClocks();
fitCard();
document.fonts.ready.then(() => fitCard());
turn();
travel.remember();
leadMedia(unmute);
keepAwake();
setInterval(() => pages?.tick(performance.now()) && follow({ fade: true }), LOOK_EVERY_MS);
