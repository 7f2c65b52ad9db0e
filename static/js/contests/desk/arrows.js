// Arrow keys move through the matrix, Enter opens the line's entrant.

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const cell = event.target.closest?.(".desk-matrix :is(td, th)");
  if (!cell) return;
  if (event.key === "Enter" && event.target === cell) cell.parentElement.querySelector("a")?.click();
  const step = STEPS[event.key];
  if (!step) return;
  event.preventDefault();
  focus(cell, step);
});

function focus(cell, [down, right]) {
  const rows = [...cell.closest("tbody, thead").querySelectorAll("tr")];
  const row = rows[rows.indexOf(cell.parentElement) + down];
  const next = row?.cells[cell.cellIndex + right];
  const target = next?.querySelector("a") ?? next;
  target?.focus();
  next?.scrollIntoView({ block: "nearest", inline: "nearest" });
}
