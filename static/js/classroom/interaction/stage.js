// What the keyboard reaches in the chat isn't left behind the stage, which stays above it. Where the
// stage stands in a place of its own (wide.js) it covers nothing.

const stage = document.querySelector(".class-stage");
const pane = document.getElementById("pane-chat");

new ResizeObserver(() => {
  pane.style.scrollPaddingBlockStart = `${pane.contains(stage) ? stage.offsetHeight : 0}px`;
}).observe(stage);
