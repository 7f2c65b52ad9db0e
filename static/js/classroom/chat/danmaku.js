// Comments (danmaku) fly over the picture: one element each, moved by the compositor alone. When
// there are more than this device can carry they are left out here; the chat has them all.

import { flies } from "./danmaku-state.js";
import { density, Lanes } from "./danmaku-lanes.js";
import { measuredFrameRate } from "./frame-rate.js";

const CROSSING_MS = 8000;
const overlay = document.getElementById("danmaku");
const still = matchMedia("(prefers-reduced-motion: reduce)");
const lanes = new Lanes(1, 0, CROSSING_MS);

function lowData() {
  return "lowData" in document.documentElement.dataset || Boolean(navigator.connection?.saveData);
}

function fly({ text, by }) {
  const room = { width: overlay.clientWidth, frameRate: measuredFrameRate(), lowData: lowData() };
  if (overlay.childElementCount >= density(room)) return;
  const comment = Object.assign(document.createElement("span"), { className: "danmaku-comment", textContent: text });
  if (String(by) === document.querySelector("[data-viewer]").dataset.viewer) comment.classList.add("is-mine");
  overlay.append(comment);
  const { width, height } = comment.getBoundingClientRect();
  lanes.resize(Math.floor(overlay.clientHeight / height), overlay.clientWidth);
  const lane = lanes.take(width, performance.now());
  if (lane < 0) return comment.remove();
  comment.style.top = `${lane * height}px`;
  comment.style.setProperty("--from", `${overlay.clientWidth}px`);
  comment.style.setProperty("--to", `${-width}px`);
  comment.addEventListener("animationend", () => comment.remove());
  comment.classList.add("is-flying");
}

function clear() {
  if (overlay && !flies()) overlay.replaceChildren();
}

document.addEventListener("chat:message", ({ detail }) => {
  const stale = detail.missed || document.hidden || still.matches;
  if (overlay?.clientWidth && flies() && !stale) fly(detail.message);
});
document.addEventListener("chat:danmaku", clear);
