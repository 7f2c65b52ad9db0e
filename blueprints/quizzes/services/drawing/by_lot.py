"""Drawing a segment's questions by lot, before the show.

The seed and a digest of what could be drawn are audited: whoever holds the bank can draw again.
"""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import ngettext

from blueprints.quizzes.models import Quiz, QuizQuestion, Segment
from blueprints.quizzes.queries.draws import DRAWN, rule_for
from blueprints.quizzes.queries.pool import Pool, pool_of
from blueprints.quizzes.rules.drawing import Drawn, DrawRule, draw
from blueprints.quizzes.rules.segments import SegmentRules
from blueprints.quizzes.services.drawing.common import add_drawn, note, segment_to_fill
from store import UserError, db, write
from store.actors import Actor
from store.audit import AuditEntry
from store.lots import new_seed

SEED_LENGTH, REASON_LENGTH = 64, 200


def draw_segment(
    actor: Actor, segment_id: int, seed: str, now: datetime, *, reason: str = ""
) -> str:
    """Draw a segment's questions and reserves by its rule; the seed, made up when none is given.

    What was drawn for it before goes back. A second draw needs its reason.
    """
    with write():
        quiz, segment = segment_to_fill(actor, segment_id)
        why = _reason_to_draw_again(segment, reason)
        seed = seed.strip()[:SEED_LENGTH] or new_seed()
        rule = rule_for(segment)
        pool = pool_of(quiz.round.contest, seed, but_segment=segment.id)
        drawn = draw(rule, pool.candidates)
        _require_enough(rule, drawn)
        _put_back(segment)
        for place, question_id in enumerate((*drawn.questions, *drawn.reserves)):
            add_drawn(segment, question_id, place, reserve=place >= len(drawn.questions))
        _note_draw(actor, quiz, segment, now, seed=seed, pool=pool, **why)
        return seed


def _put_back(segment: Segment) -> None:
    db.session.execute(sa.delete(QuizQuestion).where(QuizQuestion.segment_id == segment.id))
    db.session.flush()


def _require_enough(rule: DrawRule, drawn: Drawn) -> None:
    if not drawn.missing and not drawn.reserves_missing:
        return
    lacking = sum(count for _place, count in drawn.missing) + drawn.reserves_missing
    what = ngettext(
        "The bank lacks %(num)d question for this draw; nothing was drawn.",
        "The bank lacks %(num)d questions for this draw; nothing was drawn.",
        lacking,
    )
    where = [
        _("Line %(line)d of the rule lacks %(n)d.", line=place + 1, n=count)
        for place, count in drawn.missing
        if len(rule.parts) > 1
    ]
    raise UserError(" ".join([what, *where]), status=409, code="too_few")


def _reason_to_draw_again(segment: Segment, reason: str) -> dict[str, str]:
    """What the record of a second draw says besides; refused without a reason."""
    before = sa.select(AuditEntry.id).where(
        AuditEntry.subject == f"quiz_segment:{segment.id}", AuditEntry.action == DRAWN
    )
    if db.session.scalar(before.limit(1)) is None:
        return {}
    if not reason.strip():
        raise UserError(
            _("This was drawn already. Say why it is drawn again."), status=409, code="reason"
        )
    return {"reason": reason.strip()[:REASON_LENGTH]}


def _note_draw(
    actor: Actor, quiz: Quiz, segment: Segment, now: datetime, *, seed: str, pool: Pool, **why: str
) -> None:
    note(
        actor,
        quiz,
        segment,
        now,
        DRAWN,
        seed=seed,
        candidates=len(pool.candidates),
        digest=pool.digest,
        rule=SegmentRules.of(segment.rules).to_json()["rule"],
        **why,
    )
