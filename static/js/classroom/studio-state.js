// What one may do here depends on whether the session is on: end it, open a check-in, pick by lot.
// The camera opens a session, and colleagues open and end it, while this page stays: then these
// pieces are taken from the page as it is now. The camera and what is being typed go on.

const RETRY_MS = 3000;
const column = document.getElementById("part-picture");
const state = () => document.getElementById("studio-course").dataset.state;
let shown = state();
let isAsking = false; // one answer at a time

async function follow() {
  if (isAsking || state() === shown) return;
  isAsking = true;
  const wanted = state();
  try {
    put(await freshPage());
    shown = wanted;
  } catch {
    setTimeout(follow, RETRY_MS);
  }
  isAsking = false;
  if (shown === wanted) follow(); // it may have changed again meanwhile
}

async function freshPage() {
  const answer = await fetch(location.href, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`refused: ${answer.status}`);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

function put(page) {
  for (const piece of document.querySelectorAll("[data-by-state]"))
    piece.replaceChildren(...(page.getElementById(piece.id)?.childNodes ?? []));
}

new MutationObserver(follow).observe(column, {
  subtree: true, childList: true, attributes: true, attributeFilter: ["data-state"],
});
