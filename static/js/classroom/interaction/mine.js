// What is this viewer's own in panels that are alike for everybody: votes, wishes, answers, hand.
// Loaded once, kept by what is sent, loaded again after something was missed. Whoever shows it
// listens to `class:mine`.

import { request } from "../../shared/request.js";

const address = document.getElementById("hand")?.dataset.mine;
const SPREAD_MS = 2_000; // a hall that comes back together doesn't ask at once

export const mine = { votes: {}, questions: { asked: [], wanted: [] }, checks: {}, hand: "" };

export function tell() {
  document.dispatchEvent(new CustomEvent("class:mine"));
}

async function load() {
  const found = await request(address).catch(() => null); // without a network: what we know
  if (found) Object.assign(mine, found);
  tell();
}

if (address) {
  load();
  document.addEventListener("live:frame", tell); // a panel drawn anew has lost its marks
  document.addEventListener("live:items", ({ target }) => target.id === "own-room" && load());
  for (const kind of ["live:caught-up", "live:reset"])
    document.addEventListener(kind, ({ target }) => {
      if (target.id !== "own-room") setTimeout(load, Math.random() * SPREAD_MS);
    });
  document.addEventListener("htmx:afterSettle", tell);
}
