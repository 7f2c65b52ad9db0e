// Answers on their way to the server. What was given is kept on this device first, then sent; it
// leaves the queue only when the server has said that it holds it.
//
// Each answer has a version that grows with every change. The server keeps the newest: it names
// those it `kept`, and those of which it has a `newer` one (another tab of this device). An answer
// given here since then is sent again above that one.

const RETRY_MS = 1_000;
const RETRY_MAX_MS = 15_000;

export class Queue extends EventTarget {
  #send;
  #store;
  #later;
  #random;
  #versions = new Map(); // question → the newest version known
  #pending = new Map(); // question → {given, version}
  #busy = null;
  #failures = 0;
  #again = null;

  /**
   * `send(answers)` resolves to {kept, newer}, {stopped: code} or {unreachable: true}; `store`
   * has load() and save(entries) and may fail; `versions` are the server's, [[question, version]…].
   */
  constructor({ send, store, versions, later = timer, random = Math.random }) {
    super();
    this.#send = send;
    this.#store = store;
    this.#later = later;
    this.#random = random;
    this.#versions = new Map(versions);
  }

  stopped = null; // why nothing is sent any more
  isFragile = false; // the storage refused: what waits lives in this page only

  get waiting() {
    return this.#pending.size;
  }

  get isSending() {
    return this.#busy !== null;
  }

  get isUnreachable() {
    return this.#failures > 0;
  }

  /** Everything that the server has not confirmed, as it is sent. */
  get answers() {
    return [...this.#pending].map(([question, { given, version }]) => ({ question, given, version }));
  }

  /** What an earlier visit of this page left: [question, given] of what goes out now. */
  load() {
    const left = this.#store.load().filter(([question, { version }]) =>
      this.#versions.has(question) && version > this.#versions.get(question));
    for (const [question, answer] of left) {
      this.#pending.set(question, answer);
      this.#versions.set(question, answer.version);
    }
    this.#keep();
    if (left.length) this.flush();
    return left.map(([question, { given }]) => [question, given]);
  }

  /** An answer was given or changed. */
  put(question, given) {
    const version = (this.#versions.get(question) ?? 0) + 1;
    this.#versions.set(question, version);
    this.#pending.set(question, { given, version });
    this.#keep();
    this.#changed();
    return this.flush();
  }

  /** Send what waits. Called as often as there is hope. */
  flush() {
    this.#again?.();
    this.#again = null;
    this.#busy ??= this.#flushAll().finally(() => {
      this.#busy = null;
      this.#changed();
    });
    return this.#busy;
  }

  /** Everything is the server's: nothing stays on this device. */
  clear() {
    this.#pending.clear();
    this.#keep();
    this.#changed();
  }

  async #flushAll() {
    while (this.#pending.size && !this.stopped) {
      this.#changed();
      const answer = await this.#send(this.answers).catch(() => ({ unreachable: true }));
      if (answer.unreachable) return this.#tryLater();
      this.#failures = 0;
      if (answer.stopped) return this.#stop(answer.stopped);
      this.#settle(answer);
    }
  }

  #settle({ kept = {}, newer = {} }) {
    for (const [name, version] of Object.entries(kept)) {
      const question = Number(name);
      if (this.#pending.get(question)?.version <= version) this.#pending.delete(question);
    }
    for (const [name, version] of Object.entries(newer)) {
      const question = Number(name);
      const waiting = this.#pending.get(question);
      const next = Math.max(version, this.#versions.get(question) ?? 0) + 1;
      this.#versions.set(question, next);
      if (waiting) waiting.version = next;
    }
    this.#keep();
  }

  #tryLater() {
    const backoff = Math.min(RETRY_MAX_MS, RETRY_MS * 2 ** this.#failures++);
    this.#again = this.#later(() => this.flush(), backoff * (0.5 + this.#random()));
  }

  #stop(code) {
    this.stopped = code;
    this.dispatchEvent(new CustomEvent("stopped", { detail: { code } }));
  }

  #keep() {
    try {
      this.#store.save([...this.#pending]);
      this.isFragile = false;
    } catch {
      this.isFragile = true;
    }
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}

function timer(run, ms) {
  const id = setTimeout(run, ms);
  return () => clearTimeout(id);
}
