import assert from "node:assert/strict";
import { test } from "node:test";

import { Pages } from "../../../../static/js/contests/board/pages.js";

const EVERY = 8_000;
const make = (count) => {
  const pages = new Pages({ size: 8, every: EVERY, now: 0 });
  pages.update({ count, stageKey: undefined, stageIndex: -1 }, 0);
  return pages;
};

test("a list that fits has one page that never turns", () => {
  const pages = make(8);
  assert.equal(pages.pages, 1);
  assert.equal(pages.tick(EVERY * 3), false);
});

test("nobody at all is one page too", () => {
  assert.equal(make(0).pages, 1);
});

test("pages turn in time and begin again after the last", () => {
  const pages = make(17);
  const seen = [];
  for (let now = EVERY; now <= EVERY * 4; now += EVERY) {
    assert.equal(pages.tick(now - 1), false);
    assert.equal(pages.tick(now), true);
    seen.push(pages.page);
  }
  assert.deepEqual(seen, [1, 2, 0, 1]);
});

test("every entrant is on exactly one page", () => {
  const pages = make(20);
  const seen = [];
  for (let turn = 0; turn < pages.pages; turn++) {
    for (let index = 0; index < 20; index++) if (pages.shows(index)) seen.push(index);
    pages.tick(EVERY * (turn + 1));
  }
  assert.deepEqual(seen, [...Array(20).keys()]);
});

test("who is called is shown, and for a full turn", () => {
  const pages = make(20);
  pages.update({ count: 20, stageKey: "a", stageIndex: 17 }, 7_900);
  assert.equal(pages.page, 2);
  assert.equal(pages.tick(EVERY), false);
  assert.equal(pages.tick(7_900 + EVERY), true);
  assert.equal(pages.page, 0);
});

test("the page follows when who is on stage takes another place", () => {
  const pages = make(20);
  pages.update({ count: 20, stageKey: "a", stageIndex: 17 }, 0);
  pages.tick(EVERY);
  pages.update({ count: 20, stageKey: "a", stageIndex: 17 }, EVERY + 1);
  assert.equal(pages.page, 0, "nothing has happened to them: the pages go on");
  pages.update({ count: 20, stageKey: "a", stageIndex: 9 }, EVERY + 2);
  assert.equal(pages.page, 1);
});

test("the page exists still when the list gets shorter", () => {
  const pages = make(20);
  pages.update({ count: 20, stageKey: "a", stageIndex: 19 }, 0);
  pages.update({ count: 5, stageKey: undefined, stageIndex: -1 }, 1);
  assert.equal(pages.page, 0);
});
