// What opens over the console: the sheet before it is locked, the note, the request to the desk.

import { say } from "./words.js";

const SETTLE_MS = 500; // a third tap in a row must not lock what the second one opened

const byId = (id) => document.getElementById(id);

export function watchOverlays(marking) {
  byId("lock").addEventListener("click", () => {
    byId("review").close();
    marking.lock();
  });
  byId("note-open").addEventListener("click", () => openNote(marking));
  byId("note-form").addEventListener("submit", () => marking.enter({ note: byId("note-text").value.trim() }));
  byId("ask-open").addEventListener("click", () => openAsk());
  byId("ask-form").addEventListener("submit", () => marking.ask(byId("ask-text").value.trim()));
}

/** The whole sheet once more, with the button that locks it. */
export function openReview(marking) {
  const { sheets, entrant, entrantKey } = marking;
  byId("review-title").textContent = say("sheetOf", { label: [entrant.label, entrant.name].filter(Boolean).join(" ") });
  const lines = entrant.slots.map((slot) => {
    const line = sheets.lines.get(slot);
    const title = line.attempts > 1 ? say("attempt", { title: line.title, n: line.attempt }) : line.title;
    return row(title, sheets.mark(entrantKey, slot)?.value ?? "–");
  });
  const subtotal = sheets.subtotal(entrantKey);
  const sum = subtotal === null ? [] : [row(document.querySelector("#sum > span").textContent, `${subtotal} / ${entrant.fullMarks}`)];
  byId("review-lines").replaceChildren(...[...lines, ...sum].flat());
  byId("lock").disabled = true;
  setTimeout(() => {
    byId("lock").disabled = false;
  }, SETTLE_MS);
  byId("review").showModal();
}

function row(title, value) {
  const figure = Object.assign(document.createElement("dd"), { textContent: value, className: "num" });
  return [Object.assign(document.createElement("dt"), { textContent: title }), figure];
}

function openNote(marking) {
  byId("note-title").textContent = say("noteOf", { title: marking.line.title });
  byId("note-text").value = marking.note;
  byId("note").showModal();
}

function openAsk() {
  byId("ask-text").value = "";
  byId("ask").showModal();
}
