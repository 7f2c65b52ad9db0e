// Reading a question's answer off the page, writing one into it, and showing which are answered.

export function given(question) {
  const picked = [...question.querySelectorAll("input:checked")].map((input) => Number(input.value));
  if (question.querySelector("input[type=radio], input[type=checkbox]")) return picked;
  const texts = [...question.querySelectorAll("input[type=text], textarea")].map((field) => field.value);
  return texts.some((text) => text.trim()) ? texts : [];
}

export function fill(question, answer) {
  for (const input of question.querySelectorAll("input[type=radio], input[type=checkbox]")) {
    input.checked = answer.includes(Number(input.value));
  }
  question.querySelectorAll("input[type=text], textarea").forEach((field, n) => {
    field.value = answer[n] ?? "";
  });
}

/** Marks a question as answered or open, here and in the map; how many are answered. */
export function mark(question, answer) {
  const link = document.querySelector(`[data-map="${question.dataset.question}"]`);
  for (const place of [question, link]) place?.toggleAttribute("data-done", answer.length > 0);
  const words = link?.querySelector("[data-text-done]");
  if (words) words.textContent = answer.length ? words.dataset.textDone : words.dataset.textOpen;
  return document.querySelectorAll("[data-question][data-done]").length;
}

/** The numbers of the questions that are still open. */
export function open() {
  return [...document.querySelectorAll("[data-question]:not([data-done]) .exam-number")].map((n) => n.textContent);
}
