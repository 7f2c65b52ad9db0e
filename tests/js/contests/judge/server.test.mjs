import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.document ??= { querySelector: () => null, getElementById: () => null, addEventListener: () => {} };
const { Server } = await import("../../../../static/js/contests/judge/server.js");

const answer = (status, body, headers = {}) => new Response(body === null ? null : JSON.stringify(body), { status, headers });
const mark = { kind: "mark", round: 3, entry: "e", key: "k", item: "a", attempt: 1, value: "9.0", note: null, madeAt: "t" };

// Answers in turn; remembers what was asked.
function replies(...answers) {
  const asked = [];
  const fetch = async (address, options) => {
    asked.push({ address, token: options.headers["X-CSRFToken"], etag: options.headers["If-None-Match"] });
    return answers.shift();
  };
  return { fetch, asked };
}

test("a token that is no longer good is replaced and the mark sent again", async () => {
  const { fetch, asked } = replies(
    answer(400, { error: { code: "csrf", message: "" } }),
    answer(200, { csrf: "fresh", device: 1, round: {} }),
    answer(200, { receipt: { clock: "09:10:00" }, value: "9.0" }),
  );
  const found = await new Server("/judge/7", 3, { fetch, token: "old" }).send(mark);
  assert.equal(found.value, "9.0");
  assert.deepEqual(asked.map((one) => one.token), ["old", undefined, "fresh"]);
  assert.equal(asked[2].address, "/judge/7/rounds/3/marks");
});

test("a browser that keeps no cookies doesn't ask for ever", async () => {
  const csrf = () => answer(400, { error: { code: "csrf" } });
  const { fetch, asked } = replies(csrf(), answer(200, { csrf: "x", round: {} }), csrf());
  assert.deepEqual(await new Server("/judge/7", 3, { fetch, token: "" }).send(mark), { unreachable: true });
  assert.equal(asked.length, 3);
});

test("refusals carry the server's words; faults and limits mean later", async () => {
  const refusal = { code: "locked", message: "已锁定" };
  const { fetch } = replies(answer(409, { error: refusal }), answer(503, null), answer(429, {}));
  const server = new Server("/judge/7", 3, { fetch, token: "" });
  assert.deepEqual(await server.send(mark), { refusal });
  assert.deepEqual(await server.send(mark), { unreachable: true });
  assert.deepEqual(await server.send(mark), { unreachable: true });
});

test("an unchanged state costs nothing, a lost seat is told", async () => {
  const { fetch, asked } = replies(
    answer(200, { csrf: "t", round: { id: 3 } }, { ETag: '"1"' }),
    answer(304, null),
    answer(409, { error: { code: "replaced" } }),
  );
  const server = new Server("/judge/7", 3, { fetch, token: "" });
  assert.deepEqual(await server.state(), { round: { id: 3 } });
  assert.deepEqual(await server.state(), { unchanged: true });
  assert.equal(asked[1].etag, '"1"');
  assert.deepEqual(await server.state(), { gone: "replaced" });
});
