// The menu of a message: complain, and for staff pin, delete, mute, put out. By its button, by
// pressing long, or by the secondary button.

import { post, RequestError } from "../../shared/request.js";
import { toast } from "../../shared/toasts.js";
import { part } from "./list.js";

const LONG_MS = 550;
const dialog = document.getElementById("message-dialog");
const texts = document.getElementById("chat-texts")?.dataset ?? {};
let chosen = null;
let pressing = 0;

const ADDRESS = {
  pin: () => `messages/${chosen.message}/pin`,
  delete: () => `messages/${chosen.message}/delete`,
  mute: () => `people/${chosen.by}/mute`,
  ban: () => `people/${chosen.by}/ban`,
};

/** Nobody complains about a message of their own; staff may still pin it or take it away. */
const isOwn = (item) => item.dataset.by === document.querySelector("[data-viewer]")?.dataset.viewer;

function open(item) {
  if (!dialog || !item?.dataset.message || (isOwn(item) && !dialog.dataset.deeds)) return;
  chosen = { ...item.dataset };
  for (const name of ["nick", "text"]) part(dialog, name).textContent = part(item, name).textContent;
  dialog.querySelector("[data-complaint]").hidden = isOwn(item);
  for (const details of dialog.querySelectorAll("details[open]")) details.open = false;
  for (const box of dialog.querySelectorAll("[name=with_network]")) box.checked = false;
  dialog.showModal();
}

function fieldsOf({ minutes = 0 }) {
  const network = dialog.querySelector("[name=with_network]:checked") ? "1" : "";
  return { minutes, with_messages: "1", with_network: network };
}

async function send(address, fields, done) {
  try {
    await post(address, fields);
    if (done) toast(done, "success");
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    toast(error.message, "error");
  }
  dialog.close();
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-message-menu]");
  if (button) open(button.closest("[data-message]"));
  const deed = target.closest("[data-deed]")?.dataset;
  if (deed) send(`${dialog.dataset.deeds}/${ADDRESS[deed.deed]()}`, fieldsOf(deed));
});
document.addEventListener("contextmenu", (event) => {
  const item = event.target.closest("[data-messages] [data-message]");
  if (!item || getSelection().toString()) return;
  event.preventDefault();
  open(item);
});
document.addEventListener("touchstart", ({ target }) => {
  const item = target.closest("[data-messages] [data-message]");
  if (item) pressing = setTimeout(open, LONG_MS, item);
}, { passive: true });
for (const name of ["touchend", "touchmove", "touchcancel"]) document.addEventListener(name, () => clearTimeout(pressing), { passive: true });
dialog?.querySelector("[data-complaint]")?.addEventListener("submit", (event) => {
  event.preventDefault();
  send(dialog.dataset.complain.replace("/0/", `/${chosen.message}/`), new FormData(event.target), texts.complained);
});
