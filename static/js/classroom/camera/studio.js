// The camera in the studio: turn it on, look, go live, choose another picture meanwhile, stop.

import { close, list, open } from "./devices.js";
import { showUpload } from "./health.js";
import { follow } from "./meter.js";
import { Publisher } from "./publisher.js";
import { canRecord } from "./recorder.js";

const camera = document.getElementById("camera");
const part = (name) => document.getElementById(`camera-${name}`);
const choosers = [part("video"), part("audio")];
let stream = null;
let shown = {}; // what was chosen for the stream
let before = {}; // and what was shown before the screen was
let publisher = null;
let stopMeter = () => {};

function say(name, message = "") {
  part("state").textContent = message || camera.dataset[`text${name[0].toUpperCase()}${name.slice(1)}`];
  part("state").dataset.kind = ["preview", "sending", "stopped"].includes(name) ? "" : "problem";
}

function show() {
  part("open").hidden = Boolean(stream);
  part("choices").hidden = !stream;
  part("start").hidden = !stream || Boolean(publisher);
  part("stop").hidden = !publisher;
  part("live").hidden = !publisher;
}

/** While a picture is being had, or sending begins, neither is asked for again. */
function hold(isHeld) {
  for (const control of [...choosers, part("start")]) control.disabled = isHeld;
}

/** Show what was chosen, and send it where something is being sent; whether it could be had. */
async function look(choice) {
  let fresh = null;
  const focused = document.activeElement;
  hold(true);
  try {
    fresh = await open(choice);
    if (shown.video !== "screen") before = shown;
    put(fresh);
    await list(part("video"), part("audio"), fresh);
    if (!choice.video && !fresh.getVideoTracks().length) part("video").value = "";
    if (choice.video === "screen") part("video").value = "screen";
    shown = chosen();
    say(publisher ? "sending" : "preview");
    await publisher?.change(fresh);
  } catch (error) {
    refused(error);
  }
  hold(false);
  if (choosers.includes(focused)) focused.focus();
  show();
  return fresh !== null;
}

const chosen = () => ({ video: part("video").value, audio: part("audio").value || null });

/** The browser gave nothing. What was shown before goes on, where there was anything. */
function refused({ name }) {
  if (stream) {
    part("video").value = shown.video;
    part("audio").value = shown.audio ?? "";
    return say("kept");
  }
  say({ NotAllowedError: "denied", NotFoundError: "none", OverconstrainedError: "none" }[name] ?? "lost");
}

function put(fresh) {
  stopMeter();
  close(stream);
  stream = fresh;
  stopMeter = follow(stream, part("level"));
  part("preview").srcObject = stream;
  part("preview").play().catch(() => {});
  for (const track of stream.getTracks()) track.addEventListener("ended", () => stream === fresh && gone(track));
}

/** The browser's own button ended the share: what was shown before it comes back, live or not. */
async function gone(track) {
  const isShare = shown.video === "screen" && track.kind === "video";
  if (!isShare || !(await look(before))) await lost();
}

async function lost() {
  await stopSending();
  close(stream);
  stream = null;
  show();
  say("lost");
}

async function goLive() {
  hold(true);
  const mine = new Publisher(camera.dataset.broadcasts, stream);
  mine.addEventListener("state", ({ detail }) => told(mine, detail));
  try {
    await mine.start();
    publisher = mine;
    showUpload(() => mine.queue);
  } catch (error) {
    say(error.code === "unable" ? "unable" : "waiting", error.message);
  }
  hold(false);
  show();
}

function told(mine, { name, message }) {
  if (name !== "refused") return say(name, name === "waiting" ? message : "");
  if (publisher === mine) publisher = null;
  show();
  say("lost", message);
}

async function stopSending() {
  const ending = publisher;
  publisher = null;
  showUpload(null);
  show();
  await ending?.stop();
}

part("open").addEventListener("click", () => {
  if (!window.isSecureContext) say("insecure");
  else if (!canRecord()) say("unable");
  else look({});
});
for (const chooser of choosers)
  chooser.addEventListener("change", () => look(chosen()));
part("start").addEventListener("click", goLive);
part("stop").addEventListener("click", async () => {
  await stopSending();
  say("stopped");
});
// A link touched by mistake would take the picture from everybody: the browser asks. Who ends the
// session has been asked already.
let isEnding = false;
document.getElementById("studio-actions").addEventListener("submit", () => (isEnding = true));
window.addEventListener("beforeunload", (event) => publisher && !isEnding && event.preventDefault());
window.addEventListener("pagehide", () => publisher?.leave());
