// Sound cues of the show, made here: buzzers open, who has the word, right, wrong, foul, the last
// seconds, time is up. They follow what the desk shows, so every desk hears them; one switch.

import { startSounds, play } from "./sounds.js";

const live = () => document.getElementById("quiz-desk-now");
const OF_PHASE = { shown: "shown", open: "start", answering: "word", too_close: "close", audience: "shown", revealed: "reveal", void: "pass" };
const OF_RULING = { right: "right", wrong: "wrong", foul: "foul", pass: "pass", thrown_out: "foul" };

let before = null;

function follow() {
  const { turn, phase, newest, buzzer } = live()?.dataset ?? {};
  const now = { turn, phase, newest };
  const was = before;
  before = now;
  if (!was) return;
  if (now.newest !== was.newest) {
    const [seq, kind] = now.newest.split(":");
    const cue = OF_RULING[kind];
    if (cue && Number(seq) > Number(was.newest.split(":")[0] || 0)) return play(cue);
  }
  if (now.turn === was.turn && now.phase === was.phase) return;
  const cue = now.phase === "open" && buzzer ? "go" : OF_PHASE[now.phase];
  if (cue) play(cue);
}

export function startCues() {
  startSounds();
  follow();
  document.addEventListener("live:frame", follow);
  document.addEventListener("htmx:afterSwap", follow);
  document.addEventListener("quiz:second", () => play("second"));
  document.addEventListener("quiz:time-up", () => play("out"));
}
