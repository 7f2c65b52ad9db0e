// Interaction in the studio: live totals, counted-down checks, the editor of polls.

import "./bars.js";
import "./left.js";

const place = document.getElementById("poll-editor");

document.addEventListener("live:state", ({ detail: { values } }) => {
  for (const [key, value] of Object.entries(values)) {
    const [subject, id] = key.split(":");
    const selector = { check: `[data-check="${id}"] [data-answers]`, question: `#studio-questions [data-question="${id}"] [data-votes]` }[subject];
    for (const figure of selector ? document.querySelectorAll(selector) : []) figure.textContent = value;
  }
});
place?.addEventListener("class:done", () => place.replaceChildren());
place?.addEventListener("click", ({ target }) => target.closest("[data-poll-cancel]") && place.replaceChildren());
place?.addEventListener("htmx:afterSwap", () => {
  place.querySelector("[data-poll-cancel]").hidden = false;
  place.querySelector("textarea").focus();
  place.scrollIntoView({ block: "nearest" });
});
