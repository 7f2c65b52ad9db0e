import assert from "node:assert/strict";
import { test } from "node:test";

import { words } from "../../../static/js/live/badge.js";
import { Connection } from "../../../static/js/live/connection.js";
import "../browser.mjs";
import { FakeSocket, settled } from "./fakes.mjs";

function setUp(t) {
  let look;
  t.mock.method(globalThis, "setInterval", (every) => (look = every));
  let now = 1_000_000;
  const socket = new FakeSocket();
  const page = new EventTarget();
  const host = new EventTarget();
  const connection = new Connection({ open: () => socket, clock: () => now });
  const states = [];
  connection.addEventListener("state", ({ detail }) => states.push(detail.state));
  connection.start({ page, host, device: "device-1" });
  const after = (ms) => {
    now += ms;
    look();
  };
  return { connection, socket, page, host, states, after };
}

test("before any contact it is connecting, then offline", (t) => {
  const { connection, states, after } = setUp(t);
  assert.equal(connection.state, "connecting");
  after(4_000);
  assert.equal(connection.state, "connecting");
  after(2_000);
  assert.deepEqual([states, connection.lastContact], [["offline"], null]);
});

test("a short loss is weak, a long one offline, and it comes back", (t) => {
  const { socket, states, after } = setUp(t);
  socket.open();
  socket.lose();
  after(6_000);
  socket.open();
  assert.deepEqual(states, ["connected", "weak", "offline", "connected"]);
});

test("silence is weak, and is looked into at once", async (t) => {
  const { connection, socket, after } = setUp(t);
  socket.open();
  socket.answer = null;
  after(14_000);
  assert.equal(connection.state, "weak");
  assert.deepEqual(socket.emitted, [["probe", {}]]);
  await settled();
  assert.equal(socket.restarts, 1);
});

test("heartbeats keep it connected and are the last contact", (t) => {
  const { connection, socket, after } = setUp(t);
  socket.open();
  after(6_000);
  socket.packet();
  after(6_000);
  assert.deepEqual([connection.state, connection.lastContact], ["connected", 1_006_000]);
});

test("a device without a network says so at once", (t) => {
  const { connection, socket, host } = setUp(t);
  socket.open();
  host.dispatchEvent(new Event("offline"));
  assert.equal(connection.state, "offline");
});

test("coming back to the page asks when open and reconnects when not", async (t) => {
  const { socket, page, host } = setUp(t);
  socket.open();
  page.hidden = true;
  page.dispatchEvent(new Event("visibilitychange"));
  assert.deepEqual(socket.emitted, []);
  page.hidden = false;
  page.dispatchEvent(new Event("visibilitychange"));
  await settled();
  assert.deepEqual([socket.emitted, socket.restarts], [[["probe", {}]], 0]);
  socket.lose();
  host.dispatchEvent(new Event("online"));
  assert.equal(socket.restarts, 1);
});

test("nothing is kept for later: asking while closed fails", async (t) => {
  const { connection, socket } = setUp(t);
  await assert.rejects(connection.send("quiz:1", "press"), /offline/);
  socket.open();
  assert.deepEqual(await connection.send("quiz:1", "press", { n: 1 }), { ok: true });
  assert.deepEqual(socket.emitted, [["act", { room: "quiz:1", name: "press", data: { n: 1 } }]]);
});

test("a server that closes the door is asked again", (t) => {
  const { socket } = setUp(t);
  socket.open();
  socket.lose("io server disconnect");
  assert.equal(socket.restarts, 1);
});

test("the sign speaks in words, with the time of the last contact", () => {
  const texts = { textOffline: "none since {time}", textNever: "none yet", textConnected: "live" };
  const at = new Date(2026, 4, 12, 9, 5, 7).getTime();
  assert.equal(words(texts, "offline", at), "none since 09:05:07");
  assert.equal(words(texts, "offline", null), "none yet");
  assert.equal(words(texts, "connected", at), "live");
  assert.equal(words(texts, "weak", at), "");
});
