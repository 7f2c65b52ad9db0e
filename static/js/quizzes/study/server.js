// Talking to the server about one paper. A page that slept recovers by itself: when its CSRF token
// is no longer good it asks for a new one and tries once more.

import { csrfToken } from "../../shared/request.js";

const PATIENCE_MS = 12_000;
const STOPPING = new Set(["over", "replaced", "not_found", "archived"]);

export class Server extends EventTarget {
  #base;
  #token = csrfToken();

  constructor(base) {
    super();
    this.#base = base;
  }

  /** Where the paper stands; tells its clock by a `clock` event. */
  async state() {
    const answer = await ask(`${this.#base}/state.json`, { headers: { Accept: "application/json" } });
    if (!answer.ok) return refused(answer);
    const found = await answer.json();
    this.#token = found.csrf;
    this.#told(found);
    return found;
  }

  /** {kept, newer}, {stopped: code} or {unreachable: true}. */
  save(answers) {
    return this.#post("answers", answers);
  }

  /** {address}, {stopped: code} or {unreachable: true}. */
  handIn(answers) {
    return this.#post("hand-in", answers);
  }

  async #post(path, answers, again = false) {
    const answer = await ask(`${this.#base}/${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.#token },
      body: JSON.stringify({ answers }),
    });
    if (answer.ok) {
      const found = await answer.json();
      this.#told(found);
      return found;
    }
    const refusal = await refused(answer);
    if (refusal.code !== "csrf" || again) return refusal;
    const state = await this.state();
    return state.csrf ? this.#post(path, answers, true) : state;
  }

  #told({ now, ends }) {
    if (ends) this.dispatchEvent(new CustomEvent("clock", { detail: { now, ends } }));
  }
}

async function refused(answer) {
  const { code = "", message = "" } = (await answer.json().catch(() => ({}))).error ?? {};
  if (STOPPING.has(code)) return { stopped: code, message };
  return { unreachable: true, code };
}

function ask(address, options) {
  const patience = new AbortController();
  const waits = setTimeout(() => patience.abort(), PATIENCE_MS);
  return fetch(address, { credentials: "same-origin", cache: "no-store", signal: patience.signal, ...options })
    .finally(() => clearTimeout(waits));
}
