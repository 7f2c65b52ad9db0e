// The panel of an entrant beside the matrix: which line it belongs to, and closing it.

document.addEventListener("htmx:afterSwap", markLine);
document.addEventListener("live:frame", markLine);
markLine();

document.addEventListener("htmx:afterSettle", ({ detail }) => {
  const side = document.getElementById("desk-side");
  if (detail.elt?.closest?.("#desk-matrix") || detail.target?.id === "desk-side") {
    if (side && detail.requestConfig?.elt?.closest("[data-line]")) side.focus({ preventScroll: wide() });
  }
});

document.addEventListener("click", (event) => {
  const close = event.target.closest("[data-side-close]");
  if (!close) return;
  event.preventDefault();
  shut();
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.closest?.("#desk-side")) shut();
});

function shut() {
  const side = document.getElementById("desk-side");
  const line = document.getElementById(`line-${side.dataset.entry}`);
  side.replaceChildren();
  side.hidden = true;
  delete side.dataset.entry;
  const address = new URL(location.href);
  address.searchParams.delete("entry");
  history.replaceState(history.state, "", address);
  markLine();
  line?.querySelector("a")?.focus();
}

function markLine() {
  const entry = document.getElementById("desk-side")?.dataset.entry;
  for (const line of document.querySelectorAll("[data-line]")) {
    if (line.dataset.line === entry) line.setAttribute("aria-selected", "true");
    else line.removeAttribute("aria-selected");
  }
}

function wide() {
  return matchMedia("(min-width: 64rem)").matches;
}
