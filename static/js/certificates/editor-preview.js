// The live preview: the form is sent a moment after the last change; the last good picture stays
// while a newer one is made, and when there is a mistake.
import { csrfToken } from "../shared/request.js";
import { toast } from "../shared/toasts.js";
import { goTo } from "./editor-tabs.js";

const PAUSE_MS = 700;
const form = document.getElementById("editor");
let timer = null;
let asking = null;

form.addEventListener("input", (event) => {
  if (event.target.type !== "file" && event.target.name !== "note") later();
});
form.addEventListener("change", ({ target }) => {
  if (target.matches("select")) later(); // assistive tools may tell of a choice by this alone
});
form.addEventListener("submit", (event) => {
  const step = event.submitter?.value;
  if (!["preview", "previous", "next"].includes(step)) return;
  event.preventDefault();
  ask(step);
});
form.addEventListener("click", (event) => {
  const button = event.target.closest("[data-goto-line] button");
  if (button) goTo(button.dataset.part, Number(button.dataset.line));
});
ask("preview");

function later() {
  clearTimeout(timer);
  timer = setTimeout(() => ask("preview"), PAUSE_MS);
}

async function ask(step) {
  clearTimeout(timer);
  asking?.abort();
  const mine = asking = new AbortController();
  place().setAttribute("aria-busy", "true");
  try {
    show(await fragment(step, mine.signal));
  } catch (error) {
    if (error.name === "AbortError") return;
    toast(document.getElementById("toasts").dataset.textUnreachable, "error");
  }
  if (asking === mine) place().removeAttribute("aria-busy");
}

async function fragment(step, signal) {
  const fields = new FormData(form);
  fields.delete("assets"); // they are sent once, when the form is saved
  fields.set("do", step);
  const headers = { "X-CSRFToken": csrfToken(), "HX-Request": "true" };
  const answer = await fetch(form.dataset.preview, { method: "POST", body: fields, headers, signal });
  if (!answer.ok) throw new Error(`preview: ${answer.status}`);
  return new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("preview");
}

function show(fresh) {
  const before = document.getElementById("preview-picture");
  if (before && !fresh.querySelector("#preview-picture")) {
    [...fresh.querySelectorAll(":scope > input, :scope > .notice")].at(-1).after(before);
  }
  for (const goto of fresh.querySelectorAll("[data-goto-line]")) goto.hidden = false;
  place().replaceWith(document.adoptNode(fresh));
}

function place() {
  return document.getElementById("preview");
}
