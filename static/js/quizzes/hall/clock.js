// Countdowns by the server's time. Every screen that arrives says what the time was when it was
// made; the one that came quickest is the truest, so the greatest difference ever seen counts.
// At nought the figure stands: the desk decides what happens, no screen does. (Phones stop taking
// answers, as the server does.)

const LOOK_EVERY_MS = 100;
const LAST_S = 5;

let ahead = -Infinity; // of the server's clock before ours

export function hear(screen) {
  const said = Number(screen?.dataset.now);
  if (said) ahead = Math.max(ahead, said - Date.now());
}

/** Milliseconds since 1970 by the server's clock. */
export function serverNow() {
  return Date.now() + (Number.isFinite(ahead) ? ahead : 0);
}

function draw(clock) {
  const { deadline, whole, stopped } = clock.dataset;
  if (stopped !== undefined || !deadline) return;
  const left = Math.max(0, Number(deadline) - serverNow());
  const seconds = Math.ceil(left / 1000);
  const figure = clock.querySelector("b");
  if (figure.textContent !== String(seconds)) figure.textContent = seconds;
  clock.toggleAttribute("data-last", seconds <= LAST_S);
  const share = Math.min(100, (left / Number(whole || 1)) * 100);
  clock.querySelector(".quiz-clock-left").setAttribute("stroke-dasharray", `${share.toFixed(1)} 100`);
}

export function startClocks() {
  hear(document.getElementById("quiz-screen"));
  document.addEventListener("live:frame", () => hear(document.getElementById("quiz-screen")));
  setInterval(() => document.querySelectorAll(".quiz-clock").forEach(draw), LOOK_EVERY_MS);
}
