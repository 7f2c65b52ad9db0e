// A clock that plays like a <video>, for sessions of which there is no picture: the few properties
// and events of HTMLMediaElement that the replay uses.

const TELL_EVERY_MS = 250;

export class Clock extends EventTarget {
  #at = 0; // seconds, when `#since` was
  #since = 0;
  #rate = 1;
  #timer = null;
  #now;

  constructor(duration, { now = () => performance.now() } = {}) {
    super();
    this.duration = duration;
    this.#now = now;
  }

  get paused() {
    return this.#timer === null;
  }

  get ended() {
    return this.currentTime >= this.duration;
  }

  get currentTime() {
    const run = this.paused ? 0 : ((this.#now() - this.#since) / 1000) * this.#rate;
    return Math.min(this.duration, this.#at + run);
  }

  set currentTime(seconds) {
    this.#begin(Math.max(0, Math.min(this.duration, seconds)));
    this.#tell("seeking", "seeked", "timeupdate");
  }

  get playbackRate() {
    return this.#rate;
  }

  set playbackRate(rate) {
    this.#begin(this.currentTime);
    this.#rate = rate;
    this.#tell("ratechange");
  }

  play() {
    if (this.ended) this.currentTime = 0;
    if (!this.paused) return Promise.resolve();
    this.#since = this.#now();
    this.#timer = setInterval(() => this.#tick(), TELL_EVERY_MS);
    this.#tell("play", "playing");
    return Promise.resolve();
  }

  pause() {
    if (this.paused) return;
    this.#at = this.currentTime;
    clearInterval(this.#timer);
    this.#timer = null;
    this.#tell("pause");
  }

  #begin(seconds) {
    this.#at = seconds;
    this.#since = this.#now();
  }

  #tick() {
    this.#tell("timeupdate");
    if (!this.ended) return;
    this.pause();
    this.#tell("ended");
  }

  #tell(...kinds) {
    for (const kind of kinds) this.dispatchEvent(new Event(kind));
  }
}
