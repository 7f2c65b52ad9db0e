// The viewer's own minutes, and in words why they don't count now: <button data-minutes …>.
// Between two answers of the server the sign goes on by itself.

import { start } from "./beats.js";

const sign = document.querySelector("[data-minutes]");
const words = sign.querySelector("[data-minutes-words]");
const texts = sign.dataset;
let told = null; // the latest answer, and when it came

function seconds() {
  const since = told.reason ? 0 : (performance.now() - told.at) / 1_000;
  return told.seconds + Math.min(since, 90); // no longer than the server would believe it
}

function key({ reason, elsewhere }) {
  if (reason) return reason.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
  return elsewhere ? "elsewhere" : "counting";
}

function show() {
  if (!told) return;
  const name = key(told);
  const text = texts[`text${name[0].toUpperCase()}${name.slice(1)}`] ?? texts.textCounting;
  const shown = text
    .replace("{minutes}", Math.floor(seconds() / 60))
    .replace("{progress}", told.progress);
  if (words.textContent !== shown) words.textContent = shown;
  sign.dataset.state = told.reason || "counting";
}

const beat = start({ kind: texts.kind, room: texts.room, address: texts.address }, (answer) => {
  told = { ...answer, at: performance.now() };
  sign.hidden = false;
  show();
});
setInterval(show, 1_000);

sign.addEventListener("click", () => {
  beat();
  const sheet = document.getElementById("minutes-sheet");
  sheet.showModal();
  htmx.ajax("GET", texts.sheet, { target: "#minutes-body", swap: "innerHTML" });
});

document.addEventListener("live:items", ({ detail }) => {
  if (!detail.items.some((item) => item.kind === "minutes.decided")) return;
  sign.dataset.decided = "";
  sign.querySelector("[data-minutes-decided]").hidden = false;
});
