// A usual size fills the numbers in at once, and the sheet can be turned by one press.

const preset = document.querySelector("[data-preset]");
const width = document.getElementById("width_mm");
const height = document.getElementById("height_mm");

preset.addEventListener("change", () => {
  const [, across, up] = /(\d+) × (\d+) mm/.exec(preset.selectedOptions[0].textContent) ?? [];
  if (across) set(across, up);
  preset.value = ""; // the numbers say it now
});

const turn = document.querySelector("[data-turn]");
turn.parentElement.hidden = false;
turn.addEventListener("click", () => set(height.value, width.value));

function set(across, up) {
  width.value = across;
  height.value = up;
  width.dispatchEvent(new Event("input", { bubbles: true }));
}
