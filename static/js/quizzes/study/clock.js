// The time left, by the server's clock: each answer of the server sets it right again. Says when
// five minutes and one are left, and once when there is none.

import { span } from "../../shared/time.js";

const CALLS = [[60_000, "one"], [300_000, "five"]];

export class Clock extends EventTarget {
  #ends;
  #ahead; // of this device's steady clock
  #called = new Set();

  constructor(now, ends) {
    super();
    this.set({ now, ends });
    for (const [at, name] of CALLS) if (this.left <= at) this.#called.add(name); // on loading: no alarm
    setInterval(() => this.tick(), 500);
  }

  get left() {
    return this.#ends - (performance.now() + this.#ahead);
  }

  get words() {
    return span(this.left);
  }

  set({ now, ends }) {
    if (ends > (this.#ends ?? ends)) this.#called.clear(); // time was given on top
    this.#ends = ends;
    this.#ahead = now - performance.now();
  }

  tick() {
    this.dispatchEvent(new Event("tick"));
    if (this.left <= 0) return this.#call("up");
    for (const [at, name] of CALLS) if (this.left <= at) return this.#call(name);
  }

  #call(name) {
    if (this.#called.has(name)) return;
    this.#called.add(name);
    this.dispatchEvent(new CustomEvent("call", { detail: { name } }));
  }
}
