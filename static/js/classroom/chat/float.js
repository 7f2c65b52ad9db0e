// One reaction floats up from its button. Who wants less motion sees only the figures change.

const ICONS = { heart: "heart", like: "thumb-up", applause: "confetti" };
const MOST = 24; // at once
const still = matchMedia("(prefers-reduced-motion: reduce)");

export function float(kind, button) {
  const place = (button?.offsetParent ? button : document.querySelector('[data-react="heart"]'))?.getBoundingClientRect();
  if (still.matches || !place?.width || document.querySelectorAll(".reaction-float").length >= MOST) return;
  const sign = button.querySelector("svg").cloneNode(true);
  sign.setAttribute("class", `icon reaction-float reaction-${ICONS[kind] ?? "heart"}`);
  sign.style.left = `${place.left + place.width / 2 - 12}px`;
  sign.style.top = `${place.top - 8}px`;
  sign.style.setProperty("--drift", `${Math.round(Math.random() * 48 - 24)}px`);
  sign.addEventListener("animationend", () => sign.remove());
  document.body.append(sign);
}
