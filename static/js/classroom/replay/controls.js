// Play, pause, seek, speed: by button, by slider, by keyboard, by chapter.

const root = document.getElementById("replay");
const seek = root.querySelector("[data-seek]");
const play = root.querySelector("[data-play]");
const rate = root.querySelector("[data-rate]");
const STEP_S = 10;

export function clockOf(ms) {
  const seconds = Math.floor(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const tail = String(seconds % 60).padStart(2, "0");
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}

export function controls(media) {
  const length = Number(root.dataset.length);
  const { textPlay, textPause, textPlace } = root.dataset;

  function jump(ms) {
    media.currentTime = Math.max(0, Math.min(length, ms)) / 1000;
  }

  function toggle() {
    if (media.paused) media.play().catch(() => show()); // refused by the browser: still paused
    else media.pause();
  }

  function show() {
    const now = media.currentTime * 1000;
    root.dataset.state = media.paused ? "paused" : "playing";
    play.setAttribute("aria-label", media.paused ? textPlay : textPause);
    root.querySelector("[data-now]").textContent = clockOf(now);
    if (document.activeElement !== seek || !seek.matches(":active")) seek.value = now;
    seek.setAttribute("aria-valuetext", textPlace.replace("{now}", clockOf(now)).replace("{length}", clockOf(length)));
  }

  function faster(step) {
    rate.selectedIndex = Math.max(0, Math.min(rate.options.length - 1, rate.selectedIndex + step));
    media.playbackRate = Number(rate.value);
  }

  const keys = {
    " ": toggle, k: toggle, ArrowLeft: () => jump(media.currentTime * 1000 - STEP_S * 1000),
    ArrowRight: () => jump(media.currentTime * 1000 + STEP_S * 1000), "[": () => faster(-1), "]": () => faster(1),
  };

  play.addEventListener("click", toggle);
  seek.addEventListener("input", () => jump(Number(seek.value)));
  rate.addEventListener("change", () => (media.playbackRate = Number(rate.value)));
  document.addEventListener("click", ({ target }) => {
    const { jump: to, step } = target.closest("[data-jump], [data-step]")?.dataset ?? {};
    if (to !== undefined) jump(Number(to));
    else if (step !== undefined) jump(media.currentTime * 1000 + Number(step) * 1000);
  });
  document.addEventListener("keydown", (event) => {
    const plain = !event.ctrlKey && !event.altKey && !event.metaKey && !document.querySelector("dialog[open]");
    if (!plain || !keys[event.key] || event.target.matches("input, select, textarea, [role=tab]")) return;
    if (event.key === " " && event.target.matches("button, a, summary")) return;
    event.preventDefault();
    keys[event.key]();
  });
  for (const kind of ["play", "pause", "timeupdate", "seeked", "ended", "durationchange"]) media.addEventListener(kind, show);
  show();
}
