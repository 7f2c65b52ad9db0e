// Signed addresses of pictures work for minutes. This keeps the newest one, and asks for the next
// in time, as long as the page may watch.

import { request } from "../shared/request.js";

const SIGNED = /\/media\/(?:live|replay)\/[^/]+\//;
const RETRY_MS = 15_000;
const SPREAD = 0.2; // a hall that came together doesn't ask together
let newest = "";

/** An address that the server has just given. */
export function learn(url) {
  newest = SIGNED.exec(url)?.[0] ?? newest;
}

/** The same address with the newest signature; what lies elsewhere stays as it is. */
export function signed(url) {
  return newest ? url.replace(SIGNED, newest) : url;
}

/** An address without its signature, which changes while the picture goes on. */
export function unsigned(url) {
  return url.replace(SIGNED, "/");
}

/** Ask again and again; `onNew(urls)` for each answer, `onRefused()` once this page may not watch. */
export function keepSigned({ from, seconds, onNew, onRefused }) {
  const after = seconds * 1000;
  let due = performance.now() + after * (1 - Math.random() * SPREAD);
  let timer = null;

  async function ask() {
    try {
      const urls = await request(from);
      learn(urls.url);
      onNew(urls);
      due = performance.now() + after;
    } catch (error) {
      if (error.status >= 400 && error.status < 500 && error.status !== 429) return onRefused();
      due = performance.now() + RETRY_MS;
    }
    wait();
  }

  function wait() {
    clearTimeout(timer);
    timer = setTimeout(ask, Math.max(0, due - performance.now()));
  }

  document.addEventListener("visibilitychange", () => document.hidden || wait()); // timers slept
  wait();
}
