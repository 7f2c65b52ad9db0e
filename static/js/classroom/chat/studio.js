// The chat in the studio.
import "./live.js";
import "./scroll.js";
import "./missed.js";
import "./sending.js";
import "./draft.js";
import "./told.js";
import "./menu.js";
import "./order.js";
import "./change.js";
