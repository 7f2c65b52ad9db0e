// Rows travel to their new places (FLIP): we know where each was, see where it is, and play the way.
// Whoever asks for less motion sees them there at once.

const EASING = "cubic-bezier(0.2, 0.7, 0.2, 1)";
const FADE_MS = 300;

export class Travel {
  #list;
  #duration;
  #still;
  #tops = new Map(); // slot → where it stood, from the top of the list
  #moving = new Map(); // slot → its animation

  // `list()` gives the list element, whose offset parent its slots have.
  constructor(list, { duration = 600, still = reducedMotion() } = {}) {
    this.#list = list;
    this.#duration = duration;
    this.#still = still;
    this.remember();
  }

  // Take the places as they are, without any way to them (first sight, another window size).
  remember() {
    this.#tops = topsOf(this.#list());
  }

  // The list has changed: let every row that is to be seen come from where it was.
  // `fade` is for a page turned: what is new on the screen appears in its place.
  play({ fade = false } = {}) {
    const before = this.#seen();
    const after = topsOf(this.#list());
    this.#tops = after;
    if (this.#still()) return;
    const near = inSight(this.#list());
    for (const [slot, top] of after) {
      const from = before.get(slot);
      if (from === undefined) {
        if (fade) this.#run(slot, [{ opacity: 0 }, { opacity: 1 }], FADE_MS);
      } else if (Math.abs(from - top) >= 1 && (near(from) || near(top))) {
        this.#move(slot, from - top);
      }
    }
  }

  // Where each slot is to be seen at this moment, also halfway.
  #seen() {
    const seen = new Map(this.#tops);
    for (const slot of this.#moving.keys()) {
      const { transform } = getComputedStyle(slot);
      const shift = transform === "none" ? 0 : new DOMMatrixReadOnly(transform).m42;
      if (seen.has(slot)) seen.set(slot, seen.get(slot) + shift);
    }
    return seen;
  }

  #move(slot, shift) {
    const zIndex = shift > 0 ? 2 : 1; // who rises passes in front
    this.#run(
      slot,
      [
        { transform: `translateY(${shift}px)`, zIndex },
        { transform: "none", zIndex },
      ],
      this.#duration,
    );
  }

  #run(slot, keyframes, duration) {
    this.#moving.get(slot)?.cancel();
    const animation = slot.animate(keyframes, { duration, easing: EASING });
    this.#moving.set(slot, animation);
    const done = () => this.#moving.get(slot) === animation && this.#moving.delete(slot);
    animation.finished.then(done, done);
  }
}

function topsOf(list) {
  const tops = new Map();
  for (const slot of list.children) if (slot.offsetParent) tops.set(slot, slot.offsetTop);
  return tops;
}

// Whether a place in the list is on the screen, or nearly.
function inSight(list) {
  const base = list.getBoundingClientRect().top;
  const margin = 200;
  return (top) => base + top > -margin && base + top < globalThis.innerHeight + margin;
}

function reducedMotion() {
  const query = globalThis.matchMedia("(prefers-reduced-motion: reduce)");
  return () => query.matches;
}
