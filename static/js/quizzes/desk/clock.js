// Countdowns of desk and card by the server's time. At nought the figure stands and says that the
// time is up; the desk decides. `quiz:second` and `quiz:time-up` are told for the sounds.

import { hear, serverNow } from "../hall/clock.js";

const LOOK_EVERY_MS = 100;
const LAST_S = 5;
const now = () => document.getElementById("quiz-desk-now") ?? document.getElementById("quiz-card-now");

let told = "";

function draw(clock) {
  const { deadline, held, textOut } = clock.dataset;
  if (held !== undefined || !deadline) return;
  const left = Math.max(0, Number(deadline) - serverNow());
  const seconds = Math.ceil(left / 1000);
  const figure = clock.querySelector("b");
  if (figure.textContent !== String(seconds)) figure.textContent = seconds;
  clock.toggleAttribute("data-last", seconds <= LAST_S);
  clock.toggleAttribute("data-out", seconds === 0);
  const words = clock.querySelector("[data-clock-words]");
  if (!seconds && words.textContent !== textOut) words.textContent = textOut;
  sayWaiting(seconds === 0);
  tell(deadline, seconds);
}

// Nobody presses any more once the time is up: the desk says what can be done instead.
function sayWaiting(isOut) {
  const words = document.querySelector("[data-waiting]");
  const text = isOut ? words?.dataset.textOut : words?.dataset.waiting;
  if (words && words.textContent !== text) words.textContent = text;
}

function tell(deadline, seconds) {
  const name = `${deadline}:${seconds}`;
  if (seconds > LAST_S || name === told) return;
  const again = told.startsWith(`${deadline}:`) || seconds > 0; // a page that comes late stays quiet
  told = name;
  if (again) document.dispatchEvent(new CustomEvent(seconds ? "quiz:second" : "quiz:time-up"));
}

export function startClocks() {
  hear(now());
  document.addEventListener("live:frame", () => hear(now()));
  document.addEventListener("htmx:afterSwap", () => hear(now()));
  setInterval(() => document.querySelectorAll("[data-quiz-clock]").forEach(draw), LOOK_EVERY_MS);
}
