// Whether comments fly over the picture: the host allows it, the viewer wants it.

const KEPT = "class-danmaku";
const toggles = () => document.querySelectorAll("[data-danmaku-toggle]");
const state = { allowed: true, wanted: localStorage.getItem(KEPT) !== "off" };

export const flies = () => state.allowed && state.wanted;

export function showDanmaku(change = {}) {
  Object.assign(state, change);
  if ("wanted" in change) localStorage.setItem(KEPT, change.wanted ? "on" : "off");
  for (const toggle of toggles()) {
    toggle.setAttribute("aria-pressed", String(flies()));
    toggle.disabled = !state.allowed;
  }
  document.dispatchEvent(new CustomEvent("chat:danmaku"));
}

document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-danmaku-toggle]")) showDanmaku({ wanted: !state.wanted });
});
showDanmaku();
