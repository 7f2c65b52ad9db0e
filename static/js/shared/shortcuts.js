// data-shortcut="n" on a link, button or field: the key presses or focuses it; "?" lists them all
// (data-shortcut-key is how it calls a key that can't be seen, a space). Keys typed into a field,
// and combinations with Ctrl, Alt or Meta, are left alone.

const dialog = document.getElementById("shortcuts");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing) return;
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  if (event.key === "?" && dialog) {
    event.preventDefault();
    show();
    return;
  }
  if (event.key === " " && event.target.matches?.("button, a, summary")) return; // its own key
  const target = shown().find((element) => element.dataset.shortcut === event.key);
  if (!target) return;
  event.preventDefault();
  if (target.matches("input, select, textarea")) target.focus();
  else target.click();
});

function typing(element) {
  return element.isContentEditable || element.matches?.("input:not([type=checkbox], [type=radio]), select, textarea");
}

function shown() {
  return [...document.querySelectorAll("[data-shortcut]")].filter((e) => e.getClientRects().length);
}

function show() {
  const list = dialog.querySelector("dl");
  const rows = shown().flatMap((element) => {
    const key = document.createElement("dt");
    key.append(Object.assign(document.createElement("kbd"), { textContent: element.dataset.shortcutKey ?? element.dataset.shortcut }));
    return [key, Object.assign(document.createElement("dd"), { textContent: name(element) })];
  });
  list.replaceChildren(...rows);
  dialog.querySelector("[data-shortcuts-none]").hidden = rows.length > 0;
  dialog.showModal();
}

function name(element) {
  return element.dataset.shortcutLabel ?? element.getAttribute("aria-label")
    ?? element.labels?.[0]?.textContent.trim() ?? element.textContent.trim();
}

const opener = document.querySelector("[data-shortcuts-open]");
if (opener && dialog) {
  opener.hidden = false;
  opener.addEventListener("click", show);
}
