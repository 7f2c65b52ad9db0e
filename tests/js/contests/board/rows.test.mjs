import assert from "node:assert/strict";
import { test } from "node:test";

import { moveWords, reorder, shareOf } from "../../../../static/js/contests/board/rows.js";

// A list element as far as reorder uses it; counts what is moved.
function listOf(...names) {
  const list = { moves: 0, children: [] };
  list.insertBefore = (slot, following) => {
    list.moves++;
    list.children.splice(list.children.indexOf(slot), 1);
    const at = following ? list.children.indexOf(following) : list.children.length;
    list.children.splice(at, 0, slot);
  };
  for (const name of names) {
    const slot = { name };
    Object.defineProperty(slot, "nextElementSibling", {
      get: () => list.children[list.children.indexOf(slot) + 1] ?? null,
    });
    list.children.push(slot);
  }
  const all = [...list.children];
  list.slotOf = (name) => all.find((slot) => slot.name === name) ?? null;
  list.names = () => list.children.map((slot) => slot.name).join("");
  return list;
}

const put = (list, from, keys) => reorder(list, from, [...keys], list.slotOf);

test("a stretch of the list takes its new order", () => {
  const list = listOf(..."abcdef");
  assert.equal(put(list, 1, "dbc"), true);
  assert.equal(list.names(), "adbcef");
});

test("who rises past others is moved alone", () => {
  const list = listOf(..."abcdef");
  put(list, 0, "fabcde");
  assert.equal(list.names(), "fabcde");
  assert.equal(list.moves, 1);
});

test("the same order moves nothing", () => {
  const list = listOf(..."abc");
  put(list, 0, "abc");
  assert.equal(list.moves, 0);
});

test("random orders come out as they are told", () => {
  const names = [..."abcdefghij"];
  for (let round = 1; round <= 50; round++) {
    const wanted = [...names].sort((a, b) => ((a.charCodeAt() * round * 7919) % 31) - ((b.charCodeAt() * round * 7919) % 31));
    const list = listOf(...names);
    put(list, 0, wanted);
    assert.equal(list.names(), wanted.join(""));
  }
});

test("an entrant nobody knows changes nothing and is told", () => {
  const list = listOf(..."abc");
  assert.equal(put(list, 0, "xab"), false);
  assert.equal(list.names(), "abc");
});

test("shares are of the leader's total", () => {
  assert.equal(shareOf("44.00", "88.00"), "50.0");
  assert.equal(shareOf("88.00", "88.00"), "100.0");
  assert.equal(shareOf("-3", "88.00"), "0.0");
  for (const [total, best] of [["", "88"], ["88", ""], ["1:02.35", "88"], ["DNF", "88"], ["5", "0"]])
    assert.equal(shareOf(total, best), "0");
});

test("movement in words", () => {
  const texts = { textNone: "same", textUp: "up {n}", textDown: "down {n}" };
  assert.deepEqual([0, 3, -2].map((n) => moveWords(texts, n)), ["same", "up 3", "down 2"]);
});
