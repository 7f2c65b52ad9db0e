import assert from "node:assert/strict";
import { test } from "node:test";

import { openKeeping } from "../../../../static/js/contests/judge/keeping.js";
import { Marking } from "../../../../static/js/contests/judge/marking.js";
import { Outbox } from "../../../../static/js/contests/judge/outbox.js";
import "../../browser.mjs";

const line = (item) => ({ slot: `${item}.1`, item, attempt: 1, attempts: 1, title: item, minimum: "0", maximum: "10", step: "0.5", decimals: null, levels: [] });
const entrant = (key, marks = {}, more = {}) => ({
  key, label: key, name: "", position: 1, sheet: "open", refused: false, reason: null, slots: ["a.1", "b.1"], fullMarks: "20",
  marks: Object.fromEntries(Object.entries(marks).map(([slot, value]) => [slot, { value, note: null, seq: 1, at: "t" }])),
  ...more,
});
const roundOf = (entrants, more = {}) => ({ id: 1, seq: 1, state: "open", onStage: null, slots: [line("a"), line("b")], entrants, ...more });

async function console_(round, answer = async () => ({ unreachable: true })) {
  const sent = [];
  const outbox = new Outbox({
    store: await openKeeping(1, { indexedDB: null, storage: null }),
    send: (record) => sent.push(record) && answer(record),
    later: () => () => {},
  });
  const time = { now: 1_000_000 };
  let keys = 0;
  const marking = new Marking(round, outbox, { clock: () => time.now, newKey: () => `key-${++keys}` });
  const told = [];
  marking.addEventListener("told", ({ detail }) => told.push(detail.what));
  marking.open(round.entrants[0].key);
  return { marking, outbox, sent, told, time };
}
const type = (marking, text) => [...text].forEach((key) => marking.press(key));

test("the big key enters a mark, goes on, and leads to the review at the end", async () => {
  const { marking, outbox } = await console_(roundOf([entrant("A")]));
  assert.equal(marking.slot, "a.1");
  type(marking, "8.5");
  assert.equal(marking.step, "next");
  assert.equal(marking.next(), false);
  assert.equal(marking.slot, "b.1");
  assert.equal(marking.step, null); // the last line is empty: nothing to go on to
  type(marking, "9");
  assert.equal(marking.step, "save");
  assert.equal(marking.next(), false);
  assert.equal(marking.step, "review");
  assert.equal(marking.next(), true);
  assert.deepEqual(outbox.records.map((r) => [r.slot, r.value, r.key]), [["a.1", "8.5", "key-1"], ["b.1", "9.0", "key-2"]]);
});

test("digits typed right after the big key belong to the next line", async () => {
  const { marking, outbox } = await console_(roundOf([entrant("A")]));
  type(marking, "8");
  marking.next();
  type(marking, "7"); // before anything was stored or sent
  marking.next();
  assert.deepEqual(outbox.records.map((r) => [r.slot, r.value]), [["a.1", "8.0"], ["b.1", "7.0"]]);
});

test("leaving a line enters what was typed; what is no mark is dropped and said", async () => {
  const { marking, outbox, told } = await console_({
    ...roundOf([entrant("A")]), slots: [{ ...line("a"), minimum: "60", maximum: "99", step: "1" }, line("b")],
  });
  type(marking, "7");
  assert.equal(marking.step, null);
  marking.select("b.1");
  assert.deepEqual(told, ["dropped"]);
  assert.equal(outbox.records.length, 0);
});

test("a receipt is written into what is known, and typing goes on undisturbed", async () => {
  const answer = async (record) => ({ receipt: { seq: 5, at: "t", clock: "09:10:00" }, value: record.value });
  const { marking, outbox, told } = await console_(roundOf([entrant("A")]), answer);
  type(marking, "8");
  marking.next();
  type(marking, "3");
  await outbox.flush();
  while (outbox.records.length) await outbox.flush();
  assert.equal(marking.round.entrants[0].marks["a.1"].value, "8.0");
  assert.equal(marking.typing.text, "3");
  assert.deepEqual(told, ["kept", "receipt"]);
});

