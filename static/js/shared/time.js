// Times as people here read them. `zone` is the installation's, from <html data-zone>.

const zone = document.documentElement.dataset.zone || undefined;
const clockFormat = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", timeZone: zone,
});

/** 14:03:22 — of a Date, milliseconds since 1970, or an ISO text. */
export function clock(value) {
  return clockFormat.format(new Date(value));
}

/** 1:05, or 0:09.4 below ten seconds when tenths are wanted — a span in milliseconds. */
export function span(milliseconds, { tenths = false } = {}) {
  const left = Math.max(0, milliseconds);
  if (tenths && left < 10000) return `0:0${(Math.floor(left / 100) / 10).toFixed(1)}`;
  const seconds = Math.ceil(left / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
