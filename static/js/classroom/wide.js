// On a laptop there is room below the picture: announcement and polls go there, and the guests, so
// that the chat has its column for itself. Nothing is drawn twice; the panels move.

const wide = matchMedia("(min-width: 64rem) and (min-height: 36rem)");
const below = document.getElementById("room-below");
const moved = [".class-stage", "#room-guests"].map((selector) => {
  const element = document.querySelector(selector);
  const home = document.createComment(selector);
  element.before(home);
  return { element, home };
});

function place() {
  for (const { element, home } of moved) {
    if (wide.matches) below.append(element);
    else home.after(element);
  }
  const guests = document.getElementById("tab-guests");
  if (wide.matches && guests.getAttribute("aria-selected") === "true") document.getElementById("tab-chat").click();
  guests.hidden = wide.matches;
}

wide.addEventListener("change", place);
place();
