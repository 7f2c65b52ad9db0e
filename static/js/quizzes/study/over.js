// The paper is handed in, or goes on on another device. Handed in by its entrant: nothing of it stays
// on this device. Otherwise what had not reached the server is told, and kept here: the invigilator
// may give more time, or the entrant come back.

import { keepingOf } from "./keeping.js";

const page = document.querySelector("[data-paper-over]");
const keeping = keepingOf(page.dataset.paperOver);
const left = keeping.load();
if (page.dataset.by === "self") {
  keeping.save([]);
} else if (left.length) {
  const words = document.getElementById("left-here");
  words.hidden = false;
  words.textContent = words.textContent.replace("{n}", left.length);
}
