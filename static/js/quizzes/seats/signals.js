// Sounds and vibrations: each state of the phone has its own, so that nobody has to look.

const SIGNALS = {
  // [frequency, start, seconds] … and how to shake
  armed: { notes: [[660, 0, 0.09], [990, 0.1, 0.16]], shake: [60, 40, 120] },
  next: { notes: [[523, 0, 0.12]], shake: [60] },
  pressed: { notes: [[1200, 0, 0.05]], shake: [40] },
  yours: { notes: [[523, 0, 0.12], [659, 0.13, 0.12], [784, 0.26, 0.3]], shake: [150, 60, 150, 60, 300] },
  team_yours: { notes: [[523, 0, 0.12], [659, 0.13, 0.2]], shake: [120, 60, 120] },
  early: { notes: [[140, 0, 0.5]], shake: [400] },
  locked: { notes: [[180, 0, 0.25]], shake: [250] },
  too_close: { notes: [[440, 0, 0.1], [440, 0.18, 0.1]], shake: [80, 80, 80] },
  answer: { notes: [[660, 0, 0.12]], shake: [80] },
  right: { notes: [[659, 0, 0.12], [880, 0.13, 0.3]], shake: [60, 40, 60] },
  wrong: { notes: [[260, 0, 0.18], [196, 0.2, 0.3]], shake: [200] },
  foul: { notes: [[140, 0, 0.5]], shake: [400] },
};

let context = null;

// Browsers let a page sound only after a tap.
export function unlockSound() {
  const Sound = globalThis.AudioContext ?? globalThis.webkitAudioContext;
  if (!Sound) return;
  context ??= new Sound();
  context.resume?.();
}

export function signal(state, { sound = true } = {}) {
  const { notes, shake } = SIGNALS[state] ?? {};
  if (!notes) return;
  navigator.vibrate?.(shake);
  if (sound && context?.state === "running") notes.forEach(play);
}

function play([frequency, start, seconds]) {
  const begin = context.currentTime + start;
  const voice = context.createOscillator();
  const volume = context.createGain();
  voice.type = frequency < 300 ? "sawtooth" : "triangle";
  voice.frequency.value = frequency;
  volume.gain.setValueAtTime(0.0001, begin);
  volume.gain.exponentialRampToValueAtTime(0.5, begin + 0.01);
  volume.gain.exponentialRampToValueAtTime(0.0001, begin + seconds);
  voice.connect(volume).connect(context.destination);
  voice.start(begin);
  voice.stop(begin + seconds + 0.05);
}
