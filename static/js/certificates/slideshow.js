// An honor roll on a projector: one slide at a time, ← → and space, a bar that shows the pace.
// Asks the server again between slides, so that whoever withdrew is gone from the wall as well.

const ASK_EVERY_MS = 10_000;

const stage = document.querySelector("[data-slideshow]");
const controls = stage.querySelector("[data-controls]");
const still = matchMedia("(prefers-reduced-motion: reduce)");
const pace = Number(stage.dataset.pace) * 1000;

let at = 0;
let playing = !still.matches; // who asked for less motion starts it themselves
let shownFor = 0;
let last = performance.now();
let seen = null;
let asking = null;

const slides = () => [...stage.querySelectorAll(".slide")];

function show(number) {
  const all = slides();
  at = (number + all.length) % all.length;
  shownFor = 0;
  for (const [index, slide] of all.entries()) {
    slide.classList.toggle("is-on", index === at);
    slide.inert = index !== at;
  }
  controls.querySelector("[data-count]").textContent = `${at + 1} / ${all.length}`;
}

function play(wanted) {
  playing = wanted;
  const button = controls.querySelector("[data-play]");
  button.setAttribute("aria-pressed", String(playing));
  for (const part of button.querySelectorAll("[data-when]")) {
    part.hidden = (part.dataset.when === "playing") !== playing;
  }
}

function tick(now) {
  if (playing && document.visibilityState === "visible") shownFor += Math.min(now - last, 1000);
  last = now;
  if (shownFor >= pace) show(at + 1);
  controls.querySelector("[data-progress]").style.transform = `scaleX(${shownFor / pace})`;
  requestAnimationFrame(tick);
}

async function ask() {
  const answer = await fetch(location.href, { cache: "no-cache" }).catch(() => null);
  if (!answer) return; // the network is away; the hall goes on with what it has
  if (answer.status === 404) return gone();
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("#slides");
  const text = fresh?.outerHTML;
  if (!fresh || text === seen) return;
  if (seen !== null) {
    stage.querySelector("#slides").replaceWith(document.adoptNode(fresh));
    show(Math.min(at, slides().length - 1));
  }
  seen = text;
}

function gone() {
  stage.querySelector("#slides").replaceChildren();
  controls.hidden = true;
  stage.querySelector("[data-gone]").hidden = false;
  clearInterval(asking);
  asking = null;
}

const keys = {
  ArrowRight: () => show(at + 1),
  ArrowLeft: () => show(at - 1),
  PageDown: () => show(at + 1),
  PageUp: () => show(at - 1),
  Home: () => show(0),
  " ": () => play(!playing),
};

document.addEventListener("keydown", (event) => {
  const act = keys[event.key];
  if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === " " && event.target.closest("button")) return; // the button answers itself
  event.preventDefault();
  if (slides().length > 0) act();
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && asking !== null) ask(); // a wall that slept
});
controls.querySelector("[data-next]").addEventListener("click", () => show(at + 1));
controls.querySelector("[data-previous]").addEventListener("click", () => show(at - 1));
controls.querySelector("[data-play]").addEventListener("click", () => play(!playing));

stage.classList.add("show-playing");
controls.hidden = false;
play(playing);
show(0);
requestAnimationFrame(tick);
asking = setInterval(ask, ASK_EVERY_MS);
ask(); // what the server sends now is what later answers are compared with
