// Sound and film of a question, led by the desk: they play while it is read, buzzers are open, or
// the audience is asked, and stand still as soon as somebody has the word. Browsers want one click before they sound.

const PLAYS_IN = ["shown", "open", "audience"];

const played = new Set(); // what ran to its end doesn't begin anew by itself

export function leadMedia(button) {
  const screen = document.getElementById("quiz-screen");
  const film = document.querySelector("#quiz-screen [data-plays]");
  if (!film) return;
  const due = PLAYS_IN.includes(screen.dataset.phase) && !played.has(`${film.id} ${film.dataset.plays}`);
  if (!due) return film.pause();
  film.onended = () => played.add(`${film.id} ${film.dataset.plays}`);
  if (film.paused) film.play().catch((error) => refused(error, button));
}

function refused(error, button) {
  if (error.name === "NotAllowedError") button.hidden = false;
}
