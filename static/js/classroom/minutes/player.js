// What the player does now, as attendance sees it: playing, hidden, paused, stalled, waiting.
// Players tell by `class:playback` on the document; until one does, the page waits for a picture.

let last = null;
let hasPlayed = false;

export function state() {
  if (document.hidden || last?.hidden) return "hidden";
  if (!last || last.waiting || !(last.playing || hasPlayed)) return "waiting";
  if (last.stalled) return "stalled";
  return last.playing ? "playing" : "paused";
}

export function position() {
  return Math.max(0, Math.round(last?.position_ms ?? 0));
}

/** `told(leapt)` is called when the state has changed, or the place in a replay by a leap. */
export function watch(told) {
  let known = state();
  let place = { ms: position(), at: performance.now() };
  const look = () => {
    const now = { ms: position(), at: performance.now() };
    const ahead = now.ms - place.ms;
    const leapt = ahead < -500 || ahead > (now.at - place.at) * 3 + 2_000;
    place = now;
    const changed = state() !== known;
    known = state();
    if (changed || leapt) told();
  };
  document.addEventListener("visibilitychange", look);
  document.addEventListener("class:playback", ({ detail }) => {
    last = detail;
    hasPlayed ||= Boolean(detail.playing);
    look();
  });
}
