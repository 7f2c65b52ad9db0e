// The studio on a phone: one part at a time, by the bar where the thumb is, which says what waits
// in the others. On wider screens, and without this script, its links lead to the parts.

const phone = matchMedia("(max-width: 47.99rem)");
const studio = document.getElementById("studio");
const links = [...document.querySelectorAll(".studio-jumps a")];
const COUNTED = { chat: ["queue"], order: ["complaints"], questions: ["hands", "questions"] };

function choose(name) {
  studio.dataset.part = name;
  for (const link of links) {
    const chosen = link.dataset.part === name;
    if (chosen && phone.matches) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
    document.getElementById(`part-${link.dataset.part}`).toggleAttribute("data-chosen", chosen);
  }
}

function first() {
  const asked = links.find((link) => link.hash === location.hash);
  return asked?.dataset.part ?? (document.getElementById("camera") ? "picture" : "chat");
}

function count() {
  for (const [part, panels] of Object.entries(COUNTED)) {
    const badges = panels.map((name) => document.querySelector(`#studio-${name} .badge-count`));
    const waiting = badges.reduce((sum, badge) => sum + Number(badge?.textContent ?? 0), 0);
    const badge = document.querySelector(`.studio-jumps [data-part="${part}"] [data-waiting]`);
    badge.hidden = waiting === 0;
    badge.textContent = waiting;
  }
}

for (const link of links) {
  link.addEventListener("click", (event) => {
    if (!phone.matches) return;
    event.preventDefault();
    history.replaceState(null, "", link.hash);
    choose(link.dataset.part);
    scrollTo(0, 0);
    // The chat's list stands at its newest message as soon as it is seen.
    studio.dispatchEvent(new CustomEvent("class:tab", { bubbles: true, detail: { name: link.dataset.part } }));
  });
}
addEventListener("hashchange", () => choose(first()));
phone.addEventListener("change", () => choose(studio.dataset.part));
const swapped = new MutationObserver(count);
for (const name of Object.values(COUNTED).flat()) {
  swapped.observe(document.getElementById(`studio-${name}`), { childList: true, subtree: true, characterData: true });
}
choose(first());
count();
