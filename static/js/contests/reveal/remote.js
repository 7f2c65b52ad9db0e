// The announcer's phone: another phone's step shows here too, and a second tap in the same moment
// does nothing. (The server counts a tap once by its number, whatever a browser sends.)

import { keepAwake } from "../../shared/wake.js";

const ANSWER_MS = 250;
const SETTLE_MS = 600; // an unwilling second tap of a thumb

let tappedAt = -Infinity;

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-advance], [data-retreat]")) return;
  const at = performance.now();
  if (at - tappedAt < SETTLE_MS) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  tappedAt = at;
}, { capture: true });

// One's own tap has its answer by then; what another phone did is fetched.
document.addEventListener("live:frame", ({ detail }) => {
  setTimeout(() => {
    const shown = Number(document.getElementById("remote").dataset.seq);
    if (detail.seq > shown) htmx.trigger(document.body, "remote-changed");
  }, ANSWER_MS);
});
document.addEventListener("live:refused", () => location.reload());

keepAwake();
