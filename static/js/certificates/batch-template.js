// Shows the sheet that the form of a batch has chosen, in the language it has chosen.

const figure = document.querySelector("#batch-template");
const form = figure?.parentElement.querySelector("form");

function address() {
  const [kind, which] = form.elements.template.value.split(":");
  const pattern = kind === "ready" ? figure.dataset.ready : figure.dataset.version;
  return `${pattern.replace("WHICH", encodeURIComponent(which))}?in=${form.elements.lang.value}`;
}

function show() {
  const image = figure.querySelector("img");
  const wanted = address();
  if (image.getAttribute("src") === wanted) return;
  figure.classList.add("is-loading");
  image.src = wanted;
  image.alt = form.elements.template.selectedOptions[0].textContent;
}

if (form) {
  figure.hidden = false;
  figure.querySelector("img").addEventListener("load", () => figure.classList.remove("is-loading"));
  form.addEventListener("change", show);
  show();
}
