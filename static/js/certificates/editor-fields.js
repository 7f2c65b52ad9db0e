// One more row for a field: a copy of the last, empty one.

const button = document.querySelector("[data-add-field]");
const rows = document.getElementById("field-rows");

button.hidden = false;
button.addEventListener("click", () => {
  const row = rows.lastElementChild.cloneNode(true);
  row.classList.remove("field-invalid");
  row.querySelector(".form-error")?.remove();
  for (const input of row.querySelectorAll("input")) input.value = "";
  for (const choice of row.querySelectorAll("select")) choice.selectedIndex = 0;
  rows.append(row);
  row.querySelector("input").focus();
});
