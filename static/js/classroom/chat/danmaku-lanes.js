// Which lane a comment flies in: none overtakes or touches another. Plain arithmetic, no page.

export class Lanes {
  #free = []; // per lane: { at, speed } of the last one: when its end has come in, how fast it goes

  constructor(count, width, crossingMs) {
    this.resize(count, width);
    this.crossingMs = crossingMs;
  }

  resize(count, width) {
    this.width = width;
    this.#free.length = Math.max(1, count);
    for (let lane = 0; lane < this.#free.length; lane++) this.#free[lane] ??= null;
  }

  /** The lane for a comment of this width at this time, or -1 when all are taken. */
  take(length, now) {
    const lane = this.#free.findIndex((last) => this.#clear(last, length, now));
    if (lane >= 0) this.#free[lane] = { start: now, length };
    return lane;
  }

  // Every one crosses in the same time, so a longer one is faster: it must not catch up with the
  // one before while that is still on its way out.
  #clear(last, length, now) {
    if (!last) return true;
    const gap = 24;
    const entered = last.start + (this.crossingMs * (last.length + gap)) / (this.width + last.length);
    const left = last.start + this.crossingMs;
    const arrives = now + (this.crossingMs * this.width) / (this.width + length);
    return now >= entered && arrives >= left;
  }
}

/** How many may fly at once: by width, by what the device draws a second, and fewer on low data. */
export function density({ width, frameRate, lowData }) {
  const byWidth = Math.round(width / 60);
  const share = frameRate >= 50 ? 1 : frameRate >= 30 ? 0.5 : 0.2;
  return Math.max(1, Math.min(40, Math.round(byWidth * share * (lowData ? 0.4 : 1))));
}
