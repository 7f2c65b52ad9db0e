"""Drawing questions of the bank into a quiz's segments: by lot, or by hand, before the show.

What is drawn is a copy with a hash: corrections of the bank don't reach a quiz unnoticed. The seed
and a digest of what could be drawn are audited, so that anybody who holds the bank can draw again.
"""

import hashlib
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import ngettext

from blueprints.contests.access import Right
from blueprints.contests.models import RoundEntry
from blueprints.quizzes.access import quiz_for
from blueprints.quizzes.models import BankQuestion, Quiz, QuizQuestion, Segment, Turn
from blueprints.quizzes.queries.pool import Pool, pool_of, taken_in
from blueprints.quizzes.rules.drawing import Drawn, DrawRule, draw, rule_of
from blueprints.quizzes.rules.kinds import SegmentKind
from blueprints.quizzes.rules.segments import SegmentRules
from blueprints.quizzes.services.moving import moved
from store import NotFound, UserError, audit, db, write
from store.actors import Actor
from store.audit import AuditEntry
from store.base import canonical_json
from store.lots import new_seed

SEED_LENGTH, REASON_LENGTH = 64, 200
DRAWN = "quiz.questions_drawn"
CONTENT = (
    "kind",
    "text",
    "options",
    "answer",
    "explanation",
    "source",
    "subject",
    "level",
    "media",
    "media_kind",
    "media_type",
)


def content_of(question: BankQuestion) -> dict[str, Any]:
    """What a question says, as a quiz or an exam keeps it."""
    return {name: getattr(question, name) for name in CONTENT}


def content_hash(content: dict[str, Any]) -> str:
    """The SHA-256 by which what was asked is known."""
    return hashlib.sha256(canonical_json(content).encode()).hexdigest()


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
        rule = rule_for(quiz, segment)
        pool = pool_of(quiz.round.contest, seed, but_segment=segment.id)
        drawn = draw(rule, pool.candidates)
        _require_enough(rule, drawn)
        _put_back(segment)
        for place, question_id in enumerate((*drawn.questions, *drawn.reserves)):
            add_drawn(segment, question_id, place, reserve=place >= len(drawn.questions))
        _note_draw(actor, quiz, segment, now, seed=seed, pool=pool, **why)
        return seed


def pick(
    actor: Actor, segment_id: int, ref: str, now: datetime, *, reserve: bool = False
) -> QuizQuestion:
    """Put a question of the bank into a segment by hand, as its last (reserve) one."""
    with write():
        quiz, segment = segment_to_fill(actor, segment_id)
        question = _by_ref(quiz, ref)
        if question.id in taken_in(quiz.round.contest_id):
            raise UserError(
                _("This contest has drawn question %(ref)s already.", ref=question.ref),
                status=409,
                code="ref",
            )
        made = add_drawn(segment, question.id, _next_place(segment), reserve=reserve)
        _note(actor, quiz, segment, now, "quiz.question_picked", ref=question.ref, reserve=reserve)
        return made


def swap(actor: Actor, drawn_id: int, now: datetime) -> None:
    """A question changes places with the segment's first reserve, before it is shown."""
    with write():
        quiz, segment, drawn = _unused(actor, drawn_id)
        reserve = db.session.scalar(
            sa.select(QuizQuestion)
            .where(
                QuizQuestion.segment_id == segment.id,
                QuizQuestion.reserve,
                QuizQuestion.used_at.is_(None),
                QuizQuestion.id != drawn.id,
            )
            .order_by(QuizQuestion.position)
            .limit(1)
        )
        if reserve is None or drawn.reserve:
            raise UserError(_("There is no reserve question to change it with."), status=409)
        drawn.position, reserve.position = reserve.position, drawn.position
        drawn.reserve, reserve.reserve = True, False
        _note(actor, quiz, segment, now, "quiz.question_swapped", place=reserve.position + 1)


def take_out(actor: Actor, drawn_id: int, now: datetime) -> None:
    """A question goes back to the bank, before it is shown."""
    with write():
        quiz, segment, drawn = _unused(actor, drawn_id)
        place = drawn.position
        db.session.delete(drawn)
        _note(actor, quiz, segment, now, "quiz.question_taken_out", place=place + 1)


