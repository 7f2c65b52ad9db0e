// The level of the microphone, so that nobody goes live without being heard.

const EVERY_MS = 100;

/** Show the level of `stream` on a <meter>; returns what stops it. */
export function follow(stream, meter) {
  if (!stream.getAudioTracks().length) return () => {};
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    const decibels = 20 * Math.log10(Math.max(1e-5, Math.sqrt(power)));
    meter.value = Math.min(1, Math.max(0, (decibels + 60) / 55));
  }, EVERY_MS);
  return () => {
    clearInterval(timer);
    context.close();
    meter.value = 0;
  };
}
