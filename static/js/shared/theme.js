// Tabler reads `data-bs-theme`; it follows our `data-theme`, or the device where that is auto.

const root = document.documentElement;
const device = matchMedia("(prefers-color-scheme: dark)");

export function applyTheme() {
  const dark = root.dataset.theme === "dark" || (root.dataset.theme === "auto" && device.matches);
  root.dataset.bsTheme = dark ? "dark" : "light";
}

applyTheme();
device.addEventListener("change", applyTheme);
