import assert from "node:assert/strict";
import { test } from "node:test";

import { fitCard } from "../../../static/js/quizzes/hall/fit.js";

// A card of 500 whose content takes `heights[step]`.
const card = (...heights) => ({
  dataset: {},
  clientHeight: 500,
  get scrollHeight() {
    return heights[this.dataset.fit ?? 0] ?? heights.at(-1);
  },
});

test("a question that fits stays as large as it is", () => {
  const one = card(500);
  one.dataset.fit = 3; // of the question before
  fitCard(one);
  assert.deepEqual(one.dataset, {});
});

test("a longer one is set smaller until it fits, and no smaller", () => {
  const one = card(900, 700, 480, 400);
  fitCard(one);
  assert.equal(one.dataset.fit, 2);
});

test("what never fits is as small as there is", () => {
  const one = card(5_000);
  fitCard(one);
  assert.equal(one.dataset.fit, 5);
});
