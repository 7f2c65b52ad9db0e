// Text areas for source: line numbers beside them, and the Tab key indents (Escape lets it go on).

const INDENT = "  ";

for (const box of document.querySelectorAll("[data-code]")) number(box, box.querySelector("textarea"));

function number(box, text) {
  const numbers = document.createElement("pre");
  numbers.className = "code-numbers";
  numbers.setAttribute("aria-hidden", "true");
  box.prepend(numbers);
  box.classList.add("code-numbered");
  let count = 0;
  const show = () => {
    const lines = text.value.split("\n").length;
    if (lines !== count) numbers.textContent = Array.from({ length: lines }, (_, n) => n + 1).join("\n");
    count = lines;
    numbers.scrollTop = text.scrollTop;
  };
  text.addEventListener("input", show);
  text.addEventListener("scroll", () => { numbers.scrollTop = text.scrollTop; });
  show();
  indentByTab(text);
}

function indentByTab(text) {
  let leaving = false;
  text.addEventListener("keydown", (event) => {
    if (event.key === "Escape") leaving = true;
    else if (event.key !== "Shift" && event.key !== "Tab") leaving = false;
    if (event.key !== "Tab" || event.ctrlKey || event.altKey || event.metaKey || leaving) return;
    event.preventDefault();
    if (event.shiftKey || text.value.slice(text.selectionStart, text.selectionEnd).includes("\n")) {
      shiftLines(text, event.shiftKey);
    } else {
      insert(INDENT);
    }
  });
  text.addEventListener("blur", () => { leaving = false; });
}

function shiftLines(text, back) {
  const start = text.value.lastIndexOf("\n", text.selectionStart - 1) + 1;
  const lines = text.value.slice(start, text.selectionEnd).split("\n");
  const shifted = lines.map((line) => (back ? line.replace(/^ {1,2}|^\t/, "") : INDENT + line)).join("\n");
  text.setSelectionRange(start, text.selectionEnd);
  insert(shifted);
  text.setSelectionRange(start, start + shifted.length);
}

// The one way of changing a text area that the browser's own undo knows of.
function insert(words) {
  document.execCommand("insertText", false, words);
}
