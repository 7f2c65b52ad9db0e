// A PDF dropped anywhere on the page is sent; one that was chosen is sent when the button is pressed.

const form = document.querySelector("[data-drop]");
const input = form.querySelector("input[type=file]");

document.addEventListener("dragover", (event) => {
  if (!carriesFile(event)) return;
  event.preventDefault();
  form.classList.add("drop-over");
});

document.addEventListener("dragleave", (event) => {
  if (event.relatedTarget === null) form.classList.remove("drop-over");
});

document.addEventListener("drop", (event) => {
  if (!carriesFile(event)) return;
  event.preventDefault();
  form.classList.remove("drop-over");
  if (event.dataTransfer.files.length !== 1) return;
  input.files = event.dataTransfer.files;
  const words = form.querySelector("[data-drop-words]");
  words.textContent = words.dataset.dropped;
  form.requestSubmit();
});

function carriesFile(event) {
  return event.dataTransfer?.types.includes("Files");
}
