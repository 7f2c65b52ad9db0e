// The sounds themselves, by WebAudio: no file, no network. Browsers let a page sound only after it
// was touched; before that it stays silent.

const KEPT = "quiz-sounds";
// Each cue: notes of [frequency in Hz, start in s, length in s, shape].
const CUES = {
  shown: [[520, 0, 0.08, "sine"]],
  go: [[660, 0, 0.12, "triangle"], [990, 0.13, 0.35, "triangle"]],
  start: [[660, 0, 0.18, "triangle"]],
  word: [[988, 0, 0.12, "square"], [988, 0.16, 0.28, "square"]],
  close: [[784, 0, 0.12, "square"], [740, 0.15, 0.12, "square"], [784, 0.3, 0.12, "square"]],
  right: [[523, 0, 0.14, "triangle"], [659, 0.12, 0.14, "triangle"], [784, 0.24, 0.4, "triangle"]],
  wrong: [[196, 0, 0.22, "sawtooth"], [147, 0.24, 0.45, "sawtooth"]],
  pass: [[330, 0, 0.18, "sine"], [262, 0.2, 0.32, "sine"]],
  foul: [[175, 0, 0.14, "square"], [175, 0.2, 0.14, "square"], [175, 0.4, 0.3, "square"]],
  reveal: [[523, 0, 0.12, "sine"], [784, 0.13, 0.3, "sine"]],
  second: [[880, 0, 0.07, "sine"]],
  out: [[220, 0, 0.9, "sawtooth"]],
};
const LOUDNESS = { sine: 0.28, triangle: 0.26, square: 0.09, sawtooth: 0.12 };

let context = null;
let on = globalThis.localStorage?.getItem(KEPT) !== "off";

export function play(cue) {
  if (!on || !context || context.state !== "running") return;
  for (const note of CUES[cue] ?? []) sound(note);
  document.documentElement.dataset.lastCue = cue; // what was heard last, for whoever looks
}

function sound([frequency, start, length, shape]) {
  const at = context.currentTime + start;
  const tone = context.createOscillator();
  const gain = context.createGain();
  tone.type = shape;
  tone.frequency.value = frequency;
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(LOUDNESS[shape], at + 0.01);
  gain.gain.exponentialRampToValueAtTime(0.001, at + length);
  tone.connect(gain).connect(context.destination);
  tone.start(at);
  tone.stop(at + length + 0.02);
}

function wake() {
  context ??= new AudioContext();
  if (context.state !== "running") context.resume();
}

function show(button) {
  button.setAttribute("aria-pressed", String(on));
  button.querySelector("[data-sounds-words]").textContent = on ? button.dataset.textOn : button.dataset.textOff;
  button.querySelector("[data-sounds-on]").hidden = !on;
  button.querySelector("[data-sounds-off]").hidden = on;
}

export function startSounds() {
  const button = document.querySelector("[data-sounds]");
  if (!button || !("AudioContext" in globalThis)) return;
  for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, wake, { passive: true });
  button.hidden = false;
  show(button);
  button.addEventListener("click", () => {
    on = !on;
    globalThis.localStorage?.setItem(KEPT, on ? "on" : "off");
    show(button);
    play("shown");
  });
}
