// The announcer's card keeps awake, counts down, and fetches itself when the set-up has changed.
import "./setup.js";
import { keepAwake } from "../../shared/wake.js";
import { startClocks } from "./clock.js";

keepAwake();
startClocks();
