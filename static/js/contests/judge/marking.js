// One judge at one round: which entrant and which line, what is being typed, what was entered.
// Knows no page; "change" says that something is to be drawn, "told" that something is to be said.

import { Sheets } from "./sheets.js";
import { Typing } from "./typing.js";

const HANDS_OFF_MS = 3_000; // who touched the phone just now is not led away

export class Marking extends EventTarget {
  #outbox;
  #clock;
  #newKey;
  #lastTouch = -Infinity;
  #lastSeq = 0;

  constructor(round, outbox, { clock = () => Date.now(), newKey = randomKey } = {}) {
    super();
    this.round = round;
    this.#outbox = outbox;
    this.#clock = clock;
    this.#newKey = newKey;
    this.entrantKey = null;
    this.slot = null;
    this.typing = null;
    outbox.addEventListener("change", () => this.#redraw());
    outbox.addEventListener("sent", ({ detail }) => this.#sent(detail));
  }

  get sheets() {
    return new Sheets(this.round, this.#outbox.records);
  }

  get entrant() {
    return this.sheets.entrant(this.entrantKey);
  }

  get line() {
    return this.sheets.lines.get(this.slot) ?? null;
  }

  get isOpen() {
    return this.entrantKey !== null && this.sheets.isOpen(this.entrantKey);
  }

  /** Go to an entrant, at the first line without a mark. What was typed is entered first. */
  open(key) {
    if (key === this.entrantKey || !this.sheets.entrant(key)) return;
    this.enter();
    this.entrantKey = key;
    this.#aim(this.sheets.nextEmpty(key) ?? this.entrant.slots[0] ?? null);
  }

  /** Go to a line of the same sheet. */
  select(slot) {
    this.touch();
    if (slot === this.slot) return;
    this.enter();
    this.#aim(slot);
  }

  /** A line up (-1) or down (+1). */
  move(by) {
    const { slots } = this.entrant;
    const slot = slots[slots.indexOf(this.slot) + by];
    if (slot !== undefined) this.select(slot);
  }

  press(key) {
    this.#type((typing) => typing.press(key));
  }

  choose(level) {
    this.#type((typing) => typing.choose(level));
  }

  /** Put back what was being typed when the page went away. */
  resume({ entrant, slot, text }) {
    if (!this.sheets.entrant(entrant)?.slots.includes(slot) || !this.sheets.isOpen(entrant)) return;
    this.open(entrant);
    this.select(slot);
    const saved = this.#savedText();
    this.typing = new Typing(this.line, saved, { text, touched: true });
    this.#redraw();
  }

  /** What the big key does now: next (line), save, review (before locking), or nothing. */
  get step() {
    if (!this.isOpen || this.typing.isUnfinished) return null;
    if (this.sheets.nextEmpty(this.entrantKey, this.slot)) return "next";
    if (this.typing.isChanged) return "save";
    return this.sheets.isComplete(this.entrantKey) ? "review" : null;
  }

  /** The big key. True when the sheet is to be looked over before it is locked. */
  next() {
    this.touch();
    const { step } = this;
    if (step === null) return false;
    this.enter();
    const empty = this.sheets.nextEmpty(this.entrantKey, this.slot);
    if (step === "next" && empty) this.#aim(empty);
    return step === "review";
  }

  /** Hand what was typed to the outbox; what is no whole mark is dropped, and said so. */
  enter({ note } = {}) {
    const { typing, line, entrant } = this;
    if (!typing || !line || !entrant) return;
    const changed = typing.isChanged || (note !== undefined && typing.value);
    if (typing.isChanged && typing.isUnfinished) this.#tell("dropped", { line, text: typing.text });
    else if (changed) this.#add("mark", this.#markOf(line, typing.value, note));
    this.#aim(this.slot);
  }

  lock() {
    return this.#add("sheet", { slot: null });
  }

  ask(reason) {
    return this.#add("reopening", { slot: null, reason });
  }

  /** The note on the mark of the line that is selected. */
  get note() {
    return this.sheets.mark(this.entrantKey, this.slot)?.note ?? "";
  }

  touch() {
    this.#lastTouch = this.#clock();
  }

  /** News of the round. Older news than a receipt we hold are not taken: false. */
  take(round) {
    if (round.seq < this.#lastSeq) return false;
    const { onStage: before, entrants } = this.round;
    this.round = round;
    this.#hearOfReopened(entrants);
    if (!this.sheets.entrant(this.entrantKey)) this.entrantKey = null;
    if (this.entrantKey && !this.typing?.isChanged) this.#aim(this.slot);
    if (round.onStage !== before || this.entrantKey === null) this.follow();
    if (round.state === "open") this.#outbox.resume(round.id);
    this.#redraw();
    return true;
  }

  /** An entrant was called to the stage. */
  call(key) {
    if (!this.sheets.entrant(key)) return;
    this.round.onStage = key;
    this.follow();
    this.#redraw();
  }

  /** Go along with the call, but never out of the middle of something. */
  follow() {
    const { onStage } = this.round;
    if (!onStage || onStage === this.entrantKey || !this.#mayLeave()) return;
    this.open(onStage);
    this.#tell("onStage", { label: this.entrant.label });
  }

  #hearOfReopened(before) {
    const shut = new Set(before.filter((entrant) => entrant.sheet !== "open").map((entrant) => entrant.key));
    for (const { key, label, sheet, reason } of this.round.entrants)
      if (sheet === "open" && shut.has(key)) this.#tell("reopened", { label, reason });
  }

  #mayLeave() {
    if (this.entrantKey === null) return true;
    if (this.typing?.isChanged || !this.sheets.maySwitchFrom(this.entrantKey)) return false;
    return !this.isOpen || this.#clock() - this.#lastTouch > HANDS_OFF_MS;
  }

  #type(change) {
    this.touch();
    if (!this.isOpen) return;
    this.typing = change(this.typing);
    this.#redraw();
  }

  #aim(slot) {
    this.slot = this.entrant.slots.includes(slot) ? slot : (this.entrant.slots[0] ?? null);
    this.typing = this.line ? new Typing(this.line, this.#savedText()) : null;
    this.#redraw();
  }

  #savedText() {
    return this.sheets.mark(this.entrantKey, this.slot)?.value ?? "";
  }

  #markOf(line, value, note = this.note) {
    const title = line.attempts > 1 ? `${line.title} ${line.attempt}` : line.title;
    return { slot: line.slot, item: line.item, attempt: line.attempt, value, note: note || null, lineTitle: title };
  }

