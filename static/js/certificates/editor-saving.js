// Saving without leaving the page (Ctrl+S or the button), and a warning before leaving unsaved.
// Whatever is refused is sent again as a plain form, whose page shows what is wrong, or who has
// saved meanwhile.
import { post } from "../shared/request.js";
import { toast } from "../shared/toasts.js";

const form = document.getElementById("editor");
const sign = document.querySelector("[data-unsaved]");
const SHOWN_ONLY = ["lang", "list_id", "text_only", "at"];
let changed = Boolean(form.querySelector(".notice, .form-errors")); // a refused form came back
let leaving = false;
let edits = 0;
mark(changed);

form.addEventListener("input", ({ target }) => {
  if (SHOWN_ONLY.includes(target.name)) return;
  edits += 1;
  mark(true);
});
form.addEventListener("submit", (event) => {
  if (event.submitter?.value !== "save") return;
  event.preventDefault();
  save();
});
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
  event.preventDefault();
  save();
});
addEventListener("beforeunload", (event) => {
  if (changed && !leaving) event.preventDefault();
});

async function save() {
  const fields = new FormData(form);
  const sent = edits;
  fields.set("do", "save");
  try {
    const { number, message } = await post(form.action, fields);
    mark(edits !== sent); // what was typed meanwhile isn't saved
    done(number, message);
  } catch (error) {
    if (error.status) sendPlainly();
    else toast(error.message, "error");
  }
}

function done(number, message) {
  if (number && picturesChanged()) {
    location.reload();
    return;
  }
  document.querySelector("[data-conflict]")?.remove();
  toast(message, number ? "success" : "info");
  if (!number) return;
  form.elements.number.value = number;
  form.elements.note.value = "";
  document.querySelector("[data-version]").textContent = number;
}

function picturesChanged() {
  return form.elements.assets.files.length > 0 || form.querySelector("[name=remove_asset]:checked") !== null;
}

function sendPlainly() {
  leaving = true;
  form.requestSubmit(plainButton());
}

// Named otherwise than "save", so that it is not caught here.
function plainButton() {
  const button = Object.assign(document.createElement("button"), { name: "do", value: "save-plainly", hidden: true });
  form.append(button);
  return button;
}

function mark(now) {
  changed = now;
  sign.hidden = !now;
}
