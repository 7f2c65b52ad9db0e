// Likes, applause, hearts: taps are counted here for a moment and sent together; what all others
// gave floats up. The totals come as a state.

import { post } from "../../shared/request.js";
import { float } from "./float.js";

const SEND_MS = 2000; // the server takes one a second
const MORE_MS = 5000;
const root = document.getElementById("reactions");
const more = root?.querySelector("[data-reactions-more]");
let taps = {};
let own = {}; // given by this thumb, not to float a second time
let sending = 0;
let hiding = 0;

function tap(kind, button) {
  taps[kind] = (taps[kind] ?? 0) + 1;
  own[kind] = (own[kind] ?? 0) + 1;
  float(kind, button);
  sending ||= setTimeout(send, SEND_MS);
  more.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => (more.hidden = true), MORE_MS);
}

async function send() {
  const given = taps;
  taps = {};
  sending = 0;
  await post(root.dataset.address, given).catch(() => {}); // a like that is lost is no loss
}

function burst(counts) {
  for (const [kind, count] of Object.entries(counts)) {
    const mine = Math.min(count, own[kind] ?? 0);
    own[kind] = (own[kind] ?? 0) - mine;
    const button = root.querySelector(`[data-react="${CSS.escape(kind)}"]`);
    for (let number = 0; number < Math.min(6, count - mine); number++) setTimeout(float, number * 160, kind, button);
  }
}

function short(count) {
  return count < 10000 ? String(count) : new Intl.NumberFormat(document.documentElement.lang, { notation: "compact", maximumFractionDigits: 1 }).format(count);
}

root?.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-react]");
  if (button) tap(button.dataset.react, button);
});
document.addEventListener("live:volatile", ({ detail }) => {
  if (!root || document.hidden) return;
  for (const { kind, data } of detail.items) if (kind === "reactions") burst(data);
});
document.addEventListener("live:state", ({ detail }) => {
  for (const [kind, count] of Object.entries(detail.values.reactions ?? {}))
    for (const place of document.querySelectorAll(`[data-count="${CSS.escape(kind)}"]`)) place.textContent = short(count);
});
