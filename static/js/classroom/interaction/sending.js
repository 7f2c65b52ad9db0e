// One way to send a form of the room: its button waits, a refusal is said beside it.

import { post, RequestError } from "../../shared/request.js";
import { toast } from "../../shared/toasts.js";

export async function send(form, fields = new FormData(form)) {
  fields.delete?.("csrf_token"); // the page's own goes in the header
  const buttons = [...form.querySelectorAll("button")].filter((button) => !button.disabled);
  for (const button of buttons) button.disabled = true;
  refuse(form, "");
  try {
    return await post(form.action, fields);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    refuse(form, error.message);
    return null;
  } finally {
    for (const button of buttons) button.disabled = false;
  }
}

function refuse(form, message) {
  const place = form.parentElement.querySelector("[data-refusal]") ?? form.querySelector("[data-refusal]");
  if (place) {
    place.textContent = message;
    place.hidden = !message;
  } else if (message) toast(message, "error");
}

/** Forms that match `selector` are sent by `send`; `then(form, answer)` runs when it was taken. */
export function onSent(selector, then, fields) {
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches(selector)) return;
    event.preventDefault();
    const answer = await send(form, fields?.(form));
    if (answer) then(form, answer);
  });
}
