"""Camera to viewer in Chromium: the camera's page paints the time, the viewer's page reads it."""

import statistics
import tempfile
import time
from collections.abc import Callable

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

from bench.live.installation import PASSWORD, Installation

PATIENCE_S = 60.0
SWITCHES = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage",
    "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-extensions", "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream", "--autoplay-policy=no-user-gesture-required",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)  # fmt: skip
# The picture of the camera: 32 black or white fields, the bits of the time in hundredths.
CAMERA = """
const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (wanted) => {
  const stream = await real(wanted);
  if (!wanted.video) return stream;
  const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 360 });
  const context = canvas.getContext("2d");
  setInterval(() => {
    const time = Math.floor(Date.now() / 10) % 2 ** 32;
    for (let bit = 0; bit < 32; bit += 1) {
      context.fillStyle = Math.floor(time / 2 ** bit) % 2 ? "#fff" : "#000";
      context.fillRect((bit % 8) * 80, Math.floor(bit / 8) * 90, 80, 90);
    }
  }, 40);
  const pictures = canvas.captureStream(25).getVideoTracks();
  return new MediaStream([...pictures, ...stream.getAudioTracks()]);
};
"""
READ = """
const video = document.getElementById("player-video");
if (!video.videoWidth) return null;
const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 360 });
const context = canvas.getContext("2d");
context.drawImage(video, 0, 0, 640, 360);
let time = 0;
for (let bit = 0; bit < 32; bit += 1)
  if (context.getImageData((bit % 8) * 80 + 40, Math.floor(bit / 8) * 90 + 45, 1, 1).data[0] > 127)
    time += 2 ** bit;
return (Math.floor(Date.now() / 10) % 2 ** 32 - time) / 100;
"""


def measure(installation: Installation, seconds: float) -> dict[str, float]:
    """`delay_s` is the median of what the viewer saw, `delay_worst_s` the largest."""
    with tempfile.TemporaryDirectory() as profiles:
        host, viewer = _browser(f"{profiles}/host"), _browser(f"{profiles}/viewer")
        try:
            _go_live(host, installation)
            _come_in(viewer, installation)
            delays = _watch(viewer, seconds)
        finally:
            host.quit()
            viewer.quit()
    return {
        "delay_s": round(statistics.median(delays), 2),
        "delay_worst_s": round(max(delays), 2),
    }


def _browser(profile: str) -> Chrome:
    options = ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for switch in (*SWITCHES, f"--user-data-dir={profile}", "--window-size=1280,900"):
        options.add_argument(switch)
    return Chrome(options=options, service=Service("/usr/bin/chromedriver"))


def _go_live(host: Chrome, installation: Installation) -> None:
    host.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": CAMERA})
    studio = f"/classroom/sessions/{installation.session_id}/studio"
    host.get(f"{installation.url}/sign-in?next={studio}")
    host.find_element(By.NAME, "username").send_keys("host")
    host.find_element(By.NAME, "password").send_keys(PASSWORD)
    host.find_element(By.NAME, "password").submit()
    _wait_for(lambda: studio in host.current_url)
    host.find_element(By.ID, "camera-open").click()
    start = host.find_element(By.ID, "camera-start")
    _wait_for(start.is_displayed)
    start.click()
    _wait_for(host.find_element(By.ID, "camera-live").is_displayed)


def _come_in(viewer: Chrome, installation: Installation) -> None:
    viewer.get(f"{installation.url}/class/{installation.key}")
    viewer.find_element(By.NAME, "nickname").send_keys("晴空")
    viewer.find_element(By.NAME, "nickname").submit()
    _wait_for(lambda: "/room" in viewer.current_url)


def _watch(viewer: Chrome, seconds: float) -> list[float]:
    _wait_for(lambda: 0 < (viewer.execute_script(READ) or 0) < 60)  # not the recording before it
    time.sleep(3)  # the player has settled
    delays = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        delays.append(float(viewer.execute_script(READ)))
        time.sleep(0.25)
    return delays


def _wait_for(condition: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"waited {PATIENCE_S:.0f} s in vain")
        time.sleep(0.1)
