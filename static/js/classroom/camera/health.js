// Health of the picture: what is sent from here, and what the server and the viewers say.

import { request } from "../../shared/request.js";

const EVERY_MS = 3000;
const box = document.getElementById("video-health");
let queueOf = null;
let before = null; // { at, bytes }
let chatDelay = null;

/** From now on show what `queue()` sends; null for nothing. */
export function showUpload(queue) {
  queueOf = queue;
  before = null;
}

function put(name, text, isBad = false) {
  const place = box.querySelector(`[data-health="${name}"]`);
  place.textContent = text;
  place.parentElement.dataset.level = isBad ? "bad" : "";
}

const seconds = (number) => box.dataset.textSecond.replace("{n}", number.toFixed(1));

function showQueue() {
  const queue = queueOf?.();
  if (!queue) {
    put("bitrate", "–");
    return put("queue", "–");
  }
  const now = { at: performance.now(), bytes: queue.bytesSent };
  if (before && now.bytes >= before.bytes) {
    const rate = ((now.bytes - before.bytes) * 8) / (now.at - before.at);
    put("bitrate", box.dataset.textBitrate.replace("{n}", Math.round(rate)), rate < 100);
  }
  before = now;
  put("queue", `${(queue.bytesWaiting / 1e6).toFixed(1)} MB`, queue.bytesWaiting > 2e6);
}

async function look() {
  showQueue();
  const health = await request(box.dataset.address).catch(() => null);
  if (!health) return;
  const age = health.segment_age_s;
  put("segment", age === null ? "–" : seconds(Math.max(0, age)), health.sending && age > 8);
  const stalled = box.dataset.textStalled.replace("{n}", health.stalled).replace("{all}", health.people);
  put("stalled", stalled, health.stalled > Math.max(1, health.people / 20));
  put("chat", chatDelay === null ? "–" : seconds(chatDelay), chatDelay > 2);
  const problem = box.querySelector("[data-health-problem]");
  problem.hidden = !health.problem;
  problem.textContent = problem.dataset[`text${health.problem[0]?.toUpperCase() ?? ""}${health.problem.slice(1)}`] ?? health.problem;
}

document.addEventListener("live:items", ({ detail }) => {
  const at = Date.parse(detail.items.at(-1)?.at);
  if (at) chatDelay = Math.max(0, (Date.now() - at) / 1000);
});
setInterval(look, EVERY_MS);
look();
