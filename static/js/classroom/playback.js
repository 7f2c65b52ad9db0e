// Tells how the picture is doing: `class:playback` on the document for whoever counts minutes,
// [data-playing] and [data-stalled] on the player, and a word to the studio when it stands still.

import { post } from "../shared/request.js";

const LOOK_MS = 1000;
const STILL_LOOKS = 2; // so many looks without progress are a stall
const TELL_LOOKS = 10;
const player = document.getElementById("player");
const video = document.getElementById("player-video");
let position = 0;
let still = 0;
let told = "";
let looks = 0;

function look() {
  const hasPicture = video.readyState > 0;
  const moved = video.currentTime !== position;
  position = video.currentTime;
  still = !hasPicture || video.paused || moved ? 0 : still + 1;
  if (moved && !video.paused) player.setAttribute("data-playing", "");
  player.toggleAttribute("data-stalled", still >= STILL_LOOKS);
  player.dispatchEvent(new CustomEvent("player:state"));
  tell();
  report();
}

function tell() {
  const detail = {
    playing: hasBegun() && !video.paused && still < STILL_LOOKS,
    stalled: still >= STILL_LOOKS,
    hidden: document.hidden,
    muted: video.muted,
    position_ms: Math.round(position * 1000),
  };
  const state = `${detail.playing} ${detail.stalled} ${detail.hidden} ${detail.muted}`;
  looks += 1;
  if (state === told && looks % 5) return;
  told = state;
  document.dispatchEvent(new CustomEvent("class:playback", { detail }));
}

/** Every ten seconds of standing still, and once when it goes on again. */
let reported = 0;
function report() {
  if (still >= 4 && document.visibilityState === "visible" && (still - 4) % TELL_LOOKS === 0) send("1");
  else if (reported && !still) send("");
}

function send(stalled) {
  reported = stalled ? 1 : 0;
  post(player.dataset.stall, { stalled }).catch(() => {});
}

function hasBegun() {
  return player.hasAttribute("data-playing");
}

document.addEventListener("visibilitychange", tell);
setInterval(look, LOOK_MS);
