// The track: what was said, asked and voted, in chunks that follow one another. After a jump it is
// read anew from a little before, so that there is something to see at once. Without a network it
// is asked for until it comes.

const BEFORE_MS = 180_000;
const AHEAD_MS = 30_000;
const RETRY_MS = 3000;
const NOTHING_MORE = { until: null, messages: [], polls: [], questions: [] };

export class Track extends EventTarget {
  #load;
  #retryMs;
  #chunks = [];
  #reading = null;
  #turn = 0; // a jump makes what is still on its way worthless

  // `load(from)` resolves to a chunk {from, until, messages, polls, questions}.
  constructor(load, { retryMs = RETRY_MS } = {}) {
    super();
    this.#load = load;
    this.#retryMs = retryMs;
  }

  /** Begin anew at a place: resolves once what lies before it is there. */
  async jump(ms) {
    const from = Math.max(0, ms - BEFORE_MS);
    this.#turn += 1;
    this.#reading = null;
    this.#chunks = [];
    await this.#read(from);
    while (this.#next !== null && this.#next <= ms && (await this.#read(this.#next)));
  }

  /** Make sure that what comes soon is there. */
  async reach(ms) {
    if (this.#chunks.length && this.#next !== null && this.#next <= ms + AHEAD_MS) await this.#read(this.#next);
  }

  /** Whether all up to a place is there. */
  covers(ms) {
    return this.#chunks.length > 0 && (this.#next === null || this.#next > ms);
  }

  /** Messages from after `from` up to `to`. */
  messages(from, to) {
    return this.#chunks.flatMap((chunk) => chunk.messages.filter(({ ms }) => ms > from && ms <= to));
  }

  /** The poll that is open at a place, or whose result still stands. */
  poll(ms, standsMs) {
    const polls = new Map(this.#chunks.flatMap((chunk) => chunk.polls.map((poll) => [poll.id, poll])));
    const seen = [...polls.values()].filter(
      ({ opened, closed }) => opened <= ms && (closed === null || ms < closed + standsMs),
    );
    return seen.sort((one, other) => one.opened - other.opened).at(-1) ?? null;
  }

  get #next() {
    return this.#chunks.at(-1)?.until ?? null;
  }

  #read(from) {
    this.#reading ??= this.#fetch(from, this.#turn);
    return this.#reading;
  }

  async #fetch(from, turn) {
    let chunk = await this.#attempt(from);
    while (!chunk && turn === this.#turn) {
      await new Promise((resolve) => setTimeout(resolve, this.#retryMs));
      if (turn === this.#turn) chunk = await this.#attempt(from);
    }
    if (turn !== this.#turn) return false;
    this.#reading = null;
    this.#chunks.push(chunk);
    return true;
  }

  /** A chunk; none while it can't be had; an empty last one for who may not see it (any more). */
  #attempt(from) {
    return this.#load(from).catch(({ status }) => (status >= 400 && status < 500 && status !== 429 ? NOTHING_MORE : null));
  }
}