  #add(kind, fields) {
    const record = {
      ...fields,
      kind,
      key: this.#newKey(),
      round: this.round.id,
      entry: this.entrantKey,
      label: this.entrant.label,
      madeAt: new Date(this.#clock()).toISOString(),
    };
    this.#tell("kept", { record });
    return this.#outbox.add(record);
  }

  #sent({ record, receipt, value }) {
    this.#lastSeq = Math.max(this.#lastSeq, receipt.seq);
    const entrant = record.round === this.round.id ? this.sheets.entrant(record.entry) : null;
    if (entrant) this.#note(entrant, record, receipt, value);
    if (!this.typing?.isChanged && record.entry === this.entrantKey) this.#aim(this.slot);
    this.#tell("receipt", { record, receipt, value });
  }

  #note(entrant, record, receipt, value) {
    if (record.kind === "sheet") entrant.sheet = "locked";
    else if (record.kind === "reopening") entrant.sheet = "asked";
    else if (value === null) delete entrant.marks[record.slot];
    else entrant.marks[record.slot] = { value, note: record.note, seq: receipt.seq, at: receipt.at };
  }

  #tell(what, detail) {
    this.dispatchEvent(new CustomEvent("told", { detail: { what, ...detail } }));
  }

  #redraw() {
    this.dispatchEvent(new Event("change"));
  }
}

// randomUUID needs a secure context, which a hall's plain http is not.
function randomKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
}
