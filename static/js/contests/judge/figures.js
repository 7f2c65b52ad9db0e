// Which marks an item allows, and which texts can still become one of them. Everything is in whole
// millionths (BigInt), as the server counts: no binary floats.

const SCALE = 1_000_000n;
const PLACES = 6;
const WHOLE_DIGITS = 12;
const WRITTEN = /^(-?)(0|[1-9][0-9]*)?(?:(\.)([0-9]*))?$/;

/** The marks of an item {minimum, maximum, step, decimals}: first + k · pitch, from low to high. */
export function marksOf({ minimum, maximum, step = null, decimals = null }) {
  const low = millionths(minimum);
  const high = millionths(maximum);
  const unit = 10n ** BigInt(PLACES - (decimals ?? PLACES));
  const stride = step === null ? unit : millionths(step);
  const pitch = (stride / divisor(stride, unit)) * unit;
  let first = step === null ? 0n : low; // steps are counted from the lowest mark
  while (step !== null && first % unit !== 0n && first < low + pitch) first += stride;
  return { low, high, first, pitch, places: placesOf(first, pitch), stepped: step !== null || decimals !== null };
}

/** True when `text` can be continued, or left as it is, to make a mark. */
export function leads(text, marks) {
  const written = read(text);
  if (!written || written.fraction.length > marks.places || (written.point && !marks.places)) return false;
  if (written.whole === "" && !written.point) return spans(written, 0n, marks.high + absolute(marks.low), marks);
  return written.point ? leadsOn(written, marks) : leadsWhole(written, marks);
}

/** True when `text` is a mark as it stands ("8." counts as 8). */
export function isMark(text, marks) {
  const written = read(text);
  if (!written || written.whole === "" || written.fraction.length > PLACES) return false;
  const value = millionths(text);
  return value >= marks.low && value <= marks.high && (value - marks.first) % marks.pitch === 0n;
}

/** The mark one step up (+1) or down (-1) from `text`; null where there is none. */
export function stepFrom(text, direction, marks) {
  if (!marks.stepped || !isMark(text, marks)) return null;
  const value = millionths(text) + BigInt(direction) * marks.pitch;
  return value < marks.low || value > marks.high ? null : write(value, marks);
}

/** `text` as it is shown and sent: 9 → 9.0 where marks have one decimal. */
export function tidy(text, marks) {
  return write(millionths(text), marks);
}

/** The step of the ± keys as text; null where the item has none. */
export function stepText(marks) {
  return marks.stepped ? plain(marks.pitch) : null;
}

/** Sum of decimal texts, exactly, as the shortest text with at least `places` decimals. */
export function total(texts, places = 0) {
  return padded(texts.reduce((sum, text) => sum + millionths(text), 0n), places);
}

export function millionths(text) {
  const [, sign, whole = "0", , fraction = ""] = WRITTEN.exec(text) ?? [];
  if (sign === undefined) throw new RangeError(`not a decimal: ${text}`);
  const value = BigInt(whole) * SCALE + BigInt(fraction.padEnd(PLACES, "0") || "0");
  return sign ? -value : value;
}

function read(text) {
  const match = WRITTEN.exec(text);
  if (!match || (match[2] ?? "").length > WHOLE_DIGITS || (match[3] && match[2] === undefined)) return null;
  return { negative: match[1] === "-", whole: match[2] ?? "", point: Boolean(match[3]), fraction: match[4] ?? "" };
}

// 8 → 8…, 80…, 800…: any number of further digits.
function leadsWhole(written, marks) {
  const further = written.whole === "0" ? 0 : WHOLE_DIGITS - written.whole.length;
  for (let digits = 0; digits <= further; digits++) {
    const size = 10n ** BigInt(digits) * SCALE;
    const from = BigInt(written.whole) * size;
    if (spans(written, from, from + size - 1n, marks)) return true;
  }
  return false;
}

// 8.2 → 8.2… . A bare point must lead to something that has decimals.
function leadsOn(written, marks) {
  const size = 10n ** BigInt(PLACES - written.fraction.length);
  const from = BigInt(written.whole) * SCALE + BigInt(written.fraction.padEnd(PLACES, "0"));
  return spans(written, written.fraction === "" ? from + 1n : from, from + size - 1n, marks);
}

// Whether a mark lies between two magnitudes, on the side of the sign.
function spans({ negative }, from, upto, marks) {
  const [low, high] = negative ? [-upto, -(from || 1n)] : [from, upto];
  const start = low > marks.low ? low : marks.low;
  const end = high < marks.high ? high : marks.high;
  return start <= end && ceiling(start - marks.first, marks.pitch) * marks.pitch + marks.first <= end;
}

function write(value, marks) {
  return padded(value, marks.stepped ? marks.places : 0);
}

function padded(value, places) {
  const [whole, fraction = ""] = plain(value).split(".");
  const digits = fraction.padEnd(places, "0");
  return digits ? `${whole}.${digits}` : whole;
}

function plain(value) {
  const size = absolute(value);
  const fraction = String(size % SCALE).padStart(PLACES, "0").replace(/0+$/, "");
  return `${value < 0n ? "-" : ""}${size / SCALE}${fraction ? `.${fraction}` : ""}`;
}

function placesOf(...amounts) {
  let places = PLACES;
  while (places && amounts.every((amount) => amount % 10n ** BigInt(PLACES - places + 1) === 0n)) places--;
  return places;
}

function ceiling(value, by) {
  const quotient = value / by;
  return value > 0n && value % by !== 0n ? quotient + 1n : quotient;
}

function divisor(a, b) {
  return b === 0n ? a : divisor(b, a % b);
}

function absolute(value) {
  return value < 0n ? -value : value;
}
