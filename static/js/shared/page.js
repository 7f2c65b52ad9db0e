// The behaviour of every page. One import per behaviour.
import "./theme.js";
import "./request.js";
import "./toasts.js";
import "./dialogs.js";
import "./shortcuts.js";
import "./preferences.js";
import "./back.js";
import "./once.js";
