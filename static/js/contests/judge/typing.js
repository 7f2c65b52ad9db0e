// Typing one mark on the keypad. A key that can't lead to a mark is dead; `accepts` says which.

import { isMark, leads, marksOf, stepFrom, tidy } from "./figures.js";

export const DELETE = "delete";
export const UP = "up";
export const DOWN = "down";

/** A mark being typed, and what it was before: immutable, `press` gives the next one. */
export class Typing {
  constructor(line, saved = "", { marks = marksOf(line), text = saved, touched = false } = {}) {
    this.line = line;
    this.marks = marks;
    this.saved = saved;
    this.text = text;
    this.touched = touched; // before that the first digit replaces what was saved
  }

  get isChanged() {
    return this.touched && this.value !== this.saved;
  }

  /** Typed, but not a mark yet. */
  get isUnfinished() {
    return this.text !== "" && !isMark(this.text, this.marks);
  }

  /** What would be sent: a mark, or "" to take it back; null while it is neither. */
  get value() {
    if (this.text === "") return "";
    if (!this.touched) return this.saved;
    return this.isUnfinished ? null : tidy(this.text, this.marks);
  }

  accepts(key) {
    return this.#after(key) !== null;
  }

  /** The typing after a key; itself when the key is dead. */
  press(key) {
    const text = this.#after(key);
    return text === null ? this : this.#with(text);
  }

  /** A mark chosen whole, as by a level's button. */
  choose(text) {
    return isMark(text, this.marks) ? this.#with(text) : this;
  }

  #after(key) {
    if (key === DELETE) return this.text === "" ? null : this.text.slice(0, -1);
    if (key === UP || key === DOWN) return stepFrom(this.text, key === UP ? 1 : -1, this.marks);
    const text = this.#joined(key);
    return leads(text, this.marks) ? text : null;
  }

  #joined(key) {
    const before = this.touched ? this.text : "";
    if (key === "." && (before === "" || before === "-")) return `${before}0.`;
    return before + key;
  }

  #with(text) {
    return new Typing(this.line, this.saved, { marks: this.marks, text, touched: true });
  }
}

const FULL_WIDTH = "０１２３４５６７８９";
const NAMED = { Backspace: DELETE, Delete: DELETE, ".": ".", ",": ".", "．": ".", "。": ".", "+": UP, "＋": UP };

/** The keypad's key for a key of a keyboard; null when it means nothing here. */
export function keyFor(name, { negative = false } = {}) {
  if (name.length === 1 && FULL_WIDTH.includes(name)) return String(FULL_WIDTH.indexOf(name));
  if (/^[0-9]$/.test(name)) return name;
  if (["-", "−", "－"].includes(name)) return negative ? "-" : DOWN;
  return NAMED[name] ?? null;
}
