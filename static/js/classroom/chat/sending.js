// Sending a message: it appears at once, and stays until the server has it. A refusal puts the
// text back into the box; without a connection it is sent again by itself, under the same key.

import { post, RequestError } from "../../shared/request.js";
import { accept, pending, setNote, showPending } from "./list.js";

const form = document.getElementById("composer");
const box = document.getElementById("composer-text");
const button = document.getElementById("composer-send");
const refusal = document.getElementById("composer-refusal");
const texts = form?.dataset ?? {};
const waiting = new Map(); // key → text, in the order of sending
let counting = null;
let busy = false;

const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (n) => n.toString(16).padStart(2, "0")).join("");

function submit() {
  const text = box.value.trim();
  if (!text || counting) return;
  const key = newKey();
  waiting.set(key, text);
  box.value = "";
  box.dispatchEvent(new Event("input", { bubbles: true }));
  say("");
  showPending(key, text, texts.textSending);
  flush();
}

// One after the other, so that the order is the writer's.
async function flush() {
  if (busy) return;
  busy = true;
  for (const [key, text] of waiting) if (!(await attempt(key, text))) break;
  busy = false;
}

// True when the next may follow: the server has it, or won't have it.
async function attempt(key, text) {
  try {
    const { message } = await post(form.action, { text, key });
    waiting.delete(key);
    if (message.state === "shown") accept(message);
    if (message.state === "held") note(key, texts.textHeld);
    return true;
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    if (error.status === 0 || error.status >= 500) {
      note(key, texts.textWaiting);
      return false;
    }
    waiting.delete(key);
    giveBack(key, text, error);
    return !error.seconds;
  }
}

function giveBack(key, text, error) {
  pending(key)?.remove();
  box.value = box.value ? `${text} ${box.value}` : text;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  say(error.message);
  if (error.seconds) countDown(error.seconds);
}

function countDown(seconds) {
  const until = Date.now() + seconds * 1000;
  const show = () => {
    const left = Math.ceil((until - Date.now()) / 1000);
    button.disabled = left > 0;
    button.textContent = left > 0 ? texts.textWait.replace("{seconds}", left) : texts.textSend;
    if (left > 0) return;
    clearInterval(counting);
    counting = null;
    say("");
    flush();
  };
  clearInterval(counting);
  counting = setInterval(show, 250);
  show();
}

function say(text) {
  refusal.textContent = text;
  refusal.hidden = !text;
}

function note(key, text) {
  const item = pending(key);
  if (item) setNote(item, text);
}

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
box?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});
for (const name of ["live:caught-up", "live:frame"]) document.addEventListener(name, () => waiting.size && flush());
window.addEventListener("online", flush);
setInterval(() => waiting.size && flush(), 5000);
