// Raising the hand. Whoever is called on hears, feels and sees it.

import { mine, tell } from "./mine.js";
import { onSent, send } from "./sending.js";

const form = document.getElementById("hand");
const called = document.getElementById("hand-called");
const title = document.title;

function show() {
  const button = form.querySelector("button");
  const up = mine.hand !== "";
  button.setAttribute("aria-pressed", String(up));
  button.querySelector("span").textContent = up ? button.dataset.textLower : button.dataset.textRaise;
  const state = form.querySelector("[data-hand-state]");
  const words = mine.hand === "raised" ? state.dataset.textRaised : "";
  if (state.textContent !== words) state.textContent = words;
  if (called.hidden === (mine.hand === "called")) alarm(mine.hand === "called");
}

function alarm(on) {
  called.hidden = !on;
  document.title = on ? `● ${called.querySelector("h2").textContent}` : title;
  if (!on) return;
  navigator.vibrate?.([200, 100, 200]);
  if (!document.activeElement?.matches("input, textarea")) called.querySelector("button").focus();
}

function changed(answer) {
  mine.hand = answer.hand;
  tell();
}

if (form && called) {
  document.addEventListener("class:mine", show);
  onSent("#hand", (_form, answer) => changed(answer), () => ({ raised: mine.hand === "" ? "1" : "0" }));
  called.querySelector("[data-called-done]").addEventListener("click", async () => {
    const answer = await send(form, { raised: "0" });
    if (answer) changed(answer);
  });
}
