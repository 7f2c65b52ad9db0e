// data-dialog-open="id" opens a <dialog>; second-tap panels close on Cancel, Escape and a click
// elsewhere; a <details data-closes> closes when the keyboard or pointer leaves it.

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog-open]");
  if (opener) document.getElementById(opener.dataset.dialogOpen)?.showModal();
  if (event.target.closest("[data-dialog-close]")) event.target.closest("dialog")?.close();
  if (event.target.closest("[data-confirm-cancel]")) close(event.target.closest("details"));
  if (event.target instanceof HTMLDialogElement) event.target.close(); // the backdrop
  for (const details of openDetails()) if (!details.contains(event.target)) details.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const details of openDetails()) close(details);
});

document.addEventListener("toggle", ({ target }) => {
  if (!target.matches?.("details[data-confirm]") || !target.open) return;
  const cancel = target.querySelector("[data-confirm-cancel]");
  if (cancel) cancel.hidden = false;
}, true);

function openDetails() {
  return document.querySelectorAll("details[data-confirm][open], details[data-closes][open]");
}

function close(details) {
  details.open = false;
  details.querySelector("summary").focus();
}

document.querySelector("[data-focus]")?.focus();
