// The quiz on an observer's phone: clocks run, teams travel, one plays along.

import { Travel } from "../../contests/board/travel.js";
import { startClocks } from "./clock.js";
import { askAtReveal, showMine, startPlaying } from "./playing.js";

const RELOAD_WITHIN_MS = 10_000;

const none = document.createElement("ol");
const travel = new Travel(() => document.getElementById("quiz-rows") ?? none);

function follow() {
  showMine();
  askAtReveal();
  travel.play();
}

document.addEventListener("live:frame", follow);
document.addEventListener("live:caught-up", follow);
document.addEventListener("live:refused", () => {
  setTimeout(() => location.reload(), Math.random() * RELOAD_WITHIN_MS);
});
addEventListener("resize", () => travel.remember());

startClocks();
startPlaying();
travel.remember();
