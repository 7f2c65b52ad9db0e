// What live frames tell beyond their fragments: places of all entrants, other steps that are
// possible now, the panel's entrant, and whether judges are connected.

const live = () => document.getElementById("desk-live");
const tell = (name) => document.body.dispatchEvent(new CustomEvent(name, { bubbles: true }));

document.addEventListener("live:frame", ({ target, detail }) => {
  if (target !== live()) return;
  showPlaces(detail.places ?? []);
  const entry = document.getElementById("desk-side")?.dataset.entry;
  if (entry && detail.entries?.includes(entry)) tell("desk-entry");
  followSteps(detail.signature);
});

document.addEventListener("live:caught-up", ({ target }) => {
  if (target !== live()) return;
  tell("desk-entry");
  followSteps(document.getElementById("desk-head")?.dataset.signature);
});

document.addEventListener("live:control", ({ target, detail }) => {
  if (target === live() && detail.name === "setup") tell("desk-changed");
});

document.addEventListener("live:state", ({ target, detail }) => {
  if (target !== live()) return;
  for (const [key, value] of Object.entries(detail.values)) {
    const [, judge] = /^judge-(\d+)$/.exec(key) ?? [];
    if (judge) showConnection(judge, value);
  }
});

function followSteps(signature) {
  const shown = document.getElementById("desk-actions")?.dataset.signature;
  if (signature !== undefined && signature !== shown) tell("desk-steps");
}

function showPlaces(places) {
  for (const [key, place, total] of places) {
    const line = document.getElementById(`line-${key}`);
    if (!line) continue;
    write(line.querySelector("[data-place]"), place);
    write(line.querySelector("[data-total]"), total);
  }
}

function write(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}

function showConnection(judge, { state, seen }) {
  for (const sign of live().querySelectorAll(`[data-judge="${judge}"]`)) {
    sign.dataset.state = state;
    const words = sign.dataset[`text${state[0].toUpperCase()}${state.slice(1)}`] ?? "";
    write(sign, words.replace("{time}", seen));
  }
}
