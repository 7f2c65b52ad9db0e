// What HTMX puts into #desk-dialog-body opens the dialog; an empty answer, or a change of the desk,
// closes it.

const dialog = document.getElementById("desk-dialog");
const body = document.getElementById("desk-dialog-body");

if (dialog) {
  document.addEventListener("htmx:afterSwap", ({ detail }) => {
    if (detail.target !== body) return;
    if (!body.childElementCount) dialog.close();
    else if (!dialog.open) dialog.showModal();
  });
  document.addEventListener("desk-changed", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (!event.target.closest("[data-dialog-cancel]")) return;
    event.preventDefault();
    dialog.close();
  });
  dialog.addEventListener("close", () => body.replaceChildren());
}
