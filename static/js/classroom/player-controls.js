// Buttons over the picture: sound, sound only (remembered), back to live, full screen.

const player = document.getElementById("player");
const video = document.getElementById("player-video");
const button = (name) => document.getElementById(`player-${name}`);
const BEHIND_S = 12;
const KEY = "class-audio-only";

function audioOnly(on) {
  button("audio-only").setAttribute("aria-pressed", String(on));
  localStorage.setItem(KEY, on ? "1" : "");
  player.dispatchEvent(new CustomEvent("player:audio-only", { detail: { on } }));
}

function showSound() {
  button("mute").setAttribute("aria-pressed", String(video.muted));
  if (!video.muted) button("unmute").hidden = true;
}

/** "Back to live" is there when the picture was paused or lies far behind. */
function showBehind() {
  const asked = { seconds: 0 };
  player.dispatchEvent(new CustomEvent("player:ask-behind", { detail: asked }));
  button("to-live").hidden = !player.hasAttribute("data-playing") || (!video.paused && asked.seconds < BEHIND_S);
}

button("unmute").addEventListener("click", () => {
  video.muted = false;
  video.play();
});
button("mute").addEventListener("click", () => (video.muted = !video.muted));
button("audio-only").addEventListener("click", () => audioOnly(button("audio-only").getAttribute("aria-pressed") !== "true"));
button("to-live").addEventListener("click", () => player.dispatchEvent(new CustomEvent("player:to-live")));
button("full").addEventListener("click", () => {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.getElementById("room-picture").requestFullscreen();
});
video.addEventListener("volumechange", showSound);
video.addEventListener("loadeddata", () => {
  button("mute").hidden = false;
  button("full").hidden = !document.fullscreenEnabled;
});
video.addEventListener("emptied", () => {
  button("mute").hidden = true;
  button("full").hidden = !document.fullscreenElement; // it also leads out
});
setInterval(showBehind, 1000);
if (localStorage.getItem(KEY)) audioOnly(true);
