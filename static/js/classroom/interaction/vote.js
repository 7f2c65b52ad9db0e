// Voting, and one's own vote in the neutral card. What is chosen or typed but not sent yet
// outlives a card that is drawn anew.

import { mine, tell } from "./mine.js";
import { onSent } from "./sending.js";
import { toast } from "../../shared/toasts.js";

const chosen = new Map(); // id of an input → { checked, value }

function mark(card) {
  const vote = mine.votes[card.dataset.poll];
  const texts = card.querySelector("[data-receipt]");
  if (!texts) return;
  card.toggleAttribute("data-voted", Boolean(vote));
  for (const option of card.querySelectorAll("[data-position]")) {
    const own = Boolean(vote?.choice.includes(Number(option.dataset.position)));
    option.classList.toggle("is-mine", own);
    option.querySelector(".poll-mine").hidden = !own;
    const input = option.querySelector("input");
    if (input && vote) input.checked = own;
  }
  for (const field of card.querySelectorAll("[data-vote] :is(input, button)"))
    if (field.type !== "hidden") field.disabled = Boolean(vote);
  const words = vote ? receipt(card, vote, texts.dataset) : "";
  if (texts.textContent !== words) texts.textContent = words;
}

function receipt(card, vote, texts) {
  const right = [...card.querySelectorAll("[data-right]")];
  if (right.length) {
    const wanted = right.filter((option) => option.dataset.right === "1").map((option) => Number(option.dataset.position));
    return wanted.length === vote.choice.length && wanted.every((one) => vote.choice.includes(one)) ? texts.textRight : texts.textWrong;
  }
  const said = card.dataset.kind === "words" ? `${texts.textVoted}: ${vote.choice.join(", ")}` : texts.textVoted;
  return "shown" in card.dataset ? said : texts.textHidden;
}

function restore() {
  for (const [id, { checked, value }] of chosen) {
    const input = document.getElementById(id);
    if (!input || input.disabled) continue;
    input.checked = checked;
    if (input.type === "text") input.value = value;
  }
}

document.addEventListener("class:mine", () => {
  restore();
  document.querySelectorAll("#room-poll [data-poll]").forEach(mark);
});
document.addEventListener("input", ({ target }) => {
  if (!target.closest?.("[data-vote]")) return;
  for (const { id, checked, value } of target.form.querySelectorAll("input[id]")) chosen.set(id, { checked, value });
});
onSent("[data-vote]", (form, { choice, at, again, message }) => {
  mine.votes[form.closest("[data-poll]").dataset.poll] = { choice, at };
  for (const input of form.querySelectorAll("input[id]")) chosen.delete(input.id);
  if (again) toast(message, "warning");
  tell();
});
