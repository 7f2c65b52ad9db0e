// The announcer's page keeps awake, and fetches its live part when the set-up has changed.

import { keepAwake } from "../shared/wake.js";

keepAwake();
document.addEventListener("live:control", ({ detail }) => {
  if (detail.name === "setup") document.body.dispatchEvent(new CustomEvent("announcer-changed", { bubbles: true }));
});
