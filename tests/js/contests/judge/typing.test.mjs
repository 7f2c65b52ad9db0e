import assert from "node:assert/strict";
import { test } from "node:test";

import { DELETE, DOWN, Typing, UP, keyFor } from "../../../../static/js/contests/judge/typing.js";

const half = { minimum: "0", maximum: "10", step: "0.5" };
const type = (typing, ...keys) => keys.reduce((now, key) => now.press(key), typing);

test("digits make a mark, padded to the decimals of the step", () => {
  assert.equal(type(new Typing(half), "8", ".", "5").value, "8.5");
  assert.equal(type(new Typing(half), "9").value, "9.0");
  assert.equal(type(new Typing(half), "1", "0").value, "10.0");
});

test("dead keys change nothing", () => {
  const typing = type(new Typing(half), "8");
  assert.equal(typing.accepts("5"), false);
  assert.equal(typing.press("5"), typing);
});

test("the first digit replaces what was saved, delete edits it", () => {
  const saved = new Typing(half, "9.0");
  assert.equal(saved.isChanged, false);
  assert.equal(saved.press("7").value, "7.0");
  assert.equal(saved.press(DELETE).text, "9.");
  assert.equal(type(saved, DELETE, "5").value, "9.5");
});

test("a mark deleted to nothing is taken back", () => {
  const typing = type(new Typing(half, "9"), DELETE);
  assert.equal(typing.value, "");
  assert.equal(typing.isChanged, true);
  assert.equal(typing.accepts(DELETE), false);
});

test("typing the same mark again is no change", () => {
  assert.equal(new Typing(half, "9.0").press("9").isChanged, false);
});

test("what is no mark yet has no value", () => {
  const typing = new Typing({ minimum: "60", maximum: "100", step: "1" }).press("7");
  assert.equal(typing.value, null);
  assert.equal(typing.isUnfinished, true);
  assert.equal(typing.press("0").value, "70");
});

test("a point on nothing begins with nought", () => {
  assert.equal(type(new Typing(half), ".", "5").value, "0.5");
});

test("step keys go from the mark that stands there", () => {
  assert.equal(new Typing(half, "9.0").press(UP).value, "9.5");
  assert.equal(new Typing(half, "9.0").press(DOWN).value, "8.5");
  assert.equal(new Typing(half).accepts(UP), false);
  assert.equal(new Typing(half, "10.0").accepts(UP), false);
});

test("a level is chosen whole", () => {
  const levels = { minimum: "0", maximum: "3", step: "1" };
  assert.equal(new Typing(levels).choose("2").value, "2");
  assert.equal(new Typing(levels).choose("4").value, "");
});

test("keyboards: full-width digits, points of any kind, signs", () => {
  assert.equal(keyFor("８"), "8");
  assert.equal(keyFor("。"), ".");
  assert.equal(keyFor("-"), DOWN);
  assert.equal(keyFor("-", { negative: true }), "-");
  assert.equal(keyFor("a"), null);
  assert.equal(keyFor("F5"), null);
  assert.equal(keyFor("Backspace"), DELETE);
});
