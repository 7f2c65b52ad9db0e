import assert from "node:assert/strict";
import { test } from "node:test";

import { openKeeping } from "../../../../static/js/contests/judge/keeping.js";
import { Outbox } from "../../../../static/js/contests/judge/outbox.js";
import "../../browser.mjs";

// A server that behaves as ours: idempotent by key, and it can be out of reach in two ways.
class Server {
  rows = [];
  reachable = true;
  losesAnswers = false;
  refusals = new Map(); // slot -> {code}

  send = async (record) => {
    if (!this.reachable) throw new TypeError("network");
    const refusal = this.refusals.get(record.slot);
    if (refusal) return { refusal };
    if (!this.rows.some((row) => row.key === record.key)) this.rows.push({ ...record });
    if (this.losesAnswers) throw new TypeError("network");
    return { receipt: { clock: "09:10:00" } };
  };

  values = (slot) => this.rows.filter((row) => row.slot === slot).map((row) => row.value);
}

// Local storage that outlives the page.
function disk() {
  const held = new Map();
  return {
    getItem: (name) => held.get(name) ?? null,
    setItem: (name, value) => held.set(name, value),
    removeItem: (name) => held.delete(name),
  };
}

async function page(server, storage = disk()) {
  const timers = [];
  const outbox = new Outbox({
    store: await openKeeping(7, { indexedDB: null, storage }),
    send: server.send,
    random: () => 0.5,
    later(run, ms) {
      const timer = { run, ms };
      timers.push(timer);
      return () => timers.splice(timers.indexOf(timer), 1);
    },
  });
  await outbox.load();
  return { outbox, timers, storage };
}

let made = 0;
const mark = (slot, value, more = {}) => ({
  key: `key-${++made}`, kind: "mark", round: 1, entry: "e1", slot, value, ...more,
});

test("a mark is kept, sent, and gone with its receipt", async () => {
  const server = new Server();
  const { outbox } = await page(server);
  const heard = [];
  outbox.addEventListener("sent", ({ detail }) => heard.push(detail.receipt.clock));
  await outbox.add(mark("a.1", "9.0"));
  await outbox.flush();
  assert.deepEqual(server.values("a.1"), ["9.0"]);
  assert.deepEqual(heard, ["09:10:00"]);
  assert.equal(outbox.waiting.length, 0);
});

test("a mark goes in the moment its receipt comes, however slow the storage forgets", async () => {
  let forget;
  const store = { all: async () => [], put: async (record) => void (record.order = 1), remove: () => new Promise((done) => void (forget = done)) };
  const outbox = new Outbox({ store, send: new Server().send });
  let receipts = 0;
  outbox.addEventListener("sent", () => void (receipts += 1));
  await outbox.add(mark("a.1", "9.0"));
  while (!forget) await new Promise(setImmediate);
  assert.deepEqual([outbox.records.length, receipts], [0, 1]);
  forget();
});

test("offline marks wait through a reload and are sent in order, each once", async () => {
  const server = new Server();
  server.reachable = false;
  const first = await page(server);
  for (const slot of ["a.1", "b.1", "c.1"]) await first.outbox.add(mark(slot, "5"));
  await first.outbox.flush();
  assert.equal(first.outbox.waiting.length, 3);

  const second = await page(server, first.storage); // the browser was killed
  assert.equal(second.outbox.waiting.length, 3);
  server.reachable = true;
  await second.outbox.flush();
  assert.deepEqual(server.rows.map((row) => row.slot), ["a.1", "b.1", "c.1"]);
  assert.equal((await page(server, first.storage)).outbox.waiting.length, 0);
});

test("a lost answer: the same key again, one row", async () => {
  const server = new Server();
  server.losesAnswers = true;
  const { outbox } = await page(server);
  await outbox.add(mark("a.1", "9.0"));
  await outbox.flush();
  assert.equal(outbox.waiting.length, 1);
  server.losesAnswers = false;
  await outbox.flush();
  assert.equal(server.rows.length, 1);
  assert.equal(outbox.waiting.length, 0);
});

