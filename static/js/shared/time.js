// Times as people here read them. `zone` is the installation's, from <html data-zone>.

const zone = document.documentElement.dataset.zone || undefined;
const clockFormat = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", timeZone: zone,
});

/** 14:03:22 — of a Date, milliseconds since 1970, or an ISO text. */
export function clock(value) {
  return clockFormat.format(new Date(value));
}

/** 1:05 or 0:09.4 — a span in milliseconds; tenths below ten seconds on request. */
export function span(milliseconds, { tenths = false } = {}) {
  const left = Math.max(0, milliseconds);
  const seconds = tenths && left < 10000 ? (Math.floor(left / 100) / 10).toFixed(1) : String(Math.ceil(left / 1000) % 60);
  const minutes = tenths && left < 10000 ? 0 : Math.floor(Math.ceil(left / 1000) / 60);
  return `${minutes}:${seconds.padStart(tenths && left < 10000 ? 4 : 2, "0").replace(/^0(\d\.)/, "0$1")}`;
}
