// The sheet of a check: one button, then when one checked in. It goes away by itself.

import { mine, tell } from "./mine.js";
import { onSent } from "./sending.js";

const SHOWN_MS = 6_000;
const zone = document.documentElement.dataset.zone || undefined;
const minute = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone });
const known = new Set(); // answered before this page was loaded, or long enough ago
let loaded = false;

function show(sheet) {
  const id = sheet.dataset.check;
  const at = mine.checks[id];
  const done = sheet.querySelector("[data-done]");
  sheet.classList.toggle("is-done", Boolean(at));
  sheet.hidden = known.has(id);
  if (!at) return;
  const words = done.dataset.text.replace("{time}", minute.format(new Date(at)));
  done.hidden = false;
  if (done.textContent !== words) done.textContent = words;
}

document.addEventListener("class:mine", () => {
  if (!loaded) for (const id of Object.keys(mine.checks)) known.add(id);
  loaded = true;
  document.querySelectorAll("#room-check [data-check]").forEach(show);
});
onSent("[data-check-in]", (form, { at }) => {
  const id = form.closest("[data-check]").dataset.check;
  mine.checks[id] = at;
  tell();
  setTimeout(() => {
    known.add(id);
    tell();
  }, SHOWN_MS);
});
