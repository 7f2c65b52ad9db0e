// The judge's console: puts its parts together and listens to fingers and keys.

import { keepAwake } from "../../shared/wake.js";
import { draw } from "./drawing.js";
import { watchDrafts } from "./drafts.js";
import { follow } from "./following.js";
import { openKeeping } from "./keeping.js";
import { Marking } from "./marking.js";
import { Outbox } from "./outbox.js";
import { openReview, watchOverlays } from "./overlays.js";
import { watchPrivacy } from "./privacy.js";
import { Server } from "./server.js";
import { watchOutbox } from "./telling.js";
import { keyFor } from "./typing.js";

const main = document.getElementById("main");
const { judge, base } = main.dataset;
const { round, entrant } = JSON.parse(document.getElementById("judge-state").textContent);

const roomy = matchMedia("(min-width: 44rem) and (min-height: 40rem)");

let marking;

async function start() {
  const keeping = await openKeeping(Number(judge));
  const server = new Server(base, round.id);
  const outbox = new Outbox({ store: keeping, send: (record) => server.send(record) });
  await outbox.load();
  marking = new Marking(round, outbox);
  marking.open(entrant);
  watchDrafts(judge, marking);
  watchOutbox(outbox, marking, keeping.lasting);
  watchPrivacy(judge);
  watchOverlays(marking);
  watchHands();
  marking.addEventListener("change", () => draw(marking));
  draw(marking);
  outbox.flush();
  follow(marking, server, outbox).soon();
  marking.follow();
  keepAwake();
  main.dataset.ready = "";
  document.documentElement.dataset.script = "on"; // early.js may have lost its patience
}

function goTo(key) {
  marking.touch();
  marking.open(key);
  document.getElementById("list").close();
  const address = new URL(location.href);
  address.searchParams.set("entry", key);
  history.replaceState(null, "", address);
  main.querySelector(".lines").scrollTo({ top: 0 });
}

function goOn() {
  if (marking.next()) openReview(marking);
  else selected()?.scrollIntoView({ block: "nearest" });
}

function moveOn(by) {
  marking.move(by);
  selected()?.scrollIntoView({ block: "nearest" });
}

function selected() {
  return main.querySelector('.line-face[aria-pressed="true"]');
}

function watchHands() {
  main.addEventListener("click", tapped);
  document.addEventListener("keydown", keyed);
  // Keys of the keypad take no focus: a keyboard's Enter goes on meaning "next".
  main.addEventListener("mousedown", (event) => event.target.closest("#keys, #levels") && event.preventDefault());
}

function tapped(event) {
  const on = (selector) => event.target.closest(selector);
  const key = on("[data-key]");
  const level = on("[data-level]");
  const link = on("a[data-entrant]");
  if (key) marking.press(key.dataset.key);
  else if (level) marking.choose(level.dataset.level);
  else if (on(".line-face")) marking.select(on(".line").dataset.slot);
  else if (on("#next")) goOn();
  else if (on("#called")) goTo(marking.round.onStage);
  else if (on("#go-on")) goTo(on("#go-on").dataset.entrant);
  else if (on("#list-open")) main.querySelector(".entrant-link[aria-current]")?.scrollIntoView({ block: "center" });
  else if (link) {
    event.preventDefault();
    goTo(link.dataset.entrant);
  }
}

function keyed(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (document.querySelector("dialog[open]") || event.target.closest("input, textarea, select")) return;
  const key = keyFor(event.key, { negative: marking.typing?.marks.low < 0n });
  const arrow = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (key) marking.press(key);
  else if (arrow) moveOn(arrow);
  else if (event.key === "Enter" && !event.target.closest("button:not(.line-face, [data-key]), a, summary")) goOn();
  else return;
  event.preventDefault();
}

// On phones the list of entrants opens in a dialog, on large screens it stands above the keypad.
function placeList() {
  const list = document.getElementById("entrants");
  (roomy.matches ? main : document.getElementById("list")).append(list);
  if (roomy.matches) list.querySelector("[aria-current]")?.scrollIntoView({ block: "center" });
}

placeList();
roomy.addEventListener("change", placeList);
start();
