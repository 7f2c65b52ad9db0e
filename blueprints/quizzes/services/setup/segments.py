"""The segments of a quiz (轮): in which order, by which rules, which of them count."""

from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.quizzes.models import Quiz, QuizQuestion, Segment, Turn
from blueprints.quizzes.rules.kinds import SegmentKind
from blueprints.quizzes.rules.segments import BY_TEAM, SCORELESS, SegmentRules
from blueprints.quizzes.services.setup.common import (
    MOST_POINTS,
    MOST_SEGMENTS,
    TITLE_LENGTH,
    changed,
    is_draft,
    quiz_to_set_up,
    renew_scheme,
    require_draft,
)
from store import NotFound, UserError, db, write
from store.actors import Actor

MOST_SECONDS = 3600
MOST_QUESTIONS = 200
MOST_STAKES = 6
_POINTS = ("right", "wrong", "foul", "second_right", "second_wrong")
_CLOCKS = ("press_s", "start_s", "answer_s")


def add_segment(
    actor: Actor, quiz_id: int, kind: str, title: str, rules: SegmentRules, now: datetime
) -> int:
    """A segment at the end; its id. One whose points never count may come while playing."""
    with write():
        quiz = quiz_to_set_up(actor, quiz_id)
        known = _kind(kind)
        if known not in SCORELESS:
            require_draft(quiz)
        if len(quiz.segments) >= MOST_SEGMENTS:
            raise UserError(_("A quiz has at most %(n)d segments.", n=MOST_SEGMENTS), status=409)
        segment = Segment(
            quiz_id=quiz.id,
            position=max((one.position for one in quiz.segments), default=-1) + 1,
            kind=known,
            title=_title(title),
            item="" if known in SCORELESS else _free_item(quiz),
            rules=checked(known, rules, quiz).to_json(),
        )
        db.session.add(segment)
        db.session.flush()
        _settle(actor, quiz, now)
        changed(actor, "quiz.segment_added", quiz, now, title=segment.title, kind=known)
        return segment.id


def change_segment(
    actor: Actor, segment_id: int, title: str, rules: SegmentRules, now: datetime
) -> None:
    """Another title or other rules, as long as nothing of it has been played."""
    with write():
        quiz, segment = _segment(actor, segment_id)
        _require_unplayed(quiz, segment)
        segment.title = _title(title)
        segment.rules = checked(SegmentKind(segment.kind), rules, quiz).to_json()
        _settle(actor, quiz, now)
        changed(actor, "quiz.segment_changed", quiz, now, title=segment.title)


def move_segment(actor: Actor, segment_id: int, to: int, now: datetime) -> None:
    """To another place in the order, counted from 0."""
    with write():
        quiz, segment = _segment(actor, segment_id)
        _require_unplayed(quiz, segment)
        order = [one for one in quiz.segments if one is not segment]
        order.insert(max(0, min(to, len(order))), segment)
        for position, one in enumerate(order):
            one.position = position
        _settle(actor, quiz, now)
        changed(actor, "quiz.segment_moved", quiz, now, title=segment.title, to=to)


def remove_segment(actor: Actor, segment_id: int, now: datetime) -> None:
    """Take away a segment of which nothing has been played; its questions are free again."""
    with write():
        quiz, segment = _segment(actor, segment_id)
        _require_unplayed(quiz, segment)
        if segment.item:
            require_draft(quiz)
        changed(actor, "quiz.segment_removed", quiz, now, title=segment.title)
        db.session.execute(sa.delete(QuizQuestion).where(QuizQuestion.segment_id == segment.id))
        db.session.delete(segment)
        db.session.flush()
        _settle(actor, quiz, now)


def checked(kind: SegmentKind, rules: SegmentRules, quiz: Quiz) -> SegmentRules:
    """The rules as they may be kept; refused in words where they make no sense."""
    for name in _POINTS:
        value = getattr(rules, name)
        if value is not None and abs(value) > MOST_POINTS:
            raise UserError(_("Points are between −%(n)d and %(n)d.", n=MOST_POINTS), code=name)
    for name in _CLOCKS:
        if not 0 <= getattr(rules, name) <= MOST_SECONDS:
            raise UserError(_("Times are from 0 to %(n)d seconds.", n=MOST_SECONDS), code=name)
    _check_numbers(rules, quiz)
    stakes = tuple(sorted(set(rules.stakes)))
    if kind == SegmentKind.RISK and not stakes:
        raise UserError(_("Say for how many points a team may play."), code="stakes")
    if len(stakes) > MOST_STAKES or any(not 0 < one <= MOST_POINTS for one in stakes):
        raise UserError(_("Give up to six stakes, like 10, 20, 30."), code="stakes")
    return replace(
        rules,
        stakes=stakes if kind == SegmentKind.RISK else (),
        seat=rules.seat if kind in BY_TEAM else None,
    )


def _check_numbers(rules: SegmentRules, quiz: Quiz) -> None:
    if rules.seat is not None and not 1 <= rules.seat <= quiz.seats:
        raise UserError(_("A team has the seats 1 to %(n)d.", n=quiz.seats), code="seat")
    if not (1 <= rules.questions <= MOST_QUESTIONS and 0 <= rules.reserves <= MOST_QUESTIONS):
        raise UserError(
            _("A segment has 1 to %(n)d questions.", n=MOST_QUESTIONS), code="questions"
        )


def _settle(actor: Actor, quiz: Quiz, now: datetime) -> None:
    """The scheme follows the segments until the round begins; then only scoreless ones change."""
    if is_draft(quiz):
        renew_scheme(actor, quiz, now)
    else:
        db.session.expire(quiz, ["segments"])


def _segment(actor: Actor, segment_id: int) -> tuple[Quiz, Segment]:
    found = db.session.get(Segment, segment_id)
    if found is None:
        raise NotFound
    return quiz_to_set_up(actor, found.quiz_id), found


def _require_unplayed(quiz: Quiz, segment: Segment) -> None:
    played = sa.select(Turn.id).where(Turn.segment_id == segment.id).limit(1)
    if quiz.segment_id == segment.id or db.session.scalar(played) is not None:
        raise UserError(_("This segment has begun; its rules are fixed."), status=409)


def _kind(kind: str) -> SegmentKind:
    if kind not in set(SegmentKind):
        raise UserError(_("Choose the kind of segment."), code="kind")
    return SegmentKind(kind)


def _title(title: str) -> str:
    if not title.strip():
        raise UserError(_("Give the segment a title."), code="title")
    return title.strip()[:TITLE_LENGTH]


def _free_item(quiz: Quiz) -> str:
    """A name for its column in the scheme that no other segment has."""
    taken = {one.item for one in quiz.segments}
    return next(item for n in range(1, MOST_SEGMENTS + 2) if (item := f"s{n}") not in taken)
