// How many pictures a second this device draws, measured for half a second every ten.

const EVERY_MS = 10000;
const FOR_MS = 500;
let rate = 60;

export const measuredFrameRate = () => rate;

function measure() {
  let frames = 0;
  const start = performance.now();
  const count = (now) => {
    frames += 1;
    if (now - start < FOR_MS) requestAnimationFrame(count);
    else rate = (frames * 1000) / (now - start);
  };
  requestAnimationFrame(count);
}

setInterval(() => document.hidden || measure(), EVERY_MS);
measure();
