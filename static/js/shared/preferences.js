// Theme and text size switch at once; language needs the page again, so its form is just sent.
import { post } from "./request.js";
import { applyTheme } from "./theme.js";

const root = document.documentElement;

document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!event.target.matches("[data-preferences]") || !["theme", "text"].includes(button?.name)) return;
  event.preventDefault();
  const { name, value } = button;
  if (!(name === "theme" && "themeFixed" in root.dataset)) root.dataset[name] = value;
  applyTheme();
  press(name, value);
  // The choice is kept by the server's cookie; without an answer it still holds for this page.
  post(event.target.action, { [name]: value }).catch(() => {});
});

function press(name, value) {
  for (const button of document.querySelectorAll(`[data-preferences] button[name="${name}"]`)) {
    button.setAttribute("aria-pressed", String(button.value === value));
  }
}
