// A button that was clicked with the mouse lets go of the focus, so that the space bar goes on with
// the show. One that was reached with Tab keeps it: there the space bar presses that button.

document.addEventListener("click", (event) => {
  const pressed = event.target.closest(".quiz-desk :is(button, a)");
  if (pressed && event.detail > 0) pressed.blur();
});
