// The chat as it was: goes on with the picture, and is drawn anew after a jump in either direction.

import { list, show } from "../chat/list.js";

const JUMP_MS = 4_000; // more than playing on could bring in one step, at any speed
const AT_ONCE = 120; // messages drawn after a jump

export class Talk {
  #track;
  #shown = null; // up to which place it is drawn

  constructor(track) {
    this.#track = track;
  }

  /** Be at a place. */
  async at(ms) {
    const step = this.#shown === null ? Infinity : ms - this.#shown;
    if (step < 0 || step > JUMP_MS) return this.#jump(ms);
    this.#track.reach(ms);
    const messages = this.#track.messages(this.#shown, ms);
    this.#shown = ms;
    for (const message of messages) if (show(message)) tell(message, false);
  }

  async #jump(ms) {
    this.#shown = ms;
    await this.#track.jump(ms);
    if (this.#shown !== ms && Math.abs(this.#shown - ms) > JUMP_MS) return; // jumped again meanwhile
    list().replaceChildren();
    for (const message of this.#track.messages(-1, this.#shown).slice(-AT_ONCE)) if (show(message)) tell(message, true);
  }
}

// Comments over the picture listen; what was said before a jump doesn't fly.
function tell(message, missed) {
  document.dispatchEvent(new CustomEvent("chat:message", { detail: { message, missed } }));
}
