// Too much was missed to be told one by one: every panel is loaded anew. What is being typed is
// in no panel, so nothing of it is lost.

document.addEventListener("live:reset", ({ target }) => {
  const root = target.closest("[data-panels]");
  if (!root) return;
  for (const panel of root.querySelectorAll("[id^='room-'][data-panel], [id^='studio-'][data-panel]"))
    htmx.ajax("GET", root.dataset.panels + panel.dataset.panel, { target: panel, swap: "morph:outerHTML" });
});
