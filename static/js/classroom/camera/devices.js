// What can be recorded, and the stream of what was chosen.

const PICTURE = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 25, max: 30 } };
const SOUND = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/** A camera with its microphone; `video` is a device, "screen", or "" for sound only. */
export async function open({ video = null, audio = null } = {}) {
  const sound = { ...SOUND, ...(audio && { deviceId: { exact: audio } }) };
  if (video === "screen") return withScreen(sound);
  if (video === "") return navigator.mediaDevices.getUserMedia({ audio: sound });
  const picture = { ...PICTURE, ...(video && { deviceId: { exact: video } }) };
  try {
    return await navigator.mediaDevices.getUserMedia({ video: picture, audio: sound });
  } catch (error) {
    if (video || error.name !== "NotFoundError") throw error;
    return navigator.mediaDevices.getUserMedia({ audio: sound }); // a machine without a camera
  }
}

async function withScreen(sound) {
  const screen = await navigator.mediaDevices.getDisplayMedia({ video: { ...PICTURE, frameRate: 15 } });
  try {
    const voice = await navigator.mediaDevices.getUserMedia({ audio: sound });
    return new MediaStream([...screen.getVideoTracks(), ...voice.getAudioTracks()]);
  } catch (error) {
    close(screen);
    throw error;
  }
}

export function close(stream) {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/** Fill the choosers; names are known once permission was given. */
export async function list(videos, audios, stream) {
  const devices = await navigator.mediaDevices.enumerateDevices();
  fill(videos, devices.filter(({ kind }) => kind === "videoinput"), stream.getVideoTracks()[0]);
  fill(audios, devices.filter(({ kind }) => kind === "audioinput"), stream.getAudioTracks()[0]);
}

function fill(chooser, devices, track) {
  for (const option of chooser.querySelectorAll("[data-device]")) option.remove();
  for (const { deviceId, label } of devices.toReversed()) {
    const option = new Option(label || deviceId.slice(0, 8), deviceId);
    option.dataset.device = "";
    chooser.prepend(option);
  }
  const chosen = track?.getSettings().deviceId;
  if ([...chooser.options].some(({ value }) => value === chosen)) chooser.value = chosen;
}
