// The parts of the template as tabs; without scripts they stand one under the other.
// The open one is kept in the address, so that it is open again after saving.

const list = document.querySelector("[data-editor-tabs]");
const parts = [...document.querySelectorAll("[data-editor-part]")];
const tabs = parts.map(tabOf);

list.append(...tabs);
list.hidden = false;
list.closest("form").classList.add("editor-tabbed");
open(Math.max(parts.findIndex((part) => `#open-${part.id}` === location.hash), faulty()));

list.addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const next = (tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length;
  open(next);
  tabs[next].focus();
});

/** Open the part of a source and put the cursor at the start of a line (from 1). */
export function goTo(name, line) {
  open(parts.findIndex((part) => part.id === `part-${name}`));
  const text = document.getElementById(name);
  const lines = text.value.split("\n");
  const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  text.focus();
  text.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
  text.scrollTop = (line - 4) * (text.scrollHeight / lines.length);
}

function tabOf(part, index) {
  const tab = document.createElement("button");
  Object.assign(tab, { type: "button", id: `tab-${part.id}`, textContent: part.querySelector("h2").textContent });
  tab.setAttribute("role", "tab");
  tab.setAttribute("aria-controls", part.id);
  part.setAttribute("role", "tabpanel");
  tab.addEventListener("click", () => {
    open(index);
    history.replaceState(history.state, "", `#open-${part.id}`); // names no element: the page mustn't jump
  });
  return tab;
}

function open(index) {
  parts.forEach((part, place) => {
    const chosen = place === index;
    part.hidden = !chosen;
    tabs[place].setAttribute("aria-selected", String(chosen));
    tabs[place].tabIndex = chosen ? 0 : -1;
  });
}

function faulty() {
  return Math.max(parts.findIndex((part) => part.querySelector(".form-error")), 0);
}
