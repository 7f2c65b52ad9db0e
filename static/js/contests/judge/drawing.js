// Draws the console from a Marking: entrant, lines, keypad, list. Only texts and attributes of what
// the server rendered are changed.

import { stepText } from "./figures.js";
import { say } from "./words.js";

const LONG_LABEL = 5; // as in console.html

const byId = (id) => document.getElementById(id);
const hints = new Map([...document.querySelectorAll(".line")].map((line) => [line.dataset.slot, line.querySelector("[data-hint]").textContent]));

export function draw(marking) {
  const { sheets, entrant } = marking;
  drawBars(marking, sheets);
  drawList(marking, sheets);
  if (!entrant) return;
  drawWho(entrant, sheets);
  for (const line of document.querySelectorAll(".line")) drawLine(line, marking, sheets);
  drawPad(marking, sheets);
  drawClosed(marking, sheets);
}

function drawWho(entrant, sheets) {
  setText("label", entrant.label);
  byId("label").classList.toggle("is-long", entrant.label.length > LONG_LABEL);
  setText("name", entrant.name);
  setText("station", entrant.station ? say("station", { station: entrant.station }) : "");
  setText("position", say("position", { n: entrant.position, all: sheets.round.entrants.length }));
  setText("status", say(entrant.status));
  const subtotal = sheets.subtotal(entrant.key);
  byId("sum").hidden = subtotal === null;
  setText("subtotal", subtotal ?? "");
  setText("full", entrant.fullMarks ?? "");
}

function drawLine(line, marking, sheets) {
  const { slot } = line.dataset;
  line.hidden = !marking.entrant.slots.includes(slot);
  const mark = sheets.mark(marking.entrantKey, slot);
  const selected = slot === marking.slot && marking.isOpen;
  const face = line.querySelector(".line-face");
  face.setAttribute("aria-pressed", String(selected));
  face.disabled = !marking.isOpen;
  const text = selected ? marking.typing.text : (mark?.value ?? "");
  put(line.querySelector("[data-figure]"), text);
  put(line.querySelector("[data-hint]"), hint(sheets.lines.get(slot), text, mark));
  const state = line.querySelector("[data-line-state]");
  const again = marking.entrant.remark?.slot === slot && marking.isOpen;
  state.dataset.lineState = lineState(selected ? marking.typing : null, mark, again);
  put(state, say(state.dataset.lineState));
}

function lineState(typing, mark, again) {
  if (typing?.isChanged) return typing.isUnfinished ? "unfinished" : "unsaved";
  return { waiting: "waits", refused: "notTaken" }[mark?.state] ?? (again ? "askedAgain" : "");
}

// The words of the level chosen; a note in short; else what the line allows.
function hint(line, text, mark) {
  const level = line.levels[Number(text)];
  const words = text !== "" && level ? level : hints.get(line.slot);
  return mark?.note ? `${words} · “${mark.note.slice(0, 24)}${mark.note.length > 24 ? "…" : ""}”` : words;
}

function drawPad(marking, sheets) {
  const { typing, line, isOpen } = marking;
  byId("pad").classList.toggle("pad-closed", !isOpen);
  if (!isOpen || !typing) return;
  const levels = line.levels.length > 0;
  byId("levels").hidden = !levels;
  byId("keys").classList.toggle("keys-levels", levels);
  if (levels) drawLevels(line, typing);
  const signed = typing.marks.low < 0n;
  byId("keys").classList.toggle("keys-signed", signed);
  for (const key of byId("keys").querySelectorAll("[data-key]")) drawKey(key, typing, signed);
  const { step } = marking;
  byId("next").disabled = step === null;
  setText("next", say(step ?? "next"));
  byId("note-open").disabled = typing.isUnfinished || !typing.value;
  setText("typed", typing.isChanged ? typing.text : ""); // said to screen readers, figure by figure
  setText("earlier", earlier(sheets.earlier(marking.slot, marking.entrantKey)));
}

function drawKey(key, typing, signed) {
  const name = key.dataset.key;
  key.disabled = !typing.accepts(name);
  if (name === "-") key.hidden = !signed;
  if (name !== "up" && name !== "down") return;
  const step = stepText(typing.marks);
  put(key, step === null ? "" : `${name === "up" ? "+" : "−"}${step}`);
}

