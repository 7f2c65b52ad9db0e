// After a lost connection: a line above what came in meanwhile, which says how many messages it is.

import { list } from "./list.js";

const template = document.getElementById("missed-template");
const texts = document.getElementById("chat-texts")?.dataset ?? {};
let receiving = false; // what is added now was missed
let line = null;
let count = 0;

document.addEventListener("chat:added", ({ detail }) => {
  if (!receiving) return;
  line ??= insert(detail.item);
  count += 1;
  line.textContent = count === 1 ? texts.missedOne : texts.missedMany.replace("{count}", count);
});

document.addEventListener("live:items", ({ detail }) => (receiving = Boolean(detail.missed)), { capture: true });
document.addEventListener("live:items", () => (receiving = false));
document.addEventListener("live:caught-up", () => {
  line = null;
  count = 0;
});
document.addEventListener("htmx:afterSettle", ({ target }) => {
  if (target.dataset?.panel !== "chat") return;
  insert(null).textContent = texts.missedMore;
});

function insert(before) {
  const made = template.content.firstElementChild.cloneNode(true);
  list().insertBefore(made, before);
  return made;
}