def take_new_wording(actor: Actor, drawn_id: int, now: datetime) -> None:
    """A question that was corrected in the bank is asked as it stands there now."""
    with write():
        quiz, segment, drawn = _unused(actor, drawn_id)
        question = db.session.get_one(BankQuestion, drawn.question_id)
        drawn.content = content_of(question)
        drawn.content_hash = content_hash(drawn.content)
        place = drawn.position + 1
        _note(actor, quiz, segment, now, "quiz.question_renewed", place=place)


def mark_used(drawn: QuizQuestion, now: datetime) -> None:
    """A question is shown for the first time: no longer sealed, and asked before from now on."""
    if drawn.used_at is not None:
        return
    drawn.used_at = now
    question = db.session.get_one(
        BankQuestion, drawn.question_id, with_for_update=True, populate_existing=True
    )
    question.used_at, question.used_count = now, question.used_count + 1


def segment_to_fill(actor: Actor, segment_id: int) -> tuple[Quiz, Segment]:
    """A segment whose questions may still be chosen; the quiz is locked."""
    segment = db.session.get(Segment, segment_id)
    quiz = quiz_for(actor, segment.quiz_id if segment else 0, Right.SET_UP, lock=True)
    assert segment is not None
    begun = sa.select(Turn.id).where(Turn.segment_id == segment.id).limit(1)
    if db.session.scalar(begun) is not None:
        raise UserError(
            _("This part of the quiz has begun. Its questions stay as they were drawn."),
            status=409,
        )
    return quiz, segment


def rule_for(quiz: Quiz, segment: Segment) -> DrawRule:
    """The segment's rule for as many teams as the round has."""
    teams = db.session.scalar(
        sa.select(sa.func.count()).where(RoundEntry.round_id == quiz.round_id)
    )
    return rule_of(SegmentKind(segment.kind), SegmentRules.of(segment.rules), teams or 0)


def add_drawn(segment: Segment, question_id: int, place: int, *, reserve: bool) -> QuizQuestion:
    """A copy of the bank's question, sealed in the segment."""
    content = content_of(db.session.get_one(BankQuestion, question_id))
    made = QuizQuestion(
        quiz_id=segment.quiz_id,
        segment_id=segment.id,
        question_id=question_id,
        position=place,
        reserve=reserve,
        content=content,
        content_hash=content_hash(content),
    )
    db.session.add(made)
    db.session.flush()
    return made


def _put_back(segment: Segment) -> None:
    db.session.execute(sa.delete(QuizQuestion).where(QuizQuestion.segment_id == segment.id))
    db.session.flush()


def _next_place(segment: Segment) -> int:
    last = sa.select(sa.func.max(QuizQuestion.position)).where(
        QuizQuestion.segment_id == segment.id
    )
    found = db.session.scalar(last)
    return 0 if found is None else found + 1


def _by_ref(quiz: Quiz, ref: str) -> BankQuestion:
    found: BankQuestion | None = db.session.scalar(
        sa.select(BankQuestion).where(
            BankQuestion.organisation_id == quiz.round.contest.organisation_id,
            BankQuestion.ref == ref.strip(),
            BankQuestion.retired_at.is_(None),
        )
    )
    if found is None:
        raise UserError(_("The bank has no question %(ref)s.", ref=ref.strip()), code="ref")
    return found


def _unused(actor: Actor, drawn_id: int) -> tuple[Quiz, Segment, QuizQuestion]:
    """A drawn question that nobody was asked; its quiz is locked."""
    found = db.session.get(QuizQuestion, drawn_id)
    if found is None or found.segment_id is None:
        raise NotFound
    quiz = quiz_for(actor, found.quiz_id, Right.SET_UP, lock=True)
    drawn = db.session.get(QuizQuestion, drawn_id, with_for_update=True, populate_existing=True)
    if drawn is None:
        raise NotFound
    taken = sa.select(Turn.id).where(Turn.question_id == drawn.id).limit(1)
    if drawn.used_at is not None or db.session.scalar(taken) is not None:
        raise UserError(_("This question was asked already and stays as it is."), status=409)
    return quiz, db.session.get_one(Segment, drawn.segment_id), drawn


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
    _note(
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


def _note(
    actor: Actor, quiz: Quiz, segment: Segment, now: datetime, action: str, **detail: Any
) -> None:
    db.session.flush()
    moved(quiz, "setup", now)
    audit(
        actor,
        action,
        f"quiz_segment:{segment.id}",
        now,
        organisation_id=quiz.round.contest.organisation_id,
        **detail,
    )
