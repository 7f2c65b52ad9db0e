// Reading together, in the studio: the arrow keys turn pages, and what is selected can be marked.

const form = document.getElementById("reading-mark");
const tools = document.getElementById("reading-tools");
const card = () => document.getElementById("studio-reading");

function choose(values, words) {
  const { excerpt, page } = card().dataset;
  for (const [name, value] of Object.entries({ excerpt, page, paragraph: "", start: "", end: "", box: "", ...values }))
    form.elements[name].value = value ?? "";
  form.querySelector("button").disabled = !words;
  const { textSelect, textSelected } = tools.dataset;
  form.querySelector("[data-selected]").textContent = words ? textSelected.replace("{words}", words) : textSelect;
}

// Characters as the server counts them: code points from the paragraph's beginning.
function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const paragraph = element(range.startContainer)?.closest("#studio-reading [data-paragraph]");
  if (!paragraph) return null;
  if (!paragraph.contains(range.endContainer)) range.setEnd(paragraph, paragraph.childNodes.length);
  const before = range.cloneRange();
  before.selectNodeContents(paragraph);
  before.setEnd(range.startContainer, range.startOffset);
  const words = range.toString();
  const start = [...before.toString()].length;
  return { words, values: { paragraph: paragraph.dataset.paragraph, start, end: start + [...words].length } };
}

const element = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement);

function turn(event) {
  const name = { ArrowLeft: "previous", PageUp: "previous", ArrowRight: "next", PageDown: "next" }[event.key];
  if (!name || !card()?.contains(event.target) || event.target.matches("input, textarea")) return;
  event.preventDefault();
  document.getElementById(`reading-${name}`)?.click();
}

if (form) {
  document.addEventListener("selectionchange", () => {
    const found = selected();
    if (found) choose(found.values, found.words);
  });
  document.addEventListener("class:picture-part", ({ detail }) => choose({ box: detail.box }, detail.words));
  form.addEventListener("class:done", () => {
    getSelection().removeAllRanges();
    choose({}, "");
  });
  document.addEventListener("keydown", turn);
}
