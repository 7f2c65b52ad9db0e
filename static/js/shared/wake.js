// keepAwake() while someone is judging: the wake lock where the page is in a secure context.
// On a hall's plain http there is none; a silent, looping film keeps most phones awake instead.
// Both need to be asked again when the page comes back. Returns a function that lets go.

export function keepAwake() {
  const keeper = "wakeLock" in navigator ? lockKeeper() : filmKeeper();
  const again = () => document.visibilityState === "visible" && keeper.hold();
  document.addEventListener("visibilitychange", again);
  document.addEventListener("pointerdown", again, { passive: true });
  keeper.hold();
  return () => {
    document.removeEventListener("visibilitychange", again);
    document.removeEventListener("pointerdown", again);
    keeper.release();
  };
}

function lockKeeper() {
  let lock = null;
  return {
    async hold() {
      if (lock && !lock.released) return;
      lock = await navigator.wakeLock.request("screen").catch(() => null); // battery saver says no
    },
    release: () => lock?.release(),
  };
}

function filmKeeper() {
  const canvas = Object.assign(document.createElement("canvas"), { width: 2, height: 2 });
  const context = canvas.getContext("2d");
  const film = Object.assign(document.createElement("video"), { muted: true, playsInline: true, loop: true });
  let ticking = null;
  return {
    async hold() {
      if (!canvas.captureStream) return;
      film.srcObject ??= canvas.captureStream(1);
      ticking ??= setInterval(() => context.fillRect(0, 0, 2, 2), 1000);
      await film.play().catch(() => {}); // before the first tap browsers refuse; asked again then
    },
    release() {
      clearInterval(ticking);
      ticking = null;
      film.pause();
    },
  };
}
