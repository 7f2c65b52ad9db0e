// The text being typed outlives a reload and a crash of the tab.

const box = document.getElementById("composer-text");
const name = `class-draft:${location.pathname}`;

function fit() {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, 120)}px`;
}

if (box) {
  box.value ||= sessionStorage.getItem(name) ?? "";
  fit();
  box.addEventListener("input", () => {
    fit();
    if (box.value) sessionStorage.setItem(name, box.value);
    else sessionStorage.removeItem(name);
  });
}
