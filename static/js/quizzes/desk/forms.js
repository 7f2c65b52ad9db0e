// Forms of the desk by keyboard: Enter in a list of teams sends the form, as in any other field.

document.getElementById("desk-dialog")?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || !event.target.matches("select")) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});
