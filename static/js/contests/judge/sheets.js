// The round as this phone knows it: what the server said last, with what waits in the outbox laid
// over it. Pure; the page draws from it.

import { total } from "./figures.js";

/** A round as the server's state.json gives it, and the outbox's records of this judge. */
export class Sheets {
  constructor(round, records = []) {
    this.round = round;
    this.lines = new Map(round.slots.map((line) => [line.slot, line]));
    this.byKey = new Map(round.entrants.map((entrant) => [entrant.key, entrant]));
    this.records = records.filter((record) => record.round === round.id);
  }

  get takesMarks() {
    return this.round.state === "open";
  }

  entrant(key) {
    return this.byKey.get(key) ?? null;
  }

  /** {value, note, state: "saved" | "waiting" | "refused", at} of a line; null while it is empty. */
  mark(key, slot) {
    const saved = this.byKey.get(key)?.marks[slot];
    const unsent = this.records.filter((r) => r.kind === "mark" && r.entry === key && r.slot === slot).pop();
    if (!unsent) return saved ? { ...saved, state: "saved" } : null;
    const state = this.#waits(unsent) ? "waiting" : "refused";
    return unsent.value === "" && state === "waiting" ? null : { ...unsent, state, at: unsent.madeAt };
  }

  // What was refused for a pause alone goes out by itself.
  #waits({ refusal }) {
    return !refusal || (refusal.code === "round_closed" && ["open", "paused"].includes(this.round.state));
  }

  /** open, locking, locked, asking, asked, recused or absent. */
  sheet(key) {
    const { sheet } = this.byKey.get(key);
    const waits = (kind) => this.records.some((r) => r.kind === kind && r.entry === key && this.#waits(r));
    if (sheet === "open" && waits("sheet")) return "locking";
    if (sheet === "locked" && waits("reopening")) return "asking";
    return sheet;
  }

  /** Whether the judge can type on this sheet now. In a pause the phone keeps what is typed. */
  isOpen(key) {
    return this.sheet(key) === "open" && ["open", "paused"].includes(this.round.state);
  }

  done(key) {
    return this.byKey.get(key).slots.filter((slot) => this.#counts(key, slot)).length;
  }

  isComplete(key) {
    return this.done(key) === this.byKey.get(key).slots.length;
  }

  /** The first empty line after `slot`, going round; null when none is left. */
  nextEmpty(key, slot = null) {
    const { slots } = this.byKey.get(key);
    const after = slots.indexOf(slot) + 1;
    return [...slots.slice(after), ...slots.slice(0, after)].find((one) => one !== slot && !this.#counts(key, one)) ?? null;
  }

  /** The sum of the marks; null where a plain sum would mislead. */
  subtotal(key) {
    const entrant = this.byKey.get(key);
    if (entrant.fullMarks === null) return null;
    const values = entrant.slots.filter((slot) => this.#counts(key, slot)).map((slot) => this.mark(key, slot).value);
    const numbers = values.filter((value) => /^-?[0-9.]+$/.test(value));
    return total(numbers, Math.max(0, ...numbers.map((text) => text.split(".")[1]?.length ?? 0)));
  }

  /** This judge's own marks of one line before: {count, low, high}; null when there are none. */
  earlier(slot, exceptKey) {
    const values = this.round.entrants
      .filter((entrant) => entrant.key !== exceptKey && this.#counts(entrant.key, slot))
      .map((entrant) => this.mark(entrant.key, slot).value)
      .filter((value) => Number.isFinite(Number(value)));
    if (!values.length) return null;
    const sorted = values.sort((a, b) => Number(a) - Number(b));
    return { count: sorted.length, low: sorted[0], high: sorted[sorted.length - 1] };
  }

  /** Not begun, or finished: the judge may be led on to who was called. */
  maySwitchFrom(key) {
    if (key === null || !this.byKey.has(key)) return true;
    return this.sheet(key) !== "open" || this.done(key) === 0;
  }

  #counts(key, slot) {
    const mark = this.mark(key, slot);
    return mark !== null && mark.state !== "refused";
  }
}
