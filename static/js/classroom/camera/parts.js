// Numbered parts on their way to the server: cut to size, sent in order, sent again until they
// are taken. What can't be sent waits here, up to a limit.

import { post } from "../../shared/request.js";

const MOST_WAITING = 32 * 1024 * 1024;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5000;
const TIMEOUT_MS = 15_000;
const ABANDONED_MS = 120_000; // then the server has ended it by itself
const OVER = new Set(["over", "not_found", "other_bytes", "too_far", "not_yours", "wrong_type"]);

export class PartQueue extends EventTarget {
  /** Fires `sent`, `waiting` (a try failed) and `broken` (this broadcast can't go on). */
  constructor(address, mediaType, largest) {
    super();
    Object.assign(this, { address, mediaType, largest });
    this.waiting = []; // byte arrays
    this.bytesWaiting = 0;
    this.bytesSent = 0;
    this.next = 0; // number of the first one waiting
    this.work = Promise.resolve(); // blobs become bytes in order
    this.sending = null;
    this.isOver = false;
  }

  add(blob) {
    this.work = this.work.then(async () => this.cut(new Uint8Array(await blob.arrayBuffer())));
  }

  cut(bytes) {
    if (this.isOver) return;
    for (let at = 0; at < bytes.length; at += this.largest) this.waiting.push(bytes.slice(at, at + this.largest));
    this.bytesWaiting += bytes.length;
    if (this.bytesWaiting > MOST_WAITING) return this.break();
    this.sending ??= this.send().finally(() => (this.sending = null));
  }

  async send() {
    while (this.waiting.length && !this.isOver)
      try {
        await this.insist(() => this.sendFirst(), () => !this.isOver);
      } catch {
        if (!this.isOver) this.break();
      }
  }

  /** Try until it is taken, as long as it is due. Throws what no further try would change. */
  async insist(deed, isDue) {
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(LONGEST_PAUSE_MS, pause * 2))
      try {
        return await deed();
      } catch (error) {
        if (OVER.has(error.code)) throw error;
        this.dispatchEvent(new CustomEvent("waiting", { detail: { code: error.code, message: error.message } }));
        await new Promise((resolve) => setTimeout(resolve, pause));
        if (!isDue()) throw error;
      }
  }

  async sendFirst() {
    const bytes = this.waiting[0];
    const headers = { "Content-Type": this.mediaType, "X-Part-SHA256": await sha256(bytes) };
    const body = { method: "POST", body: bytes, headers, signal: AbortSignal.timeout(TIMEOUT_MS) };
    await post(`${this.address}/parts/${this.next}`, null, body);
    this.waiting.shift();
    this.next += 1;
    this.bytesWaiting -= bytes.length;
    this.bytesSent += bytes.length;
    this.dispatchEvent(new CustomEvent("sent"));
  }

  /** Send what waits, then say that this was all: unsaid, the recording would be kept minutes late. */
  async end() {
    await this.work;
    await this.sending;
    this.isOver = true;
    const until = Date.now() + ABANDONED_MS;
    const sayIt = () =>
      post(`${this.address}/end`, { count: this.next }, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    await this.insist(sayIt, () => Date.now() < until).catch(() => {});
  }

  /** The page is being left: say so without waiting for an answer. */
  leave() {
    this.isOver = true;
    post(`${this.address}/end`, { count: this.next }, { keepalive: true }).catch(() => {});
  }

  break() {
    this.isOver = true;
    this.waiting = [];
    this.bytesWaiting = 0;
    this.dispatchEvent(new CustomEvent("broken"));
  }
}

async function sha256(bytes) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
