// Answers on the phone: kept here until the server has them, so that a gap in the Wi-Fi loses none.

import { post } from "../../shared/request.js";

const AGAIN_MS = 2_500;
const drafts = new Map(); // turn → what is chosen and not handed in yet

export class Answers {
  #name;
  #tell;
  #sending = false;

  // `tell(news)`: "waiting", "done" or {refused: words}.
  constructor(base, tell) {
    this.#name = `quiz-answer:${base}`;
    this.#tell = tell;
    setInterval(() => this.#send(), AGAIN_MS);
    addEventListener("online", () => this.#send());
    this.#send();
  }

  handIn(form) {
    const fields = new FormData(form);
    const key = `a-${Date.now()}-${Math.random().toString(36).slice(2, 12)}`;
    const pairs = [...fields].filter(([name]) => name === "option" || name === "text");
    if (!pairs.length) return;
    drafts.delete(form.id);
    this.#keep({ address: form.action, pairs: [["turn", fields.get("turn")], ["key", key], ...pairs] });
    this.#send();
  }

  async #send() {
    const waiting = this.#kept();
    if (!waiting || this.#sending) return;
    this.#sending = true;
    try {
      await post(waiting.address, new URLSearchParams(waiting.pairs));
      this.#done(waiting, "done");
    } catch (error) {
      if (error.status >= 400 && error.status < 500) this.#done(waiting, { refused: error.message });
      else this.#tell("waiting");
    } finally {
      this.#sending = false;
    }
  }

  // A newer answer may have taken the place meanwhile; then that one is sent next.
  #done(sent, news) {
    if (JSON.stringify(this.#kept()) === JSON.stringify(sent)) this.#keep(null);
    this.#tell(news);
  }

  #kept() {
    try {
      return JSON.parse(localStorage.getItem(this.#name));
    } catch {
      return this.memory ?? null; // storage is closed in some in-app browsers
    }
  }

  #keep(answer) {
    this.memory = answer;
    try {
      if (answer) localStorage.setItem(this.#name, JSON.stringify(answer));
      else localStorage.removeItem(this.#name);
    } catch {
      // the copy in memory does for this page
    }
  }
}

// A screen that comes while somebody chooses must not take the choice away.
export function remember(form) {
  drafts.set(form.id, [...new FormData(form)].filter(([name]) => name === "option" || name === "text"));
}

export function restore() {
  for (const [id, pairs] of drafts) {
    const form = document.getElementById(id);
    if (!form) {
      drafts.delete(id);
      continue;
    }
    const texts = pairs.filter(([name]) => name === "text").map(([, value]) => value);
    const chosen = pairs.filter(([name]) => name === "option").map(([, value]) => value);
    for (const box of form.querySelectorAll('[name="option"]')) box.checked = chosen.includes(box.value);
    form.querySelectorAll('[name="text"]').forEach((field, n) => (field.value = texts[n] ?? field.value));
  }
}
