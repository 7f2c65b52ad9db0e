"""Practice: which questions are open to a worker, the next one, the own record.

Open to a worker are questions for practice in the banks of the own organisation and of those above
it, but for what contests hold sealed (`practice_seals`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from blueprints.people.models import Organisation
from blueprints.quizzes.models import BankQuestion, PracticeAnswer
from blueprints.quizzes.queries.practice_seals import paused_banks, sealed_questions
from blueprints.quizzes.rules.kinds import QuestionKind
from blueprints.quizzes.rules.practice import Done, due, streak, wrong_now
from store import NotFound, db
from store.actors import Actor

DAYS_SHOWN = 14


@dataclass(frozen=True)
class SubjectRow:
    """A subject with how far one is: questions there are, done, right at the last try."""

    name: str
    questions: int
    done: int
    right: int


@dataclass(frozen=True)
class DayRow:
    """A day's answers."""

    day: date
    answers: int
    right: int


@dataclass(frozen=True)
class Record:
    """One's own record. `streak` counts days in a row, up to today or yesterday."""

    subjects: tuple[SubjectRow, ...]
    wrong: int
    answers: int
    right: int
    streak: int
    today: int
    days: tuple[DayRow, ...]
    paused: bool  # a bank of one's own is shut while an exam draws from it

    @property
    def questions(self) -> int:
        return sum(one.questions for one in self.subjects)

    @property
    def done(self) -> int:
        return sum(one.done for one in self.subjects)


@dataclass(frozen=True)
class Task:
    """A question to practise, without its answer."""

    id: int
    kind: str
    subject: str
    level: str
    text: str
    options: tuple[str, ...]
    blanks: int
    media_kind: str


@dataclass(frozen=True)
class Outcome:
    """An answer that was given, with what is right and why."""

    task: Task
    given: Any
    right: bool
    answer: Any
    explanation: str
    source: str


def open_to(actor: Actor) -> sa.Select[BankQuestion]:
    """The questions that this worker may practise."""
    return sa.select(BankQuestion).where(
        BankQuestion.for_practice,
        BankQuestion.retired_at.is_(None),
        BankQuestion.kind != QuestionKind.OPEN,
        BankQuestion.organisation_id.in_(_organisations(actor)),
        BankQuestion.organisation_id.not_in(paused_banks()),
        BankQuestion.id.not_in(sealed_questions()),
    )


def question_for(actor: Actor, question_id: int) -> BankQuestion:
    """One of them."""
    found: BankQuestion | None = db.session.scalar(
        open_to(actor).where(BankQuestion.id == question_id)
    )
    if found is None:
        raise NotFound
    return found


def has_questions(actor: Actor) -> bool:
    """Whether there is anything to practise."""
    if actor.kind != "account":
        return False
    return db.session.scalar(open_to(actor).with_only_columns(BankQuestion.id).limit(1)) is not None


def next_task(
    actor: Actor, *, subject: str | None, again: bool, after: int | None = None
) -> Task | None:
    """The question that is due: one never tried, then one that went wrong, then the oldest.

    `again` asks for those alone that went wrong at the last try. `after` is the one just done, that
    doesn't come twice in a row.
    """
    query = open_to(actor)
    if subject is not None:
        query = query.where(BankQuestion.subject == subject)
    rows = {one.id: one for one in db.session.scalars(query)}
    done = [one for one in _done(actor) if one.question_id in rows]
    wanted = wrong_now(done) if again else list(rows)
    chosen = due([one for one in wanted if one != after], done, actor.id or 0)
    return _task(rows[chosen]) if chosen is not None else None


def task(actor: Actor, question_id: int) -> Task:
    """One question to practise."""
    return _task(question_for(actor, question_id))


def outcome(actor: Actor, answer_id: int) -> Outcome:
    """What came of an own answer."""
    row = db.session.get(PracticeAnswer, answer_id)
    if row is None or row.account_id != actor.id:
        raise NotFound
    question = question_for(actor, row.question_id)
    return Outcome(
        _task(question),
        row.given,
        row.right,
        question.answer,
        question.explanation,
        question.source,
    )


def own_record(actor: Actor, now: datetime, zone: str) -> Record:
    """How far one is; days are those of the installation's time zone."""
    rows = db.session.execute(
        open_to(actor).with_only_columns(BankQuestion.id, BankQuestion.subject)
    ).all()
    done = _done(actor)
    last = {one.question_id: one.right for one in done}  # in order: the newest stays
    subjects: dict[str, list[int]] = {}
    for row in rows:
        subjects.setdefault(row.subject, []).append(row.id)
    known = {row.id for row in rows}
    today = now.astimezone(ZoneInfo(zone)).date()
    days = [(one.at.astimezone(ZoneInfo(zone)).date(), one.right) for one in done]
    return Record(
        subjects=tuple(
            SubjectRow(
                name,
                len(ids),
                sum(one in last for one in ids),
                sum(last.get(one, False) for one in ids),
            )
            for name, ids in sorted(subjects.items())
        ),
        wrong=len([one for one in wrong_now(done) if one in known]),
        answers=len(done),
        right=sum(one.right for one in done),
        streak=streak({day for day, _right in days}, today),
        today=sum(day == today for day, _right in days),
        days=_days(days, today),
        paused=_is_paused(actor),
    )


def _is_paused(actor: Actor) -> bool:
    paused = _organisations(actor).where(Organisation.id.in_(paused_banks()))
    return db.session.scalar(paused.limit(1)) is not None


def _days(found: Iterable[tuple[date, bool]], today: date) -> tuple[DayRow, ...]:
    answers: dict[date, list[bool]] = {}
    for day, right in found:
        answers.setdefault(day, []).append(right)
    shown = [today - timedelta(days=n) for n in reversed(range(DAYS_SHOWN))]
    return tuple(DayRow(day, len(answers.get(day, ())), sum(answers.get(day, ()))) for day in shown)


def _done(actor: Actor) -> list[Done]:
    """Everything that was answered, oldest first."""
    rows = db.session.execute(
        sa.select(PracticeAnswer.question_id, PracticeAnswer.right, PracticeAnswer.at)
        .where(PracticeAnswer.account_id == actor.id)
        .order_by(PracticeAnswer.id)
    )
    return [Done(*row) for row in rows]


def _organisations(actor: Actor) -> sa.Select[int]:
    """The own organisation and those above it, and those where a role was given."""
    every = sa.select(Organisation.id)
    if actor.is_administrator:
        return every
    own = db.session.scalar(
        sa.select(Organisation.path).where(Organisation.id == actor.organisation_id)
    )
    paths = {own or "", *(grant.organisation_path for grant in actor.grants)} - {""}
    above = {int(one) for path in paths for one in path.strip(".").split(".") if one}
    return every.where(Organisation.id.in_(above))


def _task(question: BankQuestion) -> Task:
    is_text = question.kind == QuestionKind.FILL_IN
    return Task(
        id=question.id,
        kind=question.kind,
        subject=question.subject,
        level=question.level,
        text=question.text,
        options=tuple(question.options),
        blanks=len(question.answer) if is_text else 0,
        media_kind=question.media_kind or "",
    )
