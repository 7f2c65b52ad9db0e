// The paper on its entrant's device: saves each answer as it is given, shows whether it is saved,
// counts the time, hands in.

import { keepAwake } from "../../shared/wake.js";
import { fill, given, mark, open } from "./answers.js";
import { Clock } from "./clock.js";
import { keepingOf } from "./keeping.js";
import { Queue } from "./queue.js";
import { Server } from "./server.js";

const TYPED_MS = 800; // after the last key

const page = document.querySelector("[data-paper]");
const form = document.getElementById("paper");
const saved = document.getElementById("saved");
const call = document.getElementById("call");
const questions = new Map([...form.querySelectorAll("[data-question]")].map((q) => [Number(q.dataset.question), q]));
const sent = new Map([...questions].map(([id, question]) => [id, JSON.stringify(given(question))]));

const server = new Server(page.dataset.base);
const queue = new Queue({
  send: (answers) => server.save(answers),
  store: keepingOf(page.dataset.paper),
  versions: [...questions].map(([id, question]) => [id, Number(question.dataset.version)]),
});
const clock = new Clock(Number(page.dataset.now), Number(page.dataset.ends));
let typing = null;
let isHandingIn = false;
let isLeaving = false;

for (const element of document.querySelectorAll("[data-without-script]")) element.hidden = true;
for (const [id, answer] of queue.load()) {
  fill(questions.get(id), answer);
  sent.set(id, JSON.stringify(answer));
}
for (const question of questions.values()) count(mark(question, given(question)));
show();
keepAwake();

form.addEventListener("input", (event) => {
  if (!event.target.matches("input[type=text], textarea")) return;
  clearTimeout(typing);
  typing = setTimeout(takeAll, TYPED_MS);
});
form.addEventListener("change", takeAll);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  takeAll();
  if (event.submitter?.matches("[data-hand-in]")) handIn();
});
document.querySelector(".exam-hand-in").addEventListener("toggle", sayOpen);
document.querySelector(".exam-map").addEventListener("click", (event) => {
  if (event.target.closest("a")) event.currentTarget.open = false;
});

queue.addEventListener("change", show);
queue.addEventListener("stopped", () => away());
server.addEventListener("clock", ({ detail }) => clock.set(detail));
clock.addEventListener("tick", showClock);
clock.addEventListener("call", ({ detail }) => called(detail.name));
addEventListener("online", () => queue.flush());
addEventListener("pagehide", takeAll);
addEventListener("pageshow", (event) => event.persisted && location.reload());
// Without the network the page can't be loaded again: ask before it is left. What waits stays here.
addEventListener("beforeunload", (event) => {
  takeAll();
  if (!isLeaving && queue.waiting && (queue.isFragile || queue.isUnreachable)) event.preventDefault();
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") takeAll();
  else look();
});
showClock();

/** Whatever differs from what the queue was given last. */
function takeAll() {
  clearTimeout(typing);
  for (const [id, question] of questions) {
    const answer = given(question);
    const text = JSON.stringify(answer);
    if (sent.get(id) === text) continue;
    sent.set(id, text);
    count(mark(question, answer));
    queue.put(id, answer);
  }
}

async function look() {
  queue.flush();
  const state = await server.state().catch(() => ({ unreachable: true }));
  if (state.stopped || state.is_writing === false) away();
}

async function handIn() {
  if (isHandingIn) return;
  isHandingIn = true;
  await queue.flush();
  if (queue.stopped) return; // away() is on its way, and what waits stays on this device
  const answer = await server.handIn(queue.answers).catch(() => ({ unreachable: true }));
  isHandingIn = false;
  if (answer.address || answer.stopped) return away(answer.address);
  say(clock.left > 0 ? saved.dataset.textWaiting.replace("{n}", queue.waiting) : call.dataset.textUpOffline);
  if (clock.left <= 0) setTimeout(handIn, 3000);
}

function called(name) {
  say({ five: call.dataset.textFive, one: call.dataset.textOne, up: call.dataset.textUp }[name]);
  if (name !== "up") return;
  takeAll();
  handIn();
}

function away(address) {
  if (address) queue.clear(); // else what was not sent stays here, for more time or another try
  isLeaving = true;
  location.assign(address ?? page.dataset.base);
}

function say(words) {
  call.textContent = words;
  call.hidden = false;
}

function show() {
  const state = queue.stopped ? "stopped" : !queue.waiting ? "saved" : queue.isUnreachable ? "waiting" : "saving";
  saved.hidden = false;
  saved.dataset.state = state;
  const name = `text${state[0].toUpperCase()}${state.slice(1)}`;
  saved.textContent = saved.dataset[name].replace("{n}", queue.waiting);
}

function showClock() {
  const place = document.querySelector("[data-left]");
  if (place.textContent !== clock.words) place.textContent = clock.words;
  document.getElementById("clock").toggleAttribute("data-short", clock.left <= 300_000);
}

function count(answered) {
  document.querySelector("[data-answered]").textContent = answered;
}

function sayOpen() {
  takeAll();
  const left = open();
  const words = document.querySelector("[data-open-words]");
  words.textContent = left.length ? words.dataset.textOpen.replace("{list}", left.join(", ")) : words.dataset.textNone;
}
