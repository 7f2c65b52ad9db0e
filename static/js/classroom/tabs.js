// The room's tabs: one pane at a time, by tap and by arrow keys (the ARIA pattern of tabs).

const tabs = [...document.querySelectorAll('[role="tab"]')];

function show(tab) {
  for (const other of tabs) {
    const chosen = other === tab;
    other.setAttribute("aria-selected", String(chosen));
    other.tabIndex = chosen ? 0 : -1;
    document.getElementById(other.getAttribute("aria-controls")).hidden = !chosen;
  }
}

function choose(tab) {
  show(tab);
  tab.dispatchEvent(new CustomEvent("class:tab", { bubbles: true, detail: { name: tab.id.slice(4) } }));
}

function step(event) {
  const move = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!move) return;
  const next = tabs[(tabs.indexOf(event.target) + move + tabs.length) % tabs.length];
  next.focus();
  choose(next);
}

for (const tab of tabs) {
  tab.addEventListener("click", () => choose(tab));
  tab.addEventListener("keydown", step);
}

// Until here the style keeps all panes but the first away; without scripts it shows them all.
show(tabs.find((tab) => tab.getAttribute("aria-selected") === "true"));
tabs[0].parentElement.dataset.ready = "";
