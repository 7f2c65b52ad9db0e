// Privacy: figures are hidden from the neighbours and shown for a moment where the judge touches.

import { say } from "./words.js";

const SHOWN_MS = 4_000;

export function watchPrivacy(judge) {
  const main = document.getElementById("main");
  const button = document.getElementById("privacy");
  const name = `guildhall-judge:private:${judge}`;
  const set = (on) => {
    main.dataset.private = on ? "on" : "off";
    button.setAttribute("aria-pressed", String(on));
    button.setAttribute("aria-label", say(on ? "reveal" : "hide"));
    remember(name, on);
  };
  button.addEventListener("click", () => set(main.dataset.private !== "on"));
  main.addEventListener("pointerdown", ({ target }) => {
    const touched = target.closest(".line, .who-sum, .entrant-link") ?? (target.closest(".pad") && selectedLine());
    if (touched) show(touched);
  });
  document.addEventListener("keydown", () => selectedLine() && show(selectedLine()));
  set(recall(name));
}

const timers = new WeakMap();

function show(element) {
  element.dataset.seen = "";
  clearTimeout(timers.get(element));
  timers.set(element, setTimeout(() => delete element.dataset.seen, SHOWN_MS));
}

function selectedLine() {
  return document.querySelector('.line-face[aria-pressed="true"]')?.closest(".line") ?? null;
}

function recall(name) {
  try {
    return localStorage.getItem(name) === "1";
  } catch {
    return false; // storage is closed in some in-app browsers
  }
}

function remember(name, on) {
  try {
    localStorage.setItem(name, on ? "1" : "0");
  } catch {
    // it holds for this page
  }
}
