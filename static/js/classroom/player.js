// The room's player: what the server tells stands in #room-video, what is played in #player.

import { keepSigned, learn, unsigned } from "./player-address.js";
import { attach, hasPicture } from "./player-source.js";

const ASK_MS = 1500;
const player = document.getElementById("player");
const video = document.getElementById("player-video");
const message = document.getElementById("player-message");
let current = null; // { path, source, stop }
let isAudioOnly = false;

function told() {
  return document.getElementById("room-video").dataset;
}

function say(name) {
  const words = name ? player.dataset[`text${name[0].toUpperCase()}${name.slice(1)}`] : "";
  if (message.textContent !== words) message.textContent = words;
}

/** What is to be said while nothing plays. */
function stateName() {
  const { state, sending, problem } = told();
  if (state === "ended" || state === "cancelled") return "ended";
  if (problem) return problem;
  if (state !== "live") return "scheduled";
  return sending ? "waiting" : "nothing";
}

function showState() {
  const { problem } = told();
  if (!player.hasAttribute("data-playing")) say(stateName());
  else if (player.hasAttribute("data-stalled")) say(problem || (told().sending ? "stalled" : "nothing"));
  else say(isAudioOnly ? "audio" : "");
}

function update() {
  const { state, url, audioUrl, sending } = told();
  const wanted = isAudioOnly && audioUrl ? audioUrl : url;
  learn(url);
  if (state === "ended") stop();
  else if (wanted && (sending || current) && current?.path !== unsigned(wanted)) start(wanted);
  player.querySelector("#player-audio-only").hidden = !audioUrl || !current;
  showState();
}

async function start(url) {
  stop();
  const asking = new AbortController();
  const mine = { path: unsigned(url), source: null, stop: () => asking.abort() };
  current = mine;
  while (!(await hasPicture(url, asking.signal))) {
    if (asking.signal.aborted) return;
    await new Promise((resolve) => setTimeout(resolve, ASK_MS));
  }
  try {
    const source = await attach(video, url, { live: true });
    if (current !== mine) return source.detach();
    mine.source = source;
    await play();
  } catch {
    if (current === mine) say("failed");
  }
}

/** With sound where the browser lets us; else muted, and a button asks for the tap it wants. */
async function play() {
  try {
    await video.play();
  } catch (error) {
    if (error.name !== "NotAllowedError") return;
    video.muted = true;
    document.getElementById("player-unmute").hidden = false;
    await video.play().catch(() => {});
  }
}

function stop() {
  current?.stop();
  current?.source?.detach();
  current = null;
  player.removeAttribute("data-playing");
}

player.addEventListener("player:audio-only", ({ detail }) => {
  isAudioOnly = detail.on;
  player.toggleAttribute("data-audio-only", isAudioOnly);
  update();
});
player.addEventListener("player:to-live", () => {
  current?.source?.toLive();
  play();
});
player.addEventListener("player:ask-behind", (event) => {
  event.detail.seconds = current?.source?.behind() ?? 0;
});
player.addEventListener("player:state", showState);
document.addEventListener("live:refused", ({ target }) => {
  if (target.id === "main") stop(); // put out of the room: the picture stops as well
});
keepSigned({
  from: player.dataset.address,
  seconds: Number(player.dataset.addressSeconds),
  onNew({ url, audio_url }) {
    if (url) current?.source?.renew(isAudioOnly && audio_url ? audio_url : url); // none: it is over
  },
  onRefused: stop,
});
new MutationObserver(update).observe(document.getElementById("room-picture"), {
  subtree: true, childList: true, attributes: true, attributeFilter: ["data-url", "data-state", "data-sending", "data-problem"],
});
update();
