// The template editor. One import per behaviour.
import "./editor-tabs.js";
import "./editor-code.js";
import "./editor-fields.js";
import "./editor-page.js";
import "./editor-preview.js";
import "./editor-saving.js";
