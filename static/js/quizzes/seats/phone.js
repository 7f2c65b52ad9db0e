// A contestant's phone: the buzzer, the answers, the signals, and an honest word about all of it.

import { connection } from "../../live/connection.js";
import { keepAwake } from "../../shared/wake.js";
import { hear, serverNow, startClocks } from "../hall/clock.js";
import { Answers, remember, restore } from "./answers.js";
import { Clock } from "./clock.js";
import { Presser } from "./press.js";
import { signal, unlockSound } from "./signals.js";

const SLOW_MS = 150;
const PRESSABLE = ["reading", "armed"];
const SAME_TAP_MS = 800; // a click follows its pointerdown
const LOOK_EVERY_MS = 250;

const seat = () => document.getElementById("seat");
const screen = () => document.getElementById("seat-screen");
const unsent = document.getElementById("seat-unsent");
const soundButton = document.getElementById("seat-sound");
const ready = document.getElementById("seat-ready");
const base = seat().dataset.base;

const act = (name, data, patience) =>
  connection.ask("act", { room: seat().dataset.liveRoom, name, data }, patience);
const clock = new Clock((data) => act("clock", data));
const presser = new Presser({
  clock,
  socket: (data, patience) => act("press", data, patience),
  tell: (news) => tellPress(news),
});
const answers = new Answers(base, (news) => tell(news, "textAnswer"));

let shown = "";
let tapped = 0;

function isSounding() {
  return soundButton.getAttribute("aria-pressed") === "true";
}

function tell(news, words) {
  const refused = news?.refused;
  unsent.hidden = news === "done" || news === "pressed";
  unsent.textContent = refused !== undefined ? unsent.dataset.textRefused + refused : unsent.dataset[words];
}

function tellPress(news) {
  if (news === "pressed") {
    document.body.dataset.pressed = `${screen().dataset.turn}-${screen().dataset.heat}`;
    signal("pressed", { sound: isSounding() });
  }
  if (news?.refused !== undefined) delete document.body.dataset.pressed;
  tell(news, "textPress");
}

// Whatever the screen shows now: say it once.
function follow() {
  const { state, turn, heat } = screen().dataset;
  hear(screen());
  restore();
  closeInTime();
  if (document.body.dataset.pressed && (!PRESSABLE.includes(state) || document.body.dataset.pressed !== `${turn}-${heat}`))
    delete document.body.dataset.pressed;
  const now = `${state}-${turn}-${heat}`;
  if (now === shown) return;
  const first = !shown;
  shown = now;
  if (!first && state !== "pressed") signal(state, { sound: isSounding() });
}

// The clock of the answer has run out: the server takes none any more, and the form shows what it
// has. What was only chosen comes back if the desk gives more time.
function closeInTime() {
  const form = document.querySelector("[data-answer][data-ends]");
  if (!form || form.inert || serverNow() < Number(form.dataset.ends)) return;
  form.reset();
  form.inert = true;
  document.querySelector(".seat-sign").replaceChildren(form.querySelector("[data-sign-up]").content.cloneNode(true));
  document.querySelector(".seat-says").textContent = form.dataset.textUp;
  document.querySelector(".seat-hint").textContent = form.dataset.hintUp;
}

// The buzzers are open: heard before the new screen is made.
function open({ turn, heat }) {
  const { state, turn: current } = screen().dataset;
  if (Number(current) !== turn || !["reading", "too_close", "armed"].includes(state)) return;
  Object.assign(screen().dataset, { state: "armed", heat, pressable: "" });
  const word = document.querySelector(".buzzer-word");
  if (word) word.textContent = word.dataset.armed;
  follow();
}

function press(event) {
  event.preventDefault();
  if (document.body.dataset.pressed || !PRESSABLE.includes(screen().dataset.state)) return;
  presser.press(event, screen(), `${base}/presses`);
}

document.addEventListener("pointerdown", (event) => {
  if (!event.target.closest?.("#buzzer")) return;
  tapped = performance.now();
  press(event);
});
document.addEventListener("click", (event) => {
  if (!event.target.closest?.("#buzzer")) return;
  event.preventDefault(); // the form is for browsers without scripts
  if (performance.now() - tapped > SAME_TAP_MS) press(event); // by keyboard
});
document.addEventListener("change", (event) => {
  const form = event.target.closest?.("[data-answer]");
  if (form) remember(form);
});
document.addEventListener("input", (event) => {
  const form = event.target.closest?.("[data-answer]");
  if (form) remember(form);
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-answer]")) return;
  event.preventDefault();
  answers.handIn(event.target);
});
document.addEventListener("live:control", ({ detail }) => detail.name === "opened" && open(detail.data));
document.addEventListener("live:frame", follow);
document.addEventListener("live:caught-up", follow);
document.addEventListener("live:refused", () => location.reload()); // the page says why
document.addEventListener("contextmenu", (event) => event.target.closest?.("#buzzer") && event.preventDefault());

soundButton.hidden = false;
soundButton.addEventListener("click", () => {
  soundButton.setAttribute("aria-pressed", String(!isSounding()));
  unlockSound();
});
ready.addEventListener("close", () => {
  sessionStorage.setItem(`ready-${base}`, "yes");
  unlockSound();
  keepAwake();
  signal("armed", { sound: isSounding() });
});
clock.addEventListener("trip", ({ detail }) => {
  const line = document.getElementById("seat-line");
  const ms = Math.round(detail / 1_000);
  const slow = ms > SLOW_MS;
  line.dataset.slow = slow;
  line.textContent = line.dataset[slow ? "textSlow" : "textGood"].replace("%d", ms);
});

// A phone that was ready and is loaded again goes on at once: nothing may lie over an open buzzer.
if (sessionStorage.getItem(`ready-${base}`)) {
  keepAwake();
  document.addEventListener("pointerdown", unlockSound, { once: true });
} else ready.showModal();
follow();
clock.start();
startClocks();
setInterval(closeInTime, LOOK_EVERY_MS);
