// The hall's screen of a reveal: rows travel to their places, the screen stays awake.

import { keepAwake } from "../../shared/wake.js";
import { Travel } from "../board/travel.js";

const RELOAD_WITHIN_MS = 10_000;

const none = document.createElement("ol");
const travel = new Travel(() => document.getElementById("reveal-lines") ?? none);

document.addEventListener("live:frame", () => travel.play());
document.addEventListener("live:caught-up", () => travel.remember());
document.addEventListener("live:refused", () => {
  setTimeout(() => location.reload(), Math.random() * RELOAD_WITHIN_MS);
});
addEventListener("resize", () => travel.remember());

keepAwake();
