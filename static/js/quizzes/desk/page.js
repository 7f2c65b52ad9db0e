// The quiz desk. One import per behaviour.
import "../../contests/desk/dialog.js";
import "./forms.js";
import "./pointer.js";
import "./setup.js";
import { startClocks } from "./clock.js";
import { startCues } from "./cues.js";

startClocks();
startCues();
