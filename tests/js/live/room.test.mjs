import assert from "node:assert/strict";
import { test } from "node:test";

import { LiveRoom } from "../../../static/js/live/room.js";
import "../browser.mjs";
import { FakeConnection, settled } from "./fakes.mjs";

const NAME = "board:1:zh";

function setUp({ seq = 10, loads = [] } = {}) {
  const connection = new FakeConnection();
  const seen = { fragments: [], said: [], asked: [], pauses: [] };
  const load = async (room, want) => {
    seen.asked.push({ after: room.seq, want });
    const next = loads.shift();
    if (next instanceof Error || next === undefined) throw next ?? new Error("nothing to load");
    return next;
  };
  const room = new LiveRoom(
    connection,
    { name: NAME, ticket: "t", epoch: 1, seq },
    {
      load,
      apply: (fragments) => seen.fragments.push(...(fragments ?? [])),
      pause: async (ms) => void seen.pauses.push(ms),
      random: () => 0.5,
    },
  );
  for (const kind of ["frame", "items", "state", "control", "refused", "reset", "caught-up"])
    room.addEventListener(kind, ({ detail }) => seen.said.push([kind, detail]));
  return { connection, room, seen, said: (kind) => seen.said.filter(([k]) => k === kind) };
}

const frame = (after, seq, more = {}) => ({ room: NAME, epoch: 1, after, seq, ...more });

test("frames that continue our place are shown", () => {
  const { connection, room, seen } = setUp();
  connection.push("frame", frame(10, 12, { fragments: ["a"] }));
  connection.push("frame", frame(12, 13, { fragments: ["b"] }));
  assert.deepEqual([room.seq, seen.fragments], [13, ["a", "b"]]);
});

test("a frame we have already is passed over, one that overlaps is shown", () => {
  const { connection, room, seen } = setUp();
  connection.push("frame", frame(8, 10, { fragments: ["old"] }));
  connection.push("frame", frame(9, 11, { fragments: ["new"] }));
  assert.deepEqual([room.seq, seen.fragments], [11, ["new"]]);
});

test("items we have already are not told again", () => {
  const { connection, said } = setUp();
  connection.push("frame", frame(9, 11, { items: [{ seq: 10 }, { seq: 11 }] }));
  assert.deepEqual(said("items")[0][1].items, [{ seq: 11 }]);
});

test("a gap is filled once, and frames that came meanwhile are shown after it", async () => {
  const { connection, room, seen } = setUp({ loads: [frame(10, 15, { fragments: ["missed"] })] });
  connection.push("frame", frame(14, 15, { fragments: ["late"] }));
  connection.push("frame", frame(15, 16, { fragments: ["next"] }));
  await settled();
  assert.deepEqual(seen.asked, [{ after: 10, want: 15 }]);
  assert.deepEqual([room.seq, seen.fragments], [16, ["missed", "next"]]);
});

test("a panel out of a cache is asked for again until it is new enough", async () => {
  const { connection, room, seen } = setUp({
    loads: [
      { panel: true, epoch: 1, seq: 12 },
      { panel: true, epoch: 1, seq: 20 },
    ],
  });
  connection.push("frame", frame(19, 20));
  await settled();
  assert.deepEqual([room.seq, seen.asked.length], [20, 2]);
});

test("a panel that never gets there is taken as it is after a while", async () => {
  const stale = Array.from({ length: 20 }, () => ({ panel: true, epoch: 1, seq: 11 }));
  const { connection, room, seen, said } = setUp({ loads: stale });
  connection.push("frame", frame(19, 20));
  await settled();
  assert.deepEqual([room.seq, said("caught-up").length], [11, 1]);
  assert.ok(seen.asked.length < 10);
});

test("a long log is read page by page", async () => {
  const { connection, room, seen } = setUp({ loads: [frame(10, 210), frame(210, 300)] });
  connection.push("frame", frame(299, 300));
  await settled();
  assert.deepEqual([room.seq, seen.asked.map((a) => a.after)], [300, [10, 210]]);
});

