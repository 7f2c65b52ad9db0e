// Numbered parts on their way to the server: cut to size, sent in order, sent again until they
// are taken. What can't be sent waits here, up to a limit.

import { post, RequestError } from "../../shared/request.js";

const MOST_WAITING = 32 * 1024 * 1024;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5000;
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
    let pause = FIRST_PAUSE_MS;
    while (this.waiting.length && !this.isOver)
      try {
        await this.sendFirst();
        pause = FIRST_PAUSE_MS;
      } catch (error) {
        if (!(error instanceof RequestError) && error.name !== "AbortError") throw error;
        if (OVER.has(error.code)) return this.break();
        this.dispatchEvent(new CustomEvent("waiting", { detail: { code: error.code, message: error.message } }));
        await new Promise((resolve) => setTimeout(resolve, pause));
        pause = Math.min(LONGEST_PAUSE_MS, pause * 2);
      }
  }

  async sendFirst() {
    const bytes = this.waiting[0];
    const headers = { "Content-Type": this.mediaType, "X-Part-SHA256": await sha256(bytes) };
    const body = { method: "POST", body: bytes, headers, signal: AbortSignal.timeout(15_000) };
    await post(`${this.address}/parts/${this.next}`, null, body);
    this.waiting.shift();
    this.next += 1;
    this.bytesWaiting -= bytes.length;
    this.bytesSent += bytes.length;
    this.dispatchEvent(new CustomEvent("sent"));
  }

  /** Send what waits, then say that this was all. */
  async end() {
    await this.work;
    await this.sending;
    this.isOver = true;
    await post(`${this.address}/end`, { count: this.next }).catch(() => {});
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