function drawLevels(line, typing) {
  const group = byId("levels");
  if (group.dataset.slot !== line.slot) {
    group.replaceChildren(...line.levels.map(levelButton));
    group.dataset.slot = line.slot;
  }
  for (const button of group.children) button.setAttribute("aria-pressed", String(button.dataset.level === typing.text));
}

function levelButton(words, level) {
  const button = Object.assign(document.createElement("button"), { type: "button" });
  button.dataset.level = String(level);
  const figure = Object.assign(document.createElement("b"), { textContent: String(level) });
  button.append(figure, Object.assign(document.createElement("span"), { textContent: words }));
  return button;
}

function earlier(found) {
  if (!found) return "";
  return say(found.low === found.high && found.count === 1 ? "earlierOne" : "earlier", { ...found, n: found.count });
}

const CLOSED = {
  locked: "sheetLocked", locking: "sheetLocking", asked: "sheetAsked", asking: "sheetAsking",
  recused: "sheetRecused", absent: "sheetAbsent",
};

function drawClosed(marking, sheets) {
  const state = sheets.sheet(marking.entrantKey);
  const { round, entrant } = marking;
  byId("closed").hidden = marking.isOpen;
  if (marking.isOpen) return;
  const refused = entrant.refused && state === "locked";
  const reason = entrant.reason && (refused || state === "asked") ? ` “${entrant.reason}”` : "";
  setText("closed-words", say(refused ? "refusedToReopen" : (CLOSED[state] ?? `round_${round.state}`)) + reason);
  byId("ask-open").hidden = state !== "locked" || !["open", "paused", "review"].includes(round.state);
  const next = onward(marking, sheets);
  byId("go-on").hidden = !next;
  byId("go-on").dataset.entrant = next?.key ?? "";
  setText("go-on-words", next?.label ?? "");
}

// The entrant to go to from a finished sheet: on stage, else the next in order that is open, else
// one that was left open before.
function onward(marking, sheets) {
  const { entrants, onStage } = sheets.round;
  const here = entrants.findIndex((one) => one.key === marking.entrantKey);
  const stage = sheets.entrant(onStage);
  if (stage && stage.key !== marking.entrantKey && sheets.isOpen(stage.key)) return stage;
  return [...entrants.slice(here + 1), ...entrants.slice(0, here)].find((one) => sheets.isOpen(one.key)) ?? null;
}

function drawBars(marking, sheets) {
  const { round } = marking;
  const state = byId("round-state");
  state.hidden = round.state === "open";
  put(state, say(`round_${round.state}`));
  drawAgain(sheets);
  byId("signing").hidden = !["due", "stale"].includes(round.signing);
  setText("signing-words", say(round.signing === "stale" ? "signAgain" : "sign"));
  const stage = sheets.entrant(round.onStage);
  byId("called").hidden = !stage || stage.key === marking.entrantKey || !sheets.isOpen(stage.key);
  setText("called-words", stage ? say("called", { label: stage.label }) : "");
}

// The first sheet that the desk asks to be marked again.
function drawAgain(sheets) {
  const again = sheets.round.entrants.find((one) => one.remark && sheets.sheet(one.key) === "open");
  byId("again").hidden = !again;
  byId("again").dataset.entrant = again?.key ?? "";
  setText("again-words", again ? say("markAgain", { label: again.label, reason: again.remark.reason }) : "");
}

function drawList(marking, sheets) {
  for (const link of document.querySelectorAll("[data-entrant].entrant-link")) {
    const key = link.dataset.entrant;
    const entrant = sheets.entrant(key);
    link.hidden = !entrant;
    if (!entrant) continue;
    markCurrent(link, key === marking.entrantKey);
    const done = sheets.done(key);
    put(link.querySelector("[data-own]"), done ? (sheets.subtotal(key) ?? "") : "");
    const sheet = link.querySelector("[data-sheet]");
    const state = sheets.sheet(key);
    sheet.dataset.sheet = state === "open" && done ? "begun" : state;
    put(sheet, state === "open" ? say(done ? "partly" : "notBegun", { done, all: entrant.slots.length }) : say(state));
  }
}

function markCurrent(link, current) {
  if (current === link.hasAttribute("aria-current")) return;
  if (current) link.setAttribute("aria-current", "true");
  else link.removeAttribute("aria-current");
  if (current && !link.closest("dialog")) link.scrollIntoView({ block: "nearest" });
}

function setText(id, text) {
  put(byId(id), text);
}

// Unchanged texts are left alone: screen readers hear every writing into a live region.
function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
