// The chat on a viewer's phone: one import per behaviour.
import "./live.js";
import "./scroll.js";
import "./missed.js";
import "./sending.js";
import "./draft.js";
import "./told.js";
import "./menu.js";
import "./order.js";
import "./put-out.js";
import "./reactions.js";
import "./danmaku.js";
