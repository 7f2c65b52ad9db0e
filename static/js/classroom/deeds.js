// Forms of the studio are sent without leaving the page: what they change comes back live. A form
// drawn by a live frame carries a token that is nobody's; the page's own goes in the header.

import { csrfToken, post, RequestError } from "../shared/request.js";
import { toast } from "../shared/toasts.js";

const root = document.getElementById("studio");

async function send(form, submitter) {
  const fields = new FormData(form, submitter);
  fields.delete("csrf_token");
  const buttons = form.querySelectorAll("button");
  for (const button of buttons) button.disabled = true;
  try {
    await post(form.action, fields);
    form.closest("details[open]")?.removeAttribute("open");
    if (form.dataset.reset !== undefined) form.reset();
    form.dispatchEvent(new CustomEvent("class:done", { bubbles: true }));
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    toast(error.message, "error");
  } finally {
    for (const button of buttons) button.disabled = false;
  }
}

root?.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.page !== undefined) {
    form.elements.csrf_token.value = csrfToken(); // it leads to another page
    return;
  }
  event.preventDefault();
  send(form, event.submitter);
});