test("news from before the last receipt is not taken", async () => {
  const answer = async (record) => ({ receipt: { seq: 5, at: "t", clock: "c" }, value: record.value });
  const { marking, outbox } = await console_(roundOf([entrant("A")]), answer);
  type(marking, "8");
  marking.next();
  while (outbox.records.length) await outbox.flush();
  assert.equal(marking.take(roundOf([entrant("A")], { seq: 4 })), false);
  assert.equal(marking.sheets.mark("A", "a.1").value, "8.0");
  assert.equal(marking.take(roundOf([entrant("A", { "a.1": "8.0" })], { seq: 5 })), true);
});

test("the call is followed from an untouched sheet with hands off, else announced", async () => {
  const round = () => roundOf([entrant("A"), entrant("B"), entrant("C", { "a.1": "1.0" })]);
  const still = await console_(round());
  still.marking.call("B");
  assert.equal(still.marking.entrantKey, "B");

  const touched = await console_(round());
  touched.marking.touch();
  touched.time.now += 1_000;
  touched.marking.call("B");
  assert.equal(touched.marking.entrantKey, "A");

  const typing = await console_(round());
  type(typing.marking, "8");
  typing.time.now += 60_000;
  typing.marking.call("B");
  assert.equal(typing.marking.entrantKey, "A");
  assert.equal(typing.marking.typing.text, "8");

  const begun = await console_(round());
  begun.marking.open("C");
  begun.marking.call("B");
  assert.equal(begun.marking.entrantKey, "C");
});

test("a draft comes back to its line, but never onto a locked sheet", async () => {
  const { marking } = await console_(roundOf([entrant("A"), entrant("B", {}, { sheet: "locked" })]));
  marking.resume({ entrant: "A", slot: "b.1", text: "7." });
  assert.deepEqual([marking.slot, marking.typing.text, marking.typing.isChanged], ["b.1", "7.", true]);
  marking.resume({ entrant: "B", slot: "a.1", text: "7" });
  assert.equal(marking.entrantKey, "A");
});

test("keys are dead on a locked sheet", async () => {
  const { marking } = await console_(roundOf([entrant("A", {}, { sheet: "locked" })]));
  type(marking, "8");
  assert.equal(marking.typing.text, "");
  assert.equal(marking.step, null);
});

test("a note goes with the mark it belongs to", async () => {
  const { marking, outbox } = await console_(roundOf([entrant("A", { "a.1": "8.0", "b.1": "9.0" })]));
  marking.enter({ note: "毛刺" });
  assert.deepEqual(outbox.records.map((r) => [r.slot, r.value, r.note]), [["a.1", "8.0", "毛刺"]]);
  marking.press("7");
  marking.next();
  assert.equal(outbox.records.at(-1).note, "毛刺"); // a changed mark keeps its note
});

test("the desk's giving back is told", async () => {
  const { marking, told } = await console_(roundOf([entrant("A", {}, { sheet: "asked" })]));
  marking.take(roundOf([entrant("A")], { seq: 2 }));
  assert.deepEqual(told, ["reopened"]);
  assert.equal(marking.isOpen, true);
});

test("marks refused in a pause go out when the round goes on", async () => {
  let paused = true;
  const answer = async (record) =>
    paused ? { refusal: { code: "round_closed", message: "" } } : { receipt: { seq: 9, at: "t", clock: "c" }, value: record.value };
  const { marking, outbox } = await console_(roundOf([entrant("A")], { state: "paused" }), answer);
  type(marking, "8");
  marking.next();
  await outbox.flush();
  assert.equal(marking.sheets.mark("A", "a.1").state, "waiting");
  paused = false;
  marking.take(roundOf([entrant("A")], { seq: 2 }));
  while (outbox.records.length) await outbox.flush();
  assert.equal(marking.round.entrants[0].marks["a.1"].value, "8.0");
});
