// The desk. One import per behaviour.
import "./dialog.js";
import "./following.js";
import "./typing.js";
import "./panel.js";
import "./arrows.js";
