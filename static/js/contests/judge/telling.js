// What the phone says about what was entered: receipts, what waits, what was not taken.

import { say } from "./words.js";

const SURE_MS = 4_000;

const byId = (id) => document.getElementById(id);

let leaving = false; // by a form of this page, or to load it anew: nothing is lost by that

/** Leave this page without the browser's warning. */
export function expectLeaving() {
  leaving = true;
}

export function watchOutbox(outbox, marking, lasting) {
  const redraw = () => {
    drawWaiting(outbox, marking, lasting);
    drawRefusals(outbox, marking);
  };
  outbox.addEventListener("change", redraw);
  marking.addEventListener("change", redraw);
  marking.addEventListener("told", ({ detail }) => tell(detail));
  document.addEventListener("submit", expectLeaving);
  addEventListener("beforeunload", (event) => {
    if (!leaving && (outbox.waiting.length || marking.typing?.isChanged)) event.preventDefault();
  });
  redraw();
}

function tell({ what, record, receipt, value, line, text, label }) {
  const words = {
    kept: () => say("kept", { what: [record.lineTitle ?? record.label, record.value].filter(Boolean).join(" ") }),
    receipt: () => receiptWords(record, receipt, value),
    dropped: () => say("dropped", { title: line.title, text }),
    onStage: () => say("onStage", { label }),
    reopened: () => say("reopened", { label }),
  }[what]();
  const place = byId("receipt");
  place.textContent = words;
  place.dataset.kind = what;
}

function receiptWords(record, receipt, value) {
  const { clock } = receipt;
  if (record.kind === "sheet") return say("lockedAt", { label: record.label, clock });
  if (record.kind === "reopening") return say("askedAt", { label: record.label, clock });
  const title = record.lineTitle;
  return value === null ? say("cleared", { title, clock }) : say("saved", { title, value, clock });
}

function drawWaiting(outbox, marking, lasting) {
  const count = outbox.waiting.length + outbox.refused.filter((record) => isHeld(record, marking.round)).length;
  const place = byId("waiting");
  place.hidden = count === 0;
  const words = count === 1 ? say("waitingOne") : say("waiting", { n: count });
  const text = count === 0 ? "" : lasting && !outbox.isFragile ? words : `${words} · ${say("fragile")}`;
  if (place.textContent !== text) place.textContent = text;
  byId("replaced-kept").textContent = count ? words : "";
}

// Refused for the pause alone: goes out by itself, so it only waits.
function isHeld({ refusal, round }, { id, state }) {
  return refusal.code === "round_closed" && round === id && ["open", "paused"].includes(state);
}

function drawRefusals(outbox, marking) {
  const shown = outbox.refused.filter((record) => !isHeld(record, marking.round));
  const place = byId("refusals");
  const keys = shown.map((record) => record.key).join(" ");
  if (place.dataset.keys === keys) return;
  place.dataset.keys = keys;
  place.replaceChildren(...shown.map((record) => refusal(record, outbox)));
}

function refusal(record, outbox) {
  const place = document.createElement("div");
  place.className = "bar bar-refusal";
  const what = [record.label, record.lineTitle, record.value].filter(Boolean).join(" · ");
  const words = Object.assign(document.createElement("p"), { textContent: `${what} — ${say("notTaken")}` });
  const why = Object.assign(document.createElement("small"), { textContent: record.refusal.message });
  words.append(document.createElement("br"), why);
  place.append(words, button(say("sendAgain"), () => outbox.retry(record.key)), discard(record, outbox));
  return place;
}

// Giving a mark up takes two taps.
function discard(record, outbox) {
  let sure = false;
  const made = button(say("discard"), () => {
    if (sure) return outbox.discard(record.key);
    sure = true;
    made.textContent = `${say("discard")}?`;
    made.classList.add("btn-danger");
    setTimeout(() => {
      sure = false;
      made.textContent = say("discard");
      made.classList.remove("btn-danger");
    }, SURE_MS);
  });
  return made;
}

function button(words, pressed) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-small", textContent: words });
  made.addEventListener("click", pressed);
  return made;
}
