// The chat as it was: goes on with the picture, and is drawn anew after a jump in either direction.

import { list, show } from "../chat/list.js";

const JUMP_MS = 4_000; // more than playing on could bring in one step, at any speed
const AT_ONCE = 120; // messages drawn after a jump

export class Talk {
  #track;
  #shown = null; // up to which place it is drawn
  #jumps = 0;
  #isJumping = false;

  constructor(track) {
    this.#track = track;
  }

  /** Be at a place. */
  async at(ms) {
    const step = this.#shown === null ? Infinity : ms - this.#shown;
    if (step < 0 || step > JUMP_MS) return this.#jump(ms);
    this.#track.reach(ms);
    if (this.#isJumping) this.#shown = ms; // all up to here is drawn once it has come
    else if (this.#track.covers(ms)) this.#goOn(ms);
  }

  #goOn(ms) {
    const messages = this.#track.messages(this.#shown, ms);
    this.#shown = ms;
    for (const message of messages) if (show(message)) tell(message, false);
  }

  async #jump(ms) {
    this.#shown = ms;
    this.#isJumping = true;
    const jump = ++this.#jumps;
    await this.#track.jump(ms);
    if (jump !== this.#jumps) return; // jumped again meanwhile
    if (!this.#track.covers(this.#shown)) return this.#jump(this.#shown); // it played on for long
    this.#isJumping = false;
    list().replaceChildren();
    for (const message of this.#track.messages(-1, this.#shown).slice(-AT_ONCE)) if (show(message)) tell(message, true);
  }
}

// Comments over the picture listen; what was said before a jump doesn't fly.
function tell(message, missed) {
  document.dispatchEvent(new CustomEvent("chat:message", { detail: { message, missed } }));
}
