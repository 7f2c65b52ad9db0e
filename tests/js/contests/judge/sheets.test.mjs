import assert from "node:assert/strict";
import { test } from "node:test";

import { Sheets } from "../../../../static/js/contests/judge/sheets.js";

const slots = ["a.1", "b.1", "c.1"];
const entrant = (key, marks = {}, more = {}) => ({
  key, label: key, sheet: "open", slots, fullMarks: "30",
  marks: Object.fromEntries(Object.entries(marks).map(([slot, value]) => [slot, { value, note: null, seq: 1, at: "t" }])),
  ...more,
});
const round = (entrants, state = "open") => ({
  id: 1, state, onStage: null, slots: slots.map((slot) => ({ slot, title: slot })), entrants,
});
const record = (slot, value, more = {}) => ({
  kind: "mark", round: 1, entry: "A", slot, value, note: null, madeAt: "now", refusal: null, ...more,
});

test("what waits lies over what is saved", () => {
  const sheets = new Sheets(round([entrant("A", { "a.1": "9.0" })]), [record("a.1", "8.5"), record("b.1", "7.0")]);
  assert.deepEqual([sheets.mark("A", "a.1").value, sheets.mark("A", "a.1").state], ["8.5", "waiting"]);
  assert.equal(sheets.mark("A", "c.1"), null);
  assert.equal(sheets.subtotal("A"), "15.5");
  assert.equal(sheets.done("A"), 2);
});

test("a mark taken back on the phone is empty at once", () => {
  const sheets = new Sheets(round([entrant("A", { "a.1": "9.0" })]), [record("a.1", "")]);
  assert.equal(sheets.mark("A", "a.1"), null);
  assert.equal(sheets.done("A"), 0);
});

test("a refused mark is shown but doesn't count", () => {
  const sheets = new Sheets(round([entrant("A")]), [record("a.1", "9.0", { refusal: { code: "locked" } })]);
  assert.equal(sheets.mark("A", "a.1").state, "refused");
  assert.equal(sheets.done("A"), 0);
  assert.equal(sheets.subtotal("A"), "0");
});

test("records of other rounds and entrants stay out", () => {
  const sheets = new Sheets(round([entrant("A"), entrant("B")]), [record("a.1", "1", { round: 2 }), record("b.1", "2", { entry: "B" })]);
  assert.equal(sheets.done("A"), 0);
  assert.equal(sheets.done("B"), 1);
});

test("the next empty line goes round and ends", () => {
  const sheets = new Sheets(round([entrant("A", { "b.1": "1" })]));
  assert.equal(sheets.nextEmpty("A"), "a.1");
  assert.equal(sheets.nextEmpty("A", "a.1"), "c.1");
  assert.equal(sheets.nextEmpty("A", "c.1"), "a.1");
  const full = new Sheets(round([entrant("A", { "a.1": "1", "b.1": "1", "c.1": "1" })]));
  assert.equal(full.nextEmpty("A", "a.1"), null);
  assert.equal(full.isComplete("A"), true);
});

test("a lock on its way keeps the sheet shut", () => {
  const sheets = new Sheets(round([entrant("A")]), [record(null, null, { kind: "sheet" })]);
  assert.equal(sheets.sheet("A"), "locking");
  assert.equal(sheets.isOpen("A"), false);
});

test("own earlier marks of a line, without the entrant being marked", () => {
  const sheets = new Sheets(round([entrant("A", { "a.1": "1.0" }), entrant("B", { "a.1": "9.5" }), entrant("C", { "a.1": "10.0" })]));
  assert.deepEqual(sheets.earlier("a.1", "A"), { count: 2, low: "9.5", high: "10.0" });
  assert.equal(sheets.earlier("b.1", "A"), null);
});

test("a judge is led on from an untouched or a finished sheet, not out of the middle", () => {
  const sheets = new Sheets(round([entrant("A", { "a.1": "1" }), entrant("B"), entrant("C", { "a.1": "1" }, { sheet: "locked" })]));
  assert.deepEqual(["A", "B", "C", null].map((key) => sheets.maySwitchFrom(key)), [false, true, true, true]);
});

test("in a pause typing goes on, after closing it doesn't", () => {
  assert.equal(new Sheets(round([entrant("A")], "paused")).isOpen("A"), true);
  assert.equal(new Sheets(round([entrant("A")], "review")).isOpen("A"), false);
});
