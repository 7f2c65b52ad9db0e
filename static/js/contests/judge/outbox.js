// What this judge has entered and the server has not confirmed yet, in order. Nothing leaves the
// outbox but by a receipt, by a newer mark of the same line, or by the judge's own hand.
//
// A record is {order, key, kind: "mark" | "sheet" | "reopening", round, entry, slot, value, note,
// reason, madeAt, title, tried, refusal}. `tried` is stored before the first attempt: a record that
// may have reached the server is sent again with the same key, never altered. `refusal` is the
// server's {code, message}: such a record is kept aside until the judge decides.

const RETRY_MS = 1_000;
const RETRY_MAX_MS = 20_000;
const STOPPING = new Set(["replaced"]); // nothing can be sent from here until that is settled
const BY_ITSELF = new Set(["round_closed"]); // sent again when the round goes on
const ON_LOADING = new Set(["not_found"]); // the seat's cookie had gone; perhaps it is back

export class Outbox extends EventTarget {
  #store;
  #send;
  #later;
  #random;
  #records = [];
  #unkept = new Set(); // taken, but not yet stored: not sent before they are
  #busy = null;
  #failures = 0;
  #again = null;

  /**
   * `store` keeps records ({all, put, remove}); `send(record)` resolves to {receipt}, {refusal} or
   * {unreachable: true}; `later(run, ms)` gives a function that calls it off.
   */
  constructor({ store, send, later = timer, random = Math.random }) {
    super();
    this.#store = store;
    this.#send = send;
    this.#later = later;
    this.#random = random;
  }

  stopped = false;
  isFragile = false; // the storage refused: what waits lives in this page only

  /** Everything, oldest first. */
  get records() {
    return [...this.#records];
  }

  get waiting() {
    return this.#records.filter((record) => !record.refusal);
  }

  get refused() {
    return this.#records.filter((record) => record.refusal);
  }

  /** Records of one entrant's sheet, oldest first. */
  of(round, entry) {
    return this.#records.filter((record) => record.round === round && record.entry === entry);
  }

  /** What an earlier visit of this page left behind. */
  async load() {
    this.#records = (await this.#store.all()).sort((a, b) => a.order - b.order);
    for (const record of this.#records)
      if (ON_LOADING.has(record.refusal?.code)) await this.#change(record, { refusal: null });
    this.#changed();
  }

  /** Take a record at once, keep it, begin to send it. Resolves once it is kept. */
  async add(given) {
    const record = { ...given, tried: false, refusal: null };
    const older = this.#records.filter((known) => isSuperseded(known, record));
    this.#records = [...this.#records.filter((known) => !older.includes(known)), record];
    this.#unkept.add(record);
    this.#changed();
    await this.#keep(record);
    this.#unkept.delete(record);
    for (const known of older) await this.#forget(known);
    this.flush();
  }

  /** Send what waits, one after the other. Called as often as there is hope. */
  flush() {
    this.#again?.();
    this.#again = null;
    this.#busy ??= this.#flushAll().finally(() => {
      this.#busy = null;
      if (!this.#again && this.#first) return this.flush(); // it came at the very end
    });
    return this.#busy;
  }

  /** Soon, but not at the same moment as every other phone in the hall. */
  flushSoon(spreadMs = 800) {
    this.#again?.();
    this.#again = this.#later(() => this.flush(), this.#random() * spreadMs);
  }

  /** Send a refused record again. */
  async retry(key) {
    const record = this.#records.find((known) => known.key === key);
    if (record) await this.#change(record, { refusal: null });
    this.#changed();
    return this.flush();
  }

  /** The judge gives a refused record up. */
  async discard(key) {
    const record = this.#records.find((known) => known.key === key && known.refusal);
    if (record) await this.#drop(record);
    this.#changed();
  }

  /** The round takes marks again: what was refused for that alone goes out. */
  async resume(round) {
    const held = this.refused.filter((r) => r.round === round && BY_ITSELF.has(r.refusal.code));
    for (const record of held) await this.#change(record, { refusal: null });
    if (held.length) this.#changed();
    return this.flush();
  }

  // What is to be sent now.
  get #first() {
    const record = this.stopped ? undefined : this.waiting[0];
    return this.#unkept.has(record) ? undefined : record;
  }

  async #flushAll() {
    for (let record = this.#first; record; record = this.#first) {
      if (!record.tried) await this.#change(record, { tried: true });
      const answer = await this.#send(record).catch(() => ({ unreachable: true }));
      if (answer.unreachable) return this.#tryLater();
      this.#failures = 0;
      if (answer.receipt) await this.#sent(record, answer);
      else await this.#wasRefused(record, answer.refusal);
    }
  }

  #tryLater() {
    const backoff = Math.min(RETRY_MAX_MS, RETRY_MS * 2 ** this.#failures++);
    this.#again = this.#later(() => this.flush(), backoff * (0.5 + this.#random()));
    this.dispatchEvent(new Event("unreachable"));
  }

  // In one breath: between the record's going and the receipt's coming the sheet would show the mark
  // before. A record that outlives its receipt in the store is sent again, with the same key.
  async #sent(record, answer) {
    this.#takeOut(record);
    this.dispatchEvent(new CustomEvent("sent", { detail: { record, ...answer } }));
    this.#changed();
    await this.#forget(record);
  }

  async #wasRefused(record, refusal) {
    if (STOPPING.has(refusal.code)) this.stopped = true;
    else if (this.#isOutdated(record)) await this.#drop(record);
    else await this.#change(record, { refusal });
    this.dispatchEvent(new CustomEvent("refused", { detail: { record, refusal } }));
    this.#changed();
  }

  // A newer mark of the line stands behind it.
  #isOutdated(record) {
    const after = this.#records.indexOf(record) + 1;
    return this.#records.slice(after).some((known) => isSameLine(known, record));
  }

  async #change(record, fields) {
    Object.assign(record, fields);
    await this.#keep(record);
  }

  #takeOut(record) {
    this.#records = this.#records.filter((known) => known !== record);
  }

  #drop(record) {
    this.#takeOut(record);
    return this.#forget(record);
  }

  async #keep(record) {
    try {
      await this.#store.put(record);
    } catch {
      this.isFragile = true;
    }
  }

  async #forget(record) {
    if (record.order !== undefined) await this.#store.remove(record.order).catch(() => {});
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}

// Never sent, or sent and certainly not taken.
function isSuperseded(known, by) {
  return isSameLine(known, by) && (!known.tried || Boolean(known.refusal));
}

function isSameLine(a, b) {
  return a.kind === b.kind && a.round === b.round && a.entry === b.entry && a.slot === b.slot;
}

function timer(run, ms) {
  const id = setTimeout(run, ms);
  return () => clearTimeout(id);
}
