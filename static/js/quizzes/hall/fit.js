// A question that is longer than its card is set smaller, step by step, until all of it is seen:
// nothing of what is asked may be missing on the screen.

const SMALLEST = 5; // quiz-hall.css has a size for each step

export function fitCard(card = document.querySelector(".qh-card")) {
  if (!card) return;
  delete card.dataset.fit;
  for (let step = 1; step <= SMALLEST && card.scrollHeight > card.clientHeight + 1; step++)
    card.dataset.fit = step;
}
