// The replay: a picture or a clock, and everything else in step with it.

import { request } from "../../shared/request.js";
import { Clock } from "./clock.js";
import { controls } from "./controls.js";
import { showPoll, STANDS_MS } from "./poll.js";
import { countSeen, remember, startingPlace, tellPlayback } from "./progress.js";
import { Talk } from "./talk.js";
import { Track } from "./track.js";

const root = document.getElementById("replay");
const video = document.getElementById("replay-video");
const length = Number(root.dataset.length);
const media = video ?? new Clock(length / 1000);
const track = new Track((from) => request(`${root.dataset.track}?from_ms=${from}`));
const talk = new Talk(track);

const here = () => Math.round(media.currentTime * 1000);

function follow() {
  talk.at(here()).then(() => showPoll(track.poll(here(), STANDS_MS), here())); // it may have jumped
  showChapter(here());
}

function showChapter(ms) {
  let current = null;
  for (const button of document.querySelectorAll("#replay-chapters [data-jump]")) {
    if (Number(button.dataset.jump) <= ms) current = button;
    button.removeAttribute("aria-current");
  }
  current?.setAttribute("aria-current", "true");
  const sign = document.querySelector("[data-chapter]");
  if (sign) sign.textContent = current?.dataset.title ?? "";
}

async function begin() {
  if (video) await showPicture();
  const start = startingPlace();
  const place = () => (media.currentTime = start / 1000);
  if (start > 0 && video && video.readyState === 0) video.addEventListener("loadedmetadata", place, { once: true });
  else if (start > 0) place();
  follow();
}

async function showPicture() {
  const { address, addressSeconds, source: url } = video.dataset;
  const [{ keepSigned, learn }, { attach }] = await Promise.all([import("../player-address.js"), import("../player-source.js")]);
  learn(url);
  const source = await attach(video, url);
  keepSigned({
    from: address,
    seconds: Number(addressSeconds),
    onNew: (urls) => source.renew(urls.url),
    onRefused: () => source.detach(),
  });
}

function fullScreen() {
  const picture = document.getElementById("room-picture");
  const button = document.querySelector("[data-full]");
  if (!button) return;
  button.hidden = !(picture.requestFullscreen || video.webkitEnterFullscreen);
  button.addEventListener("click", () =>
    document.fullscreenElement ? document.exitFullscreen() : picture.requestFullscreen?.() ?? video.webkitEnterFullscreen(),
  );
}

for (const kind of ["timeupdate", "seeked"]) media.addEventListener(kind, follow);
controls(media);
remember(media);
countSeen(media);
tellPlayback(media);
fullScreen();
begin();
