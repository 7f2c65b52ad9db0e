// Talking to the server: state, and records of the outbox. A page that slept for hours recovers by
// itself: when its CSRF token is no longer good it asks for a new one and tries once more.

import { csrfToken } from "../../shared/request.js";

const PATIENCE_MS = 10_000;
const LATER = new Set([408, 425, 429]); // and everything from 500 on

export class Server {
  #base;
  #round;
  #fetch;
  #token;
  #etag = null;

  /** `base` is "/judge/7", `round` the id of the round shown. */
  constructor(base, round, { fetch = globalThis.fetch.bind(globalThis), token = csrfToken() } = {}) {
    this.#base = base;
    this.#round = round;
    this.#fetch = fetch;
    this.#token = token;
  }

  /** {round, device}, {unchanged}, {gone: code}, or rejects when the server can't be reached. */
  async state() {
    const headers = { Accept: "application/json", "X-Requested-With": "fetch" };
    if (this.#etag) headers["If-None-Match"] = this.#etag;
    const answer = await this.#ask(`${this.#base}/state.json?round=${this.#round}`, { headers, cache: "no-store" });
    if (answer.status === 304) return { unchanged: true };
    if (answer.status === 404 || answer.status === 409) return { gone: (await refusalOf(answer)).code };
    if (!answer.ok) throw new Error(`state: ${answer.status}`);
    const { csrf, ...found } = await answer.json();
    this.#token = csrf;
    this.#etag = answer.headers.get("ETag");
    return found;
  }

  /** The next answer is wanted whole, even when nothing has changed. */
  forget() {
    this.#etag = null;
  }

  /** {receipt, value}, {refusal: {code, message}} or {unreachable}. */
  async send(record, { again = false } = {}) {
    const answer = await this.#post(record);
    if (answer.ok) return answer.json();
    if (answer.status >= 500 || LATER.has(answer.status)) return { unreachable: true };
    const refusal = await refusalOf(answer);
    if (refusal.code !== "csrf") return { refusal };
    if (again) return { unreachable: true }; // cookies are off: it stays in the outbox
    this.forget();
    await this.state();
    return this.send(record, { again: true });
  }

  #post({ kind, round, entry, key, item, attempt, value, note, madeAt, reason }) {
    const [path, body] = {
      mark: ["marks", { entry, item, attempt, value, note, key, made_at: madeAt }],
      sheet: ["sheets", { entry, key }],
      reopening: ["reopenings", { entry, reason, key }],
    }[kind];
    return this.#ask(`${this.#base}/rounds/${round}/${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.#token },
      body: JSON.stringify(body),
    });
  }

  #ask(address, options) {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
    return this.#fetch(address, { credentials: "same-origin", signal: patience.signal, ...options })
      .finally(() => clearTimeout(timer));
  }
}

async function refusalOf(answer) {
  const content = await answer.json().catch(() => ({}));
  return content.error ?? { code: `http_${answer.status}`, message: "" };
}
