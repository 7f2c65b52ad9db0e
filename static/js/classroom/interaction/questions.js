// Questions: votes as they come in and the order they make, one's own wishes, asking.

import { mine, tell } from "./mine.js";
import { onSent } from "./sending.js";

const list = () => document.querySelector("[data-questions]");
const own = document.getElementById("questions-own");
const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (n) => n.toString(16).padStart(2, "0")).join("");

function setVotes(id, votes) {
  for (const item of document.querySelectorAll(`[data-question="${id}"]`)) {
    item.dataset.votesCount = votes;
    const place = item.querySelector("[data-votes]");
    if (place) place.textContent = votes;
  }
}

// The most wanted first, as the server sorts; never under a finger that is about to press.
function sort() {
  const items = [...(list()?.children ?? [])];
  if (!items.length || list().matches(":hover, :focus-within")) return;
  const open = items.filter((item) => item.dataset.state === "open");
  const sorted = [...open].sort((a, b) => b.dataset.votesCount - a.dataset.votesCount || a.dataset.question - b.dataset.question);
  if (sorted.every((item, place) => item === open[place])) return;
  const after = open.at(-1).nextSibling;
  for (const item of sorted) list().insertBefore(item, after);
}

function mark() {
  const asked = new Set(mine.questions.asked.map(({ id }) => String(id)));
  const wanted = new Set(mine.questions.wanted.map(String));
  for (const item of list()?.children ?? []) {
    const { question } = item.dataset;
    item.querySelector(".question-mine").hidden = !asked.has(question);
    const button = item.querySelector(".question-want");
    button.disabled = asked.has(question) || item.dataset.state === "answered";
    button.setAttribute("aria-pressed", String(wanted.has(question)));
  }
  showHidden();
  const waiting = document.getElementById("room-questions")?.dataset.waiting ?? "0";
  for (const badge of document.querySelectorAll('[data-count-of="questions"]')) {
    badge.textContent = waiting;
    badge.hidden = waiting === "0";
  }
}

// Held and refused ones are seen by who asked them only.
function showHidden() {
  const hidden = mine.questions.asked.filter(({ state }) => state === "held" || state === "refused");
  own.hidden = !hidden.length;
  own.replaceChildren(...hidden.map(({ text, state }) => {
    const item = Object.assign(document.createElement("li"), { className: "question is-hidden" });
    const words = Object.assign(document.createElement("p"), { className: "question-text", textContent: text });
    const why = Object.assign(document.createElement("p"), { className: "small secondary", textContent: state === "held" ? own.dataset.textHeld : own.dataset.textRefused });
    item.append(words, why);
    return item;
  }));
}

if (own) document.addEventListener("class:mine", mark);
document.addEventListener("live:state", ({ detail: { values } }) => {
  for (const [key, votes] of Object.entries(values)) {
    const [subject, id] = key.split(":");
    if (subject === "question") setVotes(id, votes);
  }
  sort();
});
onSent("#ask", (form, { id, state, message }) => {
  mine.questions.asked.push({ id, state, text: form.elements.text.value });
  form.reset();
  form.elements.client_key.value = newKey();
  form.querySelector("[data-receipt]").textContent = message;
  tell();
});
onSent("[data-want]", (form, { wanted, votes }) => {
  const { question } = form.closest("[data-question]").dataset;
  const others = mine.questions.wanted.filter((id) => String(id) !== question);
  mine.questions.wanted = wanted ? [...others, Number(question)] : others;
  setVotes(question, votes);
  tell();
}, (form) => ({ wanted: form.querySelector("button").getAttribute("aria-pressed") === "true" ? "0" : "1" }));
