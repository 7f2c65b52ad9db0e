// The track of a replay: what can't be had is asked for again, what is refused is not.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Track } from "../../../static/js/classroom/replay/track.js";

const said = (ms) => ({ ms, text: `at ${ms}` });
const chunk = (from, until, ...places) => ({ from, until, messages: places.map(said), polls: [], questions: [] });

function server(...answers) {
  const asked = [];
  const load = async (from) => {
    asked.push(from);
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { asked, load };
}

const refusal = (status) => Object.assign(new Error("refused"), { status });

test("a chunk that a lost network kept back is asked for again", async () => {
  const { asked, load } = server(refusal(0), refusal(503), chunk(0, null, 1000, 2000));
  const track = new Track(load, { retryMs: 1 });
  assert.equal(track.covers(0), false);
  await track.jump(5000);
  assert.deepEqual(asked, [0, 0, 0]);
  assert.ok(track.covers(5000));
  assert.equal(track.messages(-1, 5000).length, 2);
});

test("what comes next is covered only once it is there", async () => {
  const { load } = server(chunk(0, 60_000, 1000), refusal(0), chunk(60_000, null, 61_000));
  const track = new Track(load, { retryMs: 1 });
  await track.jump(1000);
  assert.ok(track.covers(59_999));
  assert.equal(track.covers(60_000), false);
  await track.reach(40_000);
  assert.ok(track.covers(61_000));
});

test("who may not see it any more is not asked for for ever", async () => {
  const { asked, load } = server(refusal(403));
  const track = new Track(load, { retryMs: 1 });
  await track.jump(0);
  await track.reach(100_000);
  assert.deepEqual(asked, [0]);
  assert.ok(track.covers(100_000));
});

test("a jump makes older answers worthless", async () => {
  let answer;
  const slow = new Promise((resolve) => (answer = resolve));
  const answers = [slow, chunk(320_000, null, 400_000)];
  const track = new Track(async () => answers.shift());
  const first = track.jump(0);
  await track.jump(500_000);
  answer(chunk(0, null, 1000));
  await first;
  assert.deepEqual(track.messages(-1, 500_000).map(({ ms }) => ms), [400_000]);
});
