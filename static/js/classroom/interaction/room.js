// Polls, questions, checks, picks and the raised hand in the room.

import "./vote.js";
import "./bars.js";
import "./questions.js";
import "./hand.js";
import "./check.js";
import "./left.js";
import "./pick.js";
import "./fold.js";
import "./stage.js";
