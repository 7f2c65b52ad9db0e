import assert from "node:assert/strict";
import { test } from "node:test";

import { applyFragment, applyFragments } from "../../../static/js/live/fragments.js";
import { logSource, panelSource } from "../../../static/js/live/sources.js";

const BODY = {};

function page(elements) {
  return {
    body: BODY,
    querySelector: (selector) => elements[selector] ?? null,
    getElementById: (id) => elements[`#${id}`] ?? null,
  };
}

function recorder() {
  const swaps = [];
  return { swaps, htmx: { swap: (...swap) => swaps.push(swap) } };
}

function serve(t, status, body) {
  const asked = [];
  t.mock.method(globalThis, "fetch", async (url) => {
    asked.push(url);
    return new Response(body, { status });
  });
  return asked;
}

test("a fragment is swapped with the body as context, so that morph works", () => {
  const { swaps, htmx } = recorder();
  const means = { htmx, page: page({ "#a": {} }) };
  assert.equal(applyFragment({ target: "#a", html: "<p>" }, means), true);
  const expected = ["#a", "<p>", { swapStyle: "morph:outerHTML" }, { contextElement: BODY }];
  assert.deepEqual(swaps, [expected]);
});

test("what isn't on this page is passed over", () => {
  const { swaps, htmx } = recorder();
  const means = { htmx, page: page({ "#b": {} }) };
  applyFragments([{ target: "#a", html: "" }, { target: "#b", swap: "beforeend", html: "x" }], means);
  assert.deepEqual(swaps.map(([target, , spec]) => [target, spec.swapStyle]), [["#b", "beforeend"]]);
  applyFragments(undefined, means);
});

test("a panel tells its place by its root", async (t) => {
  serve(t, 200, "<section>");
  const { swaps, htmx } = recorder();
  const elements = { "#board": { dataset: { epoch: "3", seq: "17" } } };
  const load = panelSource("board", "/panel", { htmx, page: page(elements) });
  assert.deepEqual(await load(), { panel: true, epoch: 3, seq: 17 });
  assert.equal(swaps[0][0], "#board");
});

test("a panel that may not be seen is final, one that fails is not", async (t) => {
  const { htmx } = recorder();
  serve(t, 404, "");
  assert.deepEqual(await panelSource("b", "/", { htmx, page: page({}) })(), { refused: "forbidden" });
  serve(t, 502, "");
  await assert.rejects(panelSource("b", "/", { htmx, page: page({}) })());
});

test("the log is asked with place, ticket and what is wanted", async (t) => {
  const asked = serve(t, 200, '{"epoch":1,"after":4,"seq":9,"panel":null}');
  const room = { name: "chat:1", ticket: "t&", epoch: 1, seq: 4 };
  assert.deepEqual(await logSource()(room, 9), { epoch: 1, after: 4, seq: 9 });
  assert.equal(asked[0], "/live/catch-up?room=chat%3A1&epoch=1&after=4&want=9&ticket=t%26");
});

test("a refusal of the log names its reason", async (t) => {
  serve(t, 403, '{"ok":false,"reason":"expired"}');
  assert.deepEqual(await logSource()({}, 0), { refused: "expired" });
});
