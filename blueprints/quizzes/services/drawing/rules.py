"""By which rule a segment's questions are drawn."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from flask_babel import gettext as _

from blueprints.quizzes.rules.drawing import MOST_OF_A_PART, MOST_PARTS, Part
from blueprints.quizzes.rules.kinds import Level, MediaKind, QuestionKind
from blueprints.quizzes.rules.segments import SegmentRules
from blueprints.quizzes.services.drawing.common import note, segment_to_fill
from store import UserError, write
from store.actors import Actor

MOST_RESERVES = 20
_KNOWN: dict[str, set[str]] = {
    "level": set(Level),
    "kind": set(QuestionKind),
    "media": set(MediaKind),
}


def set_rule(
    actor: Actor,
    segment_id: int,
    parts: Sequence[Part],
    now: datetime,
    *,
    reserves: int,
    practice: bool,
) -> None:
    """Draw the segment by these parts from now on; what is drawn already stays."""
    _require_sensible(parts, reserves)
    with write():
        quiz, segment = segment_to_fill(actor, segment_id)
        rule = {"parts": [part.to_json() for part in parts], "practice": practice}
        rules = replace(
            SegmentRules.of(segment.rules),
            rule=tuple(sorted(rule.items())),
            questions=sum(part.n for part in parts),
            reserves=reserves,
        )
        segment.rules = rules.to_json()
        note(actor, quiz, segment, now, "quiz.draw_rule_set", rule=rule, reserves=reserves)


def _require_sensible(parts: Sequence[Part], reserves: int) -> None:
    if not parts:
        raise UserError(_("Say how many questions are drawn."), code="parts")
    if len(parts) > MOST_PARTS:
        raise UserError(_("A rule has at most %(n)d lines.", n=MOST_PARTS), code="parts")
    if any(not 1 <= part.n <= MOST_OF_A_PART for part in parts):
        raise UserError(_("A line draws 1 to %(n)d questions.", n=MOST_OF_A_PART), code="parts")
    if not 0 <= reserves <= MOST_RESERVES:
        raise UserError(_("There are 0 to %(n)d reserves.", n=MOST_RESERVES), code="reserves")
    for part in parts:
        for name, known in _KNOWN.items():
            if getattr(part, name) and getattr(part, name) not in known:
                raise UserError(_("Choose from the lists."), code="parts")
