// What the keyboard reaches in the chat isn't left behind the stage, which stays above it.

const stage = document.querySelector(".class-stage");

new ResizeObserver(() => {
  stage.parentElement.style.scrollPaddingBlockStart = `${stage.offsetHeight}px`;
}).observe(stage);
