// A MediaRecorder with a key frame every two seconds, so that segments can be cut there.

const SLICE_MS = 500;
const PREFERRED = [
  "video/webm;codecs=h264,opus",
  "video/webm;codecs=avc1,opus",
  "video/mp4;codecs=avc1.42E01F,mp4a.40.2",
  "video/mp4;codecs=avc1.42E01F,opus",
  "video/webm;codecs=vp8,opus",
];
const SOUND = ["audio/webm;codecs=opus", "audio/mp4;codecs=mp4a.40.2"];

export function canRecord() {
  return "MediaRecorder" in window;
}

/** The type that will be recorded, with the codecs of the tracks that there are. */
function mediaType(stream) {
  const hasPicture = stream.getVideoTracks().length > 0;
  const hasSound = stream.getAudioTracks().length > 0;
  const wanted = (hasPicture ? PREFERRED : SOUND).map((type) => (hasSound ? type : type.replace(/,[^,]+$/, "")));
  return wanted.find((type) => MediaRecorder.isTypeSupported(type));
}

/** Record `stream`; `onBlob` gets pieces in order. Null when this browser records nothing we know. */
export function record(stream, onBlob) {
  const mimeType = mediaType(stream);
  if (!mimeType) return null;
  const recorder = new MediaRecorder(stream, {
    mimeType,
    videoBitsPerSecond: 1_200_000,
    audioBitsPerSecond: 96_000,
    videoKeyFrameIntervalDuration: 2000,
  });
  const stopped = new Promise((resolve) => (recorder.onstop = resolve));
  recorder.ondataavailable = ({ data }) => data.size && onBlob(data);
  recorder.start(SLICE_MS);
  return {
    mediaType: mimeType,
    async stop() {
      if (recorder.state !== "inactive") recorder.stop();
      await stopped;
    },
  };
}
