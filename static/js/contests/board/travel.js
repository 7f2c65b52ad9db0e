// Rows travel to their new places (FLIP): we know where each was, see where it is, and play the way.
// Whoever asks for less motion sees them there at once.

const EASING = "cubic-bezier(0.2, 0.7, 0.2, 1)";
const FADE_MS = 300;

export class Travel {
  #list;
  #duration;
  #still;
  #places = new Map(); // slot → where it stood in the list: {left, top}
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
    this.#places = placesOf(this.#list());
  }

  // The list has changed: let every row that is to be seen come from where it was.
  // `fade` is for a page turned: what is new on the screen appears in its place.
  play({ fade = false } = {}) {
    const before = this.#seen();
    const after = placesOf(this.#list());
    this.#places = after;
    if (this.#still()) return;
    const near = inSight(this.#list());
    for (const [slot, place] of after) {
      const from = before.get(slot);
      if (from === undefined) {
        if (fade) this.#run(slot, [{ opacity: 0 }, { opacity: 1 }], FADE_MS);
      } else if (apart(from, place) && (near(from.top) || near(place.top))) {
        this.#move(slot, from.left - place.left, from.top - place.top);
      }
    }
  }

  // Where each slot is to be seen at this moment, also halfway.
  #seen() {
    const seen = new Map(this.#places);
    for (const slot of this.#moving.keys()) {
      const { transform } = getComputedStyle(slot);
      const place = seen.get(slot);
      if (!place || transform === "none") continue;
      const { m41, m42 } = new DOMMatrixReadOnly(transform);
      seen.set(slot, { left: place.left + m41, top: place.top + m42 });
    }
    return seen;
  }

  #move(slot, across, down) {
    const zIndex = down > 0 || across > 0 ? 2 : 1; // who rises passes in front
    this.#run(
      slot,
      [
        { transform: `translate(${across}px, ${down}px)`, zIndex },
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

function placesOf(list) {
  const places = new Map();
  for (const slot of list.children)
    if (slot.offsetParent) places.set(slot, { left: slot.offsetLeft, top: slot.offsetTop });
  return places;
}

const apart = (one, other) => Math.abs(one.top - other.top) >= 1 || Math.abs(one.left - other.left) >= 1;

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
