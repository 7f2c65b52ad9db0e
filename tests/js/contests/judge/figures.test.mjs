import assert from "node:assert/strict";
import { test } from "node:test";

import { isMark, leads, marksOf, millionths, stepFrom, stepText, tidy, total } from
  "../../../../static/js/contests/judge/figures.js";

const half = marksOf({ minimum: "0", maximum: "10", step: "0.5" });
const tenth = marksOf({ minimum: "7", maximum: "9.9", step: "0.1" });
const hundred = marksOf({ minimum: "0", maximum: "100", decimals: 1 });
const level = marksOf({ minimum: "0", maximum: "3", step: "1" });
const penalty = marksOf({ minimum: "-5", maximum: "0", step: "0.5" });

const typeable = (marks, keys = "0123456789.") => [...keys].filter((key) => leads(key, marks)).join("");

test("only first digits that can become a mark are alive", () => {
  assert.equal(typeable(half), "0123456789");
  assert.equal(typeable(tenth), "789");
  assert.equal(typeable(level), "0123");
  assert.equal(typeable(hundred), "0123456789");
});

test("a further digit must stay within range, step and decimals", () => {
  assert.deepEqual(["10", "11", "8.", "8.5", "8.0", "8.2", "8.50", "10."].map((t) => leads(t, half)),
    [true, false, true, true, true, false, false, false]);
  assert.deepEqual(["9.9", "9.91", "10", "7.0", "6"].map((t) => leads(t, tenth)), [true, false, false, true, false]);
  assert.deepEqual(["100", "101", "99.9", "99.95", "100."].map((t) => leads(t, hundred)), [true, false, true, false, false]);
  assert.equal(leads("2.", level), false);
});

test("leading noughts and garbage lead nowhere", () => {
  for (const text of ["00", "05", ".", ".5", "1e1", "８", "8,5", "8.5.", " 8", "--1", "NaN"])
    assert.equal(leads(text, hundred), false, text);
});

test("a minimum above nought needs all its digits", () => {
  const marks = marksOf({ minimum: "60", maximum: "100", step: "1" });
  assert.equal(leads("6", marks), true);
  assert.equal(isMark("6", marks), false);
  assert.equal(isMark("60", marks), true);
  assert.equal(leads("5", marks), false);
  assert.equal(leads("1", marks), true);
  assert.equal(leads("11", marks), false);
});

test("steps are counted from the minimum", () => {
  const marks = marksOf({ minimum: "0.25", maximum: "2", step: "0.5" });
  assert.deepEqual(["0.25", "0.75", "1.75", "0.5", "1", "2"].map((t) => isMark(t, marks)),
    [true, true, true, false, false, false]);
});

test("step and decimals must hold together", () => {
  const marks = marksOf({ minimum: "0", maximum: "1", step: "0.25", decimals: 1 });
  assert.deepEqual(["0", "0.5", "0.25", "0.7", "1"].map((t) => isMark(t, marks)), [true, true, false, false, true]);
});

test("negative marks", () => {
  assert.equal(leads("-", penalty), true);
  assert.equal(leads("-", half), false);
  assert.equal(isMark("-4.5", penalty), true);
  assert.equal(leads("-6", penalty), false);
  assert.equal(leads("1", penalty), false);
  assert.equal(tidy("-4", penalty), "-4.0");
});

test("without step or decimals six decimals are allowed and nothing is padded", () => {
  const marks = marksOf({ minimum: "0", maximum: "10" });
  assert.equal(isMark("3.141592", marks), true);
  assert.equal(leads("3.1415926", marks), false);
  assert.equal(stepText(marks), null);
  assert.equal(tidy("3.10", marks), "3.1");
});

test("stepping stops at both ends and needs a mark to start from", () => {
  assert.equal(stepFrom("9.5", 1, half), "10.0");
  assert.equal(stepFrom("10", 1, half), null);
  assert.equal(stepFrom("0", -1, half), null);
  assert.equal(stepFrom("", 1, half), null);
  assert.equal(stepFrom("0.3", 1, tenth), null);
});

test("sums are exact where floats are not", () => {
  assert.equal(total(["0.1", "0.2"]), "0.3");
  assert.equal(total(["9.0", "8.5", "9.5"], 1), "27.0");
  assert.equal(total([]), "0");
});

test("every text that leads somewhere can be completed, and no other one can", () => {
  const marks = marksOf({ minimum: "2.5", maximum: "12", step: "0.75" });
  const all = [];
  for (let value = 2_500_000n; value <= 12_000_000n; value += 750_000n) all.push(value);
  const texts = all.map((value) => tidy(`${value / 1_000_000n}.${String(value % 1_000_000n).padStart(6, "0")}`, marks));
  for (const value of texts) assert.equal(isMark(value, marks), true);
  for (let n = 0; n < 2000; n++) {
    for (const text of [String(n), (n / 10).toFixed(1), (n / 100).toFixed(2)]) {
      const can = texts.some((value) => value.startsWith(text) || millionths(value) === millionths(text));
      assert.equal(leads(text, marks), can, text);
    }
  }
});
