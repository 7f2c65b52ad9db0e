// This phone's clock beside the server's. Exchanges come in small bursts, now and then; the server
// signs its half of each, and a press brings the newest along. Times are whole microseconds.

const BURST = 4;
const EVERY_MS = 4_000;
const SOON_MS = 400; // until the room is joined
const KEPT = 24;
const OLDEST_US = 55_000_000;
const STRANGE_US = 10_000_000; // a browser whose event times are not of this clock

export const micros = (ms = performance.now()) => Math.round(ms * 1_000);

export class Clock extends EventTarget {
  #send;
  #samples = []; // [asked, heard, receipt]
  #timer = null;

  // `send(data)` makes one exchange and resolves to the server's answer.
  constructor(send) {
    super();
    this.#send = send;
  }

  start() {
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) return;
      this.#samples = []; // while a phone sleeps its clock may stand
      this.#next(0);
    });
    this.#next(0);
  }

  get samples() {
    const oldest = micros() - OLDEST_US;
    return this.#samples.filter(([, heard]) => heard > oldest);
  }

  // When an event happened, by this clock.
  at(event) {
    const now = micros();
    const stamped = micros(event?.timeStamp ?? NaN);
    return Math.abs(now - stamped) < STRANGE_US ? Math.min(stamped, now) : now;
  }

  #next(ms) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(async () => {
      const heard = document.hidden || (await this.#burst().catch(() => false));
      this.#next(heard ? EVERY_MS : SOON_MS);
    }, ms);
  }

  async #burst() {
    let last = null;
    let trip = null;
    for (let number = 0; number < BURST; number++) {
      const asked = micros();
      const answer = await this.#send({ last, trip });
      const heard = micros();
      if (!answer?.ok) return false;
      this.#samples.push([asked, heard, answer.receipt]);
      last = answer.receipt;
      trip = Math.min(trip ?? Infinity, heard - asked);
    }
    this.#samples.splice(0, this.#samples.length - KEPT);
    this.dispatchEvent(new CustomEvent("trip", { detail: trip }));
    return true;
  }
}
