"""A segment's draw as its page shows it: rule, stock, what is drawn. Never what questions say."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from blueprints.contests.models import RoundEntry
from blueprints.contests.queries.wording import actor_label
from blueprints.quizzes.models import BankQuestion, Quiz, QuizQuestion, Segment, Turn
from blueprints.quizzes.queries.contents import content_hash, content_of
from blueprints.quizzes.queries.pool import pool_of
from blueprints.quizzes.rules.drawing import DrawRule, Part, parts_of, rule_of
from blueprints.quizzes.rules.kinds import SegmentKind
from blueprints.quizzes.rules.segments import BY_TEAM, SegmentRules
from store import db
from store.audit import AuditEntry

DRAWN = "quiz.questions_drawn"


@dataclass(frozen=True)
class DrawnLine:
    """A drawn question by what may be known of it while it is sealed."""

    id: int
    number: int
    subject: str
    level: str
    kind: str
    difficulty: int
    media_kind: str
    used_at: datetime | None
    corrected: bool  # the bank says something else by now


@dataclass(frozen=True)
class RuleLine:
    """A part of the rule, for one team, and how many questions fit it for all of them."""

    part: Part
    wanted: int
    there: int


@dataclass(frozen=True)
class DrawNote:
    """A draw as it was recorded."""

    at: datetime
    by: str
    seed: str
    candidates: int
    reason: str


@dataclass(frozen=True)
class DrawPage:
    """Everything about a segment's questions but the questions."""

    segment_id: int
    quiz_id: int
    title: str
    kind: str
    begun: bool
    teams: int  # 0 where the teams don't matter for the number
    wanted: int
    reserves: int
    practice: bool
    rule: list[RuleLine]
    questions: list[DrawnLine]
    kept: list[DrawnLine]  # reserves
    draws: list[DrawNote]
    before: int | None  # the segments beside it
    after: int | None


def draw_page(segment: Segment) -> DrawPage:
    """The page of a segment."""
    lines, rule = _lines(segment), rule_for(segment)
    segments = [one.id for one in segment.quiz.segments]
    place = segments.index(segment.id)
    by_team = SegmentKind(segment.kind) in BY_TEAM
    return DrawPage(
        segment_id=segment.id,
        quiz_id=segment.quiz_id,
        title=segment.title,
        kind=segment.kind,
        begun=_has_begun(segment),
        teams=teams_of(segment.quiz) if by_team else 0,
        wanted=rule.wanted,
        reserves=rule.reserves,
        practice=rule.practice,
        rule=_rule_lines(segment, rule),
        questions=[line for line, is_reserve in lines if not is_reserve],
        kept=[line for line, is_reserve in lines if is_reserve],
        draws=_draws(segment),
        before=segments[place - 1] if place else None,
        after=segments[place + 1] if place + 1 < len(segments) else None,
    )


def rule_for(segment: Segment) -> DrawRule:
    """The segment's rule for as many teams as the round has."""
    rules = SegmentRules.of(segment.rules)
    return rule_of(SegmentKind(segment.kind), rules, teams_of(segment.quiz))


def teams_of(quiz: Quiz) -> int:
    """How many teams play."""
    query = sa.select(sa.func.count()).where(RoundEntry.round_id == quiz.round_id)
    return db.session.scalar(query) or 0


def subjects_and_tags(organisation_id: int) -> tuple[list[str], list[str]]:
    """What a rule can name: of the bank that is drawn from."""
    rows = db.session.execute(
        sa.select(BankQuestion.subject, BankQuestion.tags)
        .where(BankQuestion.organisation_id == organisation_id, BankQuestion.retired_at.is_(None))
        .distinct()
    ).all()
    subjects = sorted({row.subject for row in rows if row.subject})
    return subjects, sorted({tag for row in rows for tag in row.tags})


def _rule_lines(segment: Segment, rule: DrawRule) -> list[RuleLine]:
    rules = SegmentRules.of(segment.rules)
    pool = pool_of(segment.quiz.round.contest, "", but_segment=segment.id)
    free = [one for one in pool.candidates if rule.practice or not one.practice]
    return [
        RuleLine(part, many.n, sum(map(part.fits, free)))
        for part, many in zip(parts_of(dict(rules.rule), rules.questions), rule.parts, strict=True)
    ]


def _lines(segment: Segment) -> list[tuple[DrawnLine, bool]]:
    rows = db.session.execute(
        sa.select(QuizQuestion, BankQuestion)
        .join(BankQuestion, BankQuestion.id == QuizQuestion.question_id)
        .where(QuizQuestion.segment_id == segment.id)
        .order_by(QuizQuestion.reserve, QuizQuestion.position)
    ).all()
    numbers = {False: 0, True: 0}
    found = []
    for drawn, question in rows:
        numbers[drawn.reserve] += 1
        found.append((_line(drawn, question, numbers[drawn.reserve]), drawn.reserve))
    return found


def _line(drawn: QuizQuestion, question: BankQuestion, number: int) -> DrawnLine:
    content: dict[str, Any] = drawn.content
    return DrawnLine(
        drawn.id,
        number,
        content["subject"],
        content["level"],
        content["kind"],
        question.difficulty,
        content["media_kind"] or "",
        drawn.used_at,
        content_hash(content_of(question)) != drawn.content_hash,
    )


def _has_begun(segment: Segment) -> bool:
    begun = sa.select(Turn.id).where(Turn.segment_id == segment.id).limit(1)
    return db.session.scalar(begun) is not None


def _draws(segment: Segment) -> list[DrawNote]:
    rows = db.session.scalars(
        sa.select(AuditEntry)
        .where(AuditEntry.subject == f"quiz_segment:{segment.id}", AuditEntry.action == DRAWN)
        .order_by(AuditEntry.id)
    )
    return [
        DrawNote(
            row.at,
            actor_label(row.actor, row.actor_name),
            row.detail["seed"],
            row.detail["candidates"],
            row.detail.get("reason", ""),
        )
        for row in rows
    ]
