// The list follows the newest message, unless somebody reads further up: then a pill says how many
// came meanwhile.

import { list } from "./list.js";

const NEAR = 80; // pixels from the end that still count as being there
const pill = document.querySelector("[data-chat-pill]");
let unread = 0;
let follows = true;

function scroller() {
  for (let element = list(); element; element = element.parentElement) {
    const { overflowY } = getComputedStyle(element);
    if (overflowY === "auto" || overflowY === "scroll") return element;
  }
  return document.scrollingElement;
}

function atEnd() {
  const box = scroller();
  return box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
}

function toEnd() {
  const box = scroller();
  box.scrollTop = box.scrollHeight;
  follows = true;
  count(0);
}

function count(number) {
  unread = number;
  if (!pill) return;
  pill.hidden = number === 0;
  pill.querySelector("span").textContent = pill.dataset[number === 1 ? "textOne" : "textMany"].replace("{count}", number);
}

document.addEventListener("chat:added", ({ detail }) => {
  const own = detail.item.classList.contains("is-pending");
  if (follows || own) toEnd();
  else count(unread + 1);
});
document.addEventListener("scroll", () => {
  if (!list()?.offsetParent) return; // another tab is open
  follows = atEnd();
  if (follows) count(0);
}, { capture: true, passive: true });
document.addEventListener("class:tab", ({ detail }) => detail.name === "chat" && follows && toEnd());
pill?.addEventListener("click", toEnd);
// A keyboard came up, or what stands above the messages grew.
const resized = new ResizeObserver(() => follows && list()?.offsetParent && toEnd());
for (const element of [scroller(), document.querySelector(".class-stage")]) if (element) resized.observe(element);
toEnd();
