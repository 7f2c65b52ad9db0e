// Comments over the picture: none touches another, and no more than the device can carry.

import assert from "node:assert/strict";
import { test } from "node:test";

import { density, Lanes } from "../../../static/js/classroom/chat/danmaku-lanes.js";

const WIDTH = 390;
const CROSSING = 8000;

// Where a comment's edges are at a time.
function span({ start, length }, now) {
  const left = WIDTH - ((WIDTH + length) * (now - start)) / CROSSING;
  return [left, left + length];
}

test("comments in one lane never touch, whatever their lengths", () => {
  const lanes = new Lanes(3, WIDTH, CROSSING);
  const flown = [];
  let seed = 7;
  for (let now = 0; now < 60_000; now += 90) {
    seed = (seed * 16807) % 2147483647;
    const length = 40 + (seed % 500);
    const lane = lanes.take(length, now);
    if (lane >= 0) flown.push({ lane, start: now, length });
  }
  assert.ok(flown.length > 20);
  for (const a of flown)
    for (const b of flown) {
      if (a === b || a.lane !== b.lane || b.start < a.start) continue;
      for (let now = b.start; now < a.start + CROSSING; now += 50)
        assert.ok(span(a, now)[1] <= span(b, now)[0], "one has caught up with another");
    }
});

test("a full picture takes no more", () => {
  const lanes = new Lanes(2, WIDTH, CROSSING);
  assert.deepEqual([lanes.take(100, 0), lanes.take(100, 0), lanes.take(100, 0)], [0, 1, -1]);
});

test("the density follows the device", () => {
  const phone = { width: 390, frameRate: 60, lowData: false };
  assert.ok(density(phone) > density({ ...phone, frameRate: 20 }));
  assert.ok(density(phone) > density({ ...phone, lowData: true }));
  assert.ok(density({ ...phone, width: 1920 }) > density(phone));
  assert.ok(density({ width: 100, frameRate: 5, lowData: true }) >= 1);
});
