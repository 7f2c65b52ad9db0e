// Where somebody stopped, and how much they have seen. The server measures it by the minutes that
// attendance reports; this device also remembers the place by itself.

const root = document.getElementById("replay");
const { key, viewer } = document.getElementById("main").dataset;
const KEPT = `class-replay-${key}-${viewer}`;
const SAVED_EVERY_MS = 5_000;
const END_MS = 3_000;

export function startingPlace() {
  const kept = Number(read());
  return kept > 0 && kept < Number(root.dataset.length) - END_MS ? kept : Number(root.dataset.start);
}

export function remember(media) {
  let saved = 0;
  const save = () => {
    saved = performance.now();
    write(Math.round(media.currentTime * 1000));
  };
  media.addEventListener("timeupdate", () => performance.now() - saved > SAVED_EVERY_MS && save());
  for (const kind of ["pause", "seeked", "ended"]) media.addEventListener(kind, save);
}

// What was seen in this visit is added to the percentage, piece by piece of a hundredth each.
export function countSeen(media) {
  const length = Number(root.dataset.length);
  const before = Number(root.dataset.percent);
  const seen = new Set();
  const text = document.querySelector("[data-watched]");
  media.addEventListener("timeupdate", () => {
    if (media.paused || !length) return;
    seen.add(Math.floor((media.currentTime * 100_000) / length));
    const percent = Math.min(100, Math.max(before, seen.size));
    text.textContent = text.dataset.text.replace("{percent}", percent);
  });
}

// Attendance listens: whether the replay runs, and where.
export function tellPlayback(media) {
  let stalled = false;
  const tell = () => {
    const position_ms = Math.round(media.currentTime * 1000);
    const detail = { playing: !media.paused && !stalled, stalled, hidden: document.hidden, position_ms };
    document.dispatchEvent(new CustomEvent("class:playback", { detail }));
  };
  media.addEventListener("waiting", () => (stalled = true));
  for (const kind of ["playing", "pause"]) media.addEventListener(kind, () => (stalled = false));
  for (const kind of ["playing", "pause", "waiting", "ended", "seeked", "timeupdate"]) media.addEventListener(kind, tell);
  document.addEventListener("visibilitychange", tell);
}

function read() {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null; // storage is closed in some in-app browsers
  }
}

function write(ms) {
  try {
    localStorage.setItem(KEPT, ms);
  } catch {
    // then the server's measure has to do
  }
}
