// Signing with a finger: strokes on a canvas, sent as a PNG.

import { RequestError, post } from "../../shared/request.js";

const WIDTH = 1200; // pixels of the picture; the pad may be narrower
const LEAST = 120; // of the pad's own pixels that a signature is long at least

const form = document.getElementById("sign-form");
const canvas = document.getElementById("sign-canvas");
const fault = document.getElementById("sign-error");
const clear = document.getElementById("sign-clear");
const ink = canvas.getContext("2d");

let strokes = [];
let length = 0;

for (const part of form.querySelectorAll("[data-needs-script]")) part.hidden = false;
size();
addEventListener("resize", size);

canvas.addEventListener("pointerdown", (event) => {
  event.preventDefault();
  canvas.setPointerCapture(event.pointerId);
  strokes.push([point(event)]);
  draw();
});
canvas.addEventListener("pointermove", (event) => {
  if (!canvas.hasPointerCapture(event.pointerId)) return;
  const stroke = strokes.at(-1);
  const between = event.getCoalescedEvents?.() ?? [];
  for (const one of between.length > 0 ? between : [event]) {
    const to = point(one);
    const from = stroke.at(-1);
    length += Math.hypot(to.x - from.x, to.y - from.y) * canvas.clientWidth;
    stroke.push(to);
  }
  draw();
});
clear.addEventListener("click", () => {
  strokes = [];
  length = 0;
  draw();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (length < LEAST) return say(form.dataset.textEmpty);
  canvas.toBlob(send, "image/png");
});

async function send(picture) {
  const fields = new FormData(form);
  fields.set("image", picture, "signature.png");
  const button = form.querySelector('[type="submit"]');
  button.disabled = true;
  try {
    const { goto } = await post(form.action, fields);
    location.replace(goto);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    button.disabled = false;
    say(error.message);
    if (error.code === "stale" || error.code === "not_asked") location.reload();
  }
}

function say(words) {
  fault.textContent = words;
  fault.hidden = false;
}

// Points are kept as shares of the width, so that turning the phone loses nothing.
function point({ clientX, clientY }) {
  const box = canvas.getBoundingClientRect();
  return { x: (clientX - box.left) / box.width, y: (clientY - box.top) / box.width };
}

function size() {
  canvas.width = WIDTH;
  canvas.height = Math.round((WIDTH * canvas.clientHeight) / Math.max(canvas.clientWidth, 1));
  draw();
}

function draw() {
  ink.clearRect(0, 0, canvas.width, canvas.height);
  ink.lineWidth = WIDTH / 130;
  ink.lineCap = ink.lineJoin = "round";
  ink.strokeStyle = "#1a2130";
  for (const stroke of strokes) trace(stroke);
  form.classList.toggle("is-signed", strokes.length > 0);
  clear.hidden = strokes.length === 0;
  if (strokes.length > 0) fault.hidden = true;
}

// Through the middles of neighbouring points: fingers draw curves, not corners.
function trace(stroke) {
  ink.beginPath();
  ink.moveTo(stroke[0].x * WIDTH, stroke[0].y * WIDTH);
  for (let n = 1; n < stroke.length; n += 1) {
    const [from, to] = [stroke[n - 1], stroke[n]];
    ink.quadraticCurveTo(from.x * WIDTH, from.y * WIDTH, ((from.x + to.x) / 2) * WIDTH, ((from.y + to.y) / 2) * WIDTH);
  }
  const last = stroke.at(-1);
  ink.lineTo(last.x * WIDTH, last.y * WIDTH);
  ink.stroke();
}
