// Notices over the page: toast(message, kind). Also takes `toast` events from HX-Trigger headers
// and the refusals that the server addresses to #toasts.

const SHOWN_MS = 6000;
const ICONS = { success: "circle-check", warning: "alert-triangle", error: "alert-circle", info: "info-circle" };

export function toast(message, kind = "info") {
  const item = document.createElement("div");
  item.className = `toast-item toast-${kind}`;
  item.dataset.toast = "";
  const words = document.createElement("div");
  words.append(Object.assign(document.createElement("p"), { textContent: message }));
  item.append(icon(ICONS[kind] ?? ICONS.info), words);
  region()?.append(item);
  return item;
}

/** An icon of the sprite, addressed as the first icon on the page addresses it. */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(space, "svg");
  drawing.setAttribute("class", "icon");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("aria-hidden", "true");
  const use = drawing.appendChild(document.createElementNS(space, "use"));
  const sprite = document.querySelector("svg.icon use")?.getAttribute("href")?.split("#")[0];
  use.setAttribute("href", `${sprite ?? "/static/vendor/icons.svg"}#${name}`);
  return drawing;
}

function region() {
  return document.getElementById("toasts");
}

function settle(item) {
  const close = document.createElement("button");
  close.type = "button";
  close.className = "toast-close";
  close.setAttribute("aria-label", region().dataset.textClose);
  close.append(icon("x"));
  close.addEventListener("click", () => item.remove());
  item.append(close);
  // Refusals stay until they are closed: they must not go unread.
  if (!item.classList.contains("toast-error")) setTimeout(() => item.remove(), SHOWN_MS);
}

function settleAll() {
  for (const item of region()?.querySelectorAll("[data-toast]") ?? []) {
    delete item.dataset.toast;
    settle(item);
  }
}

if (region()) {
  settleAll();
  new MutationObserver(settleAll).observe(region(), { childList: true });
}

document.addEventListener("toast", (event) => toast(event.detail.message, event.detail.kind));
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.xhr.getResponseHeader("HX-Retarget")) detail.shouldSwap = true;
  else if (detail.isError) toast(region().dataset.textFailed, "error");
});
document.addEventListener("htmx:sendError", () => toast(region().dataset.textUnreachable, "error"));
document.addEventListener("htmx:timeout", () => toast(region().dataset.textUnreachable, "error"));
