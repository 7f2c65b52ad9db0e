// Read the QR code of a pass with the phone's camera, where the browser knows how.
// What was read goes to the server as if it had been typed; nothing else is done with it.

const EVERY_MS = 250;

const root = document.getElementById("scan");
const words = root.querySelector("[data-scan-words]");
const frame = root.querySelector("[data-scan-camera]");
const video = frame.querySelector("video");

async function start() {
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices) {
    words.textContent = words.dataset.textNone;
    return;
  }
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch {
    words.textContent = words.dataset.textDenied;
    return;
  }
  await video.play();
  frame.hidden = false;
  words.textContent = words.dataset.textLook;
  look(new BarcodeDetector({ formats: ["qr_code"] }));
}

async function look(detector) {
  const [found] = await detector.detect(video).catch(() => []);
  if (found && found.rawValue) {
    for (const track of video.srcObject.getTracks()) track.stop();
    location.assign(`${root.dataset.scan}?${new URLSearchParams({ code: found.rawValue.slice(0, 200) })}`);
    return;
  }
  setTimeout(look, EVERY_MS, detector);
}

start();
