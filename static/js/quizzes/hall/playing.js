// Playing along: an answer is sent once; it stays marked while the question is on air, and the
// own tally is asked for when the answer is revealed (spread out: a whole hall asks then).

import { post, request } from "../../shared/request.js";
import { toast } from "../../shared/toasts.js";

const ASK_WITHIN_MS = 4_000;

const base = document.querySelector("[data-quiz]").dataset.quiz;
const mine = () => document.getElementById("quiz-mine");
const form = () => document.querySelector("[data-guess]");
let asked = ""; // for which revealed question the tally was asked

function given() {
  const { number, given: kept } = mine().dataset;
  return form()?.dataset.guess === number && kept ? JSON.parse(kept) : null;
}

// Frames are the same for everybody: what is one's own is put in after each.
export function showMine() {
  const answers = given();
  if (!answers) return;
  const fields = form();
  fields.dataset.answered = mine().dataset.wasRight ?? "";
  for (const input of fields.querySelectorAll("[name=option]")) {
    input.checked = answers.includes(Number(input.value));
    input.closest("label").toggleAttribute("data-mine", input.checked);
  }
  fields.querySelectorAll("[name=text]").forEach((input, n) => (input.value = answers[n] ?? ""));
  fields.querySelector("fieldset").disabled = true;
  fields.querySelector("[type=submit]")?.remove();
  const revealed = document.getElementById("quiz-screen").dataset.phase === "revealed";
  fields.querySelector(".qp-sent").textContent = revealed ? "" : fields.dataset.textSent;
}

export function askAtReveal() {
  const number = form()?.dataset.guess;
  const phase = document.getElementById("quiz-screen").dataset.phase;
  if (phase !== "revealed" || !given() || mine().dataset.wasRight || asked === number) return;
  asked = number;
  setTimeout(async () => {
    const answer = await request(`${base}/mine`, { cache: "no-store" }).catch(() => null);
    if (answer) take(answer);
  }, Math.random() * ASK_WITHIN_MS);
}

function take({ html }) {
  globalThis.htmx.swap("#quiz-mine", html, { swapStyle: "morph:outerHTML" }, { contextElement: document.body });
  showMine();
}

async function send(fields) {
  const given = new FormData(fields);
  const set = fields.querySelector("fieldset");
  set.disabled = true;
  try {
    take(await post(fields.action, given));
  } catch (error) {
    set.disabled = false;
    toast(error.message, "error");
  }
}

export function startPlaying() {
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-guess]")) return;
    event.preventDefault();
    send(event.target);
  });
  showMine();
}
