// Puts a playlist into a <video>: natively on WebKit, through hls.js elsewhere, which is loaded
// only when there is a picture.
//
//   const player = await attach(video, url, { live: true });
//   player.toLive(); player.behind(); player.renew(url); player.detach();

import { signed } from "./player-address.js";

const RETRY_MS = 2000;
const LIVE = {
  liveSyncDuration: 4, // seconds behind the newest picture: two segments, and time to fetch them
  liveMaxLatencyDuration: 30,
  maxLiveSyncPlaybackRate: 1, // catching up by speed would part lips from words
  backBufferLength: 60,
};
let loading = null;

export async function attach(video, url, { live = false } = {}) {
  if (isWebKit() && video.canPlayType("application/vnd.apple.mpegurl")) return attachNatively(video, url);
  await loadHls();
  if (!window.Hls?.isSupported()) throw new Error("no HLS");
  return attachHls(video, url, live);
}

/** Whether a live playlist has pictures yet; what lies elsewhere is not asked. */
export async function hasPicture(url, signal) {
  if (new URL(url, location.href).origin !== location.origin) return true;
  try {
    const answer = await fetch(signed(url), { signal, cache: "no-store" });
    return answer.ok && (await answer.text()).includes("#EXTINF");
  } catch {
    return false;
  }
}

function isWebKit() {
  return "GestureEvent" in window;
}

function loadHls() {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = document.querySelector("[data-hls]")?.dataset.hls ?? "/static/vendor/hls.light.min.js";
    script.onload = resolve;
    script.onerror = () => {
      loading = null;
      reject(new Error("hls.js did not load"));
    };
    document.head.append(script);
  });
  return loading;
}

function attachNatively(video, url) {
  video.src = url;
  const end = () => (video.seekable.length ? video.seekable.end(video.seekable.length - 1) : 0);
  return {
    toLive: () => (video.currentTime = Math.max(0, end() - LIVE.liveSyncDuration)),
    behind: () => Math.max(0, end() - video.currentTime - LIVE.liveSyncDuration),
    renew(fresh) {
      if (fresh === url) return; // not a signed one
      url = fresh;
      const at = video.currentTime;
      const wasPlaying = !video.paused;
      video.addEventListener("loadedmetadata", () => Number.isFinite(video.duration) && (video.currentTime = at), { once: true });
      video.src = fresh;
      if (wasPlaying) video.play().catch(() => {}); // refused: its button shows that it is paused
    },
    detach() {
      video.removeAttribute("src");
      video.load();
    },
  };
}

function attachHls(video, url, live) {
  const xhrSetup = (xhr, wanted) => xhr.open("GET", signed(wanted), true);
  const hls = new window.Hls({ enableWorker: false, lowLatencyMode: false, xhrSetup, ...(live ? LIVE : {}) });
  const { ERROR, MEDIA_ATTACHED } = window.Hls.Events;
  let ended = false;
  hls.on(ERROR, (_name, { fatal, type }) => {
    if (!fatal || ended) return;
    if (type === window.Hls.ErrorTypes.MEDIA_ERROR) anew(() => hls.recoverMediaError());
    else setTimeout(() => !ended && goOn(), RETRY_MS);
  });

  /** Ask on from where it stands; only what never had a playlist begins anew. */
  function goOn() {
    if (hls.levels.length) hls.startLoad();
    else anew(() => hls.loadSource(url));
  }

  /** A picture that is given its source again is paused by that: it goes on playing if it was. */
  function anew(give) {
    if (!video.paused) hls.once(MEDIA_ATTACHED, () => video.play().catch(() => {}));
    give();
  }

  hls.loadSource(url);
  hls.attachMedia(video);
  return {
    toLive: () => hls.liveSyncPosition && (video.currentTime = hls.liveSyncPosition),
    behind: () => (hls.liveSyncPosition ? Math.max(0, hls.liveSyncPosition - video.currentTime) : 0),
    renew() {}, // each request takes the newest signature
    detach() {
      ended = true;
      hls.destroy();
    },
  };
}
