// Pages through a list that is longer than the screen. Knows no DOM and no clock.
//
// After `every` ms comes the next page; when somebody is called, or the place of the one on stage
// changes, their page is shown, and for a full turn.

export class Pages {
  page = 0;
  #size;
  #every;
  #count = 0;
  #turnsAt;
  #stage = "";

  constructor({ size, every, now }) {
    this.#size = size;
    this.#every = every;
    this.#turnsAt = now + every;
  }

  get pages() {
    return Math.max(1, Math.ceil(this.#count / this.#size));
  }

  get first() {
    return this.page * this.#size;
  }

  shows(index) {
    return index >= this.first && index < this.first + this.#size;
  }

  // The list as it is now: how many there are, and who is on stage at which index (-1: nobody).
  update({ count, stageKey, stageIndex }, now) {
    this.#count = count;
    const stage = `${stageKey} ${stageIndex}`;
    if (stage !== this.#stage && stageIndex >= 0) this.#go(Math.floor(stageIndex / this.#size), now);
    this.#stage = stage;
    this.page = Math.min(this.page, this.pages - 1);
  }

  // True when it was time for the next page.
  tick(now) {
    if (now < this.#turnsAt || this.pages === 1) return false;
    this.#go((this.page + 1) % this.pages, now);
    return true;
  }

  #go(page, now) {
    this.page = page;
    this.#turnsAt = now + this.#every;
  }
}