test("a newer mark replaces one that was never sent, not one that may have arrived", async () => {
  const server = new Server();
  server.losesAnswers = true;
  const { outbox } = await page(server);
  await outbox.add(mark("a.1", "7.0"));
  await outbox.flush(); // arrived, but we don't know
  server.reachable = false;
  await outbox.add(mark("a.1", "8.0"));
  await outbox.add(mark("a.1", "8.5"));
  await outbox.flush();
  assert.deepEqual(outbox.waiting.map((record) => record.value), ["7.0", "8.5"]);
  server.reachable = true;
  server.losesAnswers = false;
  await outbox.flush();
  assert.deepEqual(server.values("a.1"), ["7.0", "8.5"]);
});

test("a refused mark is kept aside with its reason and doesn't hold up the others", async () => {
  const server = new Server();
  server.refusals.set("a.1", { code: "locked", message: "locked" });
  const { outbox, storage } = await page(server);
  await outbox.add(mark("a.1", "9"));
  await outbox.add(mark("b.1", "8"));
  await outbox.flush();
  assert.deepEqual(server.values("b.1"), ["8"]);
  assert.equal(outbox.refused[0].refusal.code, "locked");
  assert.equal((await page(server, storage)).outbox.refused.length, 1);

  server.refusals.clear();
  await outbox.retry(outbox.refused[0].key);
  assert.deepEqual(server.values("a.1"), ["9"]);
});

test("a refused mark goes only by the judge's hand or a newer mark", async () => {
  const server = new Server();
  server.refusals.set("a.1", { code: "locked" });
  const { outbox } = await page(server);
  await outbox.add(mark("a.1", "9"));
  await outbox.flush();
  server.refusals.clear();
  await outbox.add(mark("a.1", "9.5"));
  await outbox.flush();
  assert.deepEqual(server.values("a.1"), ["9.5"]);
  assert.equal(outbox.refused.length, 0);

  server.refusals.set("b.1", { code: "recused" });
  await outbox.add(mark("b.1", "1"));
  await outbox.flush();
  await outbox.discard(outbox.refused[0].key);
  assert.equal(outbox.refused.length, 0);
});

test("marks refused in a pause go out by themselves when the round goes on", async () => {
  const server = new Server();
  server.refusals.set("a.1", { code: "round_closed" });
  const { outbox } = await page(server);
  await outbox.add(mark("a.1", "9"));
  await outbox.flush();
  server.refusals.clear();
  await outbox.resume(2);
  assert.equal(outbox.refused.length, 1);
  await outbox.resume(1);
  assert.deepEqual(server.values("a.1"), ["9"]);
});

test("a replaced device keeps everything and sends nothing more", async () => {
  const server = new Server();
  server.refusals.set("a.1", { code: "replaced" });
  const { outbox, storage } = await page(server);
  await outbox.add(mark("a.1", "9"));
  await outbox.add(mark("b.1", "8"));
  await outbox.flush();
  assert.equal(outbox.stopped, true);
  assert.equal(outbox.waiting.length, 2);
  assert.deepEqual(server.rows, []);

  server.refusals.clear(); // the seat was taken back, the page loaded anew
  const again = await page(server, storage);
  await again.outbox.flush();
  assert.equal(server.rows.length, 2);
});

test("a seat that was lost is tried again by the next page", async () => {
  const server = new Server();
  server.refusals.set("a.1", { code: "not_found" });
  const { outbox, storage } = await page(server);
  await outbox.add(mark("a.1", "9"));
  await outbox.flush();
  assert.equal(outbox.refused.length, 1);
  assert.equal((await page(server, storage)).outbox.waiting.length, 1);
});

test("tries come later and later, and only one is planned", async () => {
  const server = new Server();
  server.reachable = false;
  const { outbox, timers } = await page(server);
  await outbox.add(mark("a.1", "9"));
  await outbox.flush();
  const waits = [];
  for (let n = 0; n < 6; n++) {
    assert.equal(timers.length, 1);
    waits.push(timers[0].ms);
    await timers[0].run();
  }
  assert.deepEqual(waits, [1000, 2000, 4000, 8000, 16000, 20000].slice(0, 6));
});

test("two pages of one phone never double a mark", async () => {
  const server = new Server();
  server.reachable = false;
  const one = await page(server);
  await one.outbox.add(mark("a.1", "9"));
  await one.outbox.flush();
  const other = await page(server, one.storage);
  server.reachable = true;
  await Promise.all([one.outbox.flush(), other.outbox.flush()]);
  assert.deepEqual(server.values("a.1"), ["9"]);
});

test("without any storage the page says that it keeps nothing", async () => {
  assert.equal((await openKeeping(7, { indexedDB: null, storage: null })).lasting, false);
});
