// The announcer's phone: another phone's step shows here too, and a second tap in the same moment
// does nothing. (The server counts a tap once by its number, whatever a browser sends.)

import { keepAwake } from "../../shared/wake.js";

const SETTLE_MS = 600; // an unwilling second tap of a thumb

let tappedAt = -Infinity;

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-forth], [data-back]")) return;
  const at = performance.now();
  if (at - tappedAt < SETTLE_MS) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  tappedAt = at;
}, { capture: true });

document.addEventListener("live:frame", () => htmx.trigger(document.body, "remote-changed"));
document.addEventListener("live:refused", () => location.reload());

keepAwake();
