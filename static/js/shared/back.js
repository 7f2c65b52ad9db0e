// [data-back]: back to where the visitor came from, shown only when there is such a place.

for (const button of document.querySelectorAll("[data-back]")) {
  button.hidden = history.length < 2;
  button.addEventListener("click", () => history.back());
}