test("failures are retried with growing pauses", async () => {
  const failed = new Error("502");
  const { connection, room, seen } = setUp({ loads: [failed, failed, frame(10, 12)] });
  connection.push("frame", frame(11, 12));
  await settled();
  assert.equal(room.seq, 12);
  assert.deepEqual(seen.pauses, [75, 500, 1000]);
});

test("another epoch loads everything", async () => {
  const { connection, room } = setUp({ loads: [{ panel: true, epoch: 2, seq: 3 }] });
  connection.push("frame", { ...frame(0, 3), epoch: 2, reset: true });
  await settled();
  assert.deepEqual([room.epoch, room.seq], [2, 3]);
});

test("the first thing that ever happens in a room needs no loading", () => {
  const { connection, room, seen } = setUp({ seq: 0 });
  room.epoch = 0;
  connection.push("frame", { ...frame(0, 1, { fragments: ["first"] }), epoch: 7 });
  assert.deepEqual([room.epoch, room.seq, seen.fragments], [7, 1, ["first"]]);
});

test("a reset without a panel is left to the feature", async () => {
  const { connection, room, said } = setUp({ loads: [{ reset: true, epoch: 2, seq: 900 }] });
  connection.push("frame", frame(899, 900));
  await settled();
  assert.deepEqual([room.epoch, room.seq, said("reset").length], [2, 900, 1]);
});

test("joining at our place loads nothing, joining behind it catches up", async () => {
  const { connection, room, seen } = setUp({ loads: [frame(10, 12)] });
  connection.answers = [
    { ok: true, epoch: 1, seq: 10, state: {} },
    { ok: true, epoch: 1, seq: 12, state: {} },
  ];
  await room.join();
  assert.equal(seen.asked.length, 0);
  connection.reopen();
  await settled();
  assert.deepEqual([room.seq, seen.pauses], [12, [500]]); // spread over a second
});

test("a server that stands before us was restored: everything is loaded", async () => {
  const { connection, room } = setUp({ loads: [{ reset: true, epoch: 1, seq: 4 }] });
  connection.answers = [{ ok: true, epoch: 1, seq: 4, state: {} }];
  await room.join();
  assert.equal(room.seq, 4);
});

test("the state of the room comes with joining", async () => {
  const { connection, room, said } = setUp();
  connection.answers = [{ ok: true, epoch: 1, seq: 10, state: { viewers: 7 } }];
  await room.join();
  assert.deepEqual(said("state")[0][1].values, { viewers: 7 });
});

test("a final refusal is told and not repeated", async () => {
  const { connection, room, said } = setUp();
  connection.answers = [{ ok: false, reason: "forbidden" }];
  await room.join();
  connection.reopen();
  await settled();
  assert.equal(connection.asked.length, 1);
  assert.deepEqual(said("refused")[0][1], { room: NAME, reason: "forbidden" });
});

test("a passing refusal is tried again", async () => {
  const { connection, room } = setUp();
  connection.answers = [
    { ok: false, reason: "rate" },
    { ok: true, epoch: 1, seq: 10, state: {} },
  ];
  await room.join();
  assert.equal(connection.asked.length, 2);
});

test("the expelled stay out", async () => {
  const { connection, seen, said } = setUp();
  connection.push("control", { room: NAME, name: "expelled", data: { reason: "revoked" } });
  connection.push("frame", frame(10, 11, { fragments: ["a"] }));
  connection.reopen();
  await settled();
  assert.deepEqual([seen.fragments, connection.asked], [[], []]);
  assert.equal(said("refused")[0][1].reason, "revoked");
});

test("other rooms are none of our business", () => {
  const { connection, room, seen } = setUp();
  connection.push("frame", { ...frame(10, 11), room: "board:2:zh" });
  connection.push("state", { room: "board:2:zh", values: {} });
  connection.push("frame", null);
  assert.deepEqual([room.seq, seen.said], [10, []]);
});
