"""The bank as its keepers see it: banks, questions by filter, what there is of which kind."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from blueprints.people.models import Organisation
from blueprints.quizzes.access import KEEPERS
from blueprints.quizzes.models import BankQuestion
from blueprints.quizzes.rules.kinds import Level
from blueprints.quizzes.rules.questions import QuestionInput
from store import NotFound, db
from store.actors import Actor
from web.paging import Page, paged


@dataclass(frozen=True)
class Bank:
    """An organisation's bank, in the list of those that the actor keeps."""

    organisation_id: int
    title: str
    questions: int
    fresh: int  # of them never asked in a contest


@dataclass(frozen=True)
class Filter:
    """What is looked for; what is empty narrows nothing. `use`: fresh, used, practice, retired."""

    words: str = ""
    subject: str = ""
    level: str = ""
    kind: str = ""
    difficulty: int = 0
    tag: str = ""
    media: str = ""
    use: str = ""


@dataclass(frozen=True)
class Line:
    """A question in the list."""

    id: int
    ref: str
    kind: str
    subject: str
    level: str
    difficulty: int
    text: str
    source: str
    tags: tuple[str, ...]
    media_kind: str
    for_practice: bool
    used_at: datetime | None
    used_count: int
    retired: bool


@dataclass(frozen=True)
class Question:
    """A question in full, with what became of it."""

    id: int
    given: QuestionInput
    media_kind: str
    media_type: str
    version: int
    used_at: datetime | None
    used_count: int
    retired_at: datetime | None
    updated_at: datetime


@dataclass(frozen=True)
class Stock:
    """How many questions of a subject there are: by level, all and never asked."""

    subject: str
    by_level: dict[str, tuple[int, int]]

    @property
    def total(self) -> int:
        return sum(every for every, _fresh in self.by_level.values())


def banks_of(actor: Actor) -> list[Bank]:
    """The organisations whose bank the actor keeps, in tree order."""
    counts = {
        row.organisation_id: row
        for row in db.session.execute(
            sa.select(
                BankQuestion.organisation_id,
                sa.func.count().label("questions"),
                sa.func.sum(sa.case((BankQuestion.used_count == 0, 1), else_=0)).label("fresh"),
            )
            .where(BankQuestion.retired_at.is_(None))
            .group_by(BankQuestion.organisation_id)
        )
    }
    every = db.session.scalars(
        sa.select(Organisation).where(Organisation.active).order_by(Organisation.path)
    )
    kept = [one for one in every if actor.may(*KEEPERS, organisation_path=one.path)]
    return [_bank(one, counts.get(one.id)) for one in kept]


def find(organisation_id: int, wanted: Filter, number: int | None = None) -> Page[Line]:
    """A page of the questions that fit."""
    fitting = _fitting(organisation_id, wanted).order_by(BankQuestion.ref, BankQuestion.id)
    page = paged(fitting, number)
    return Page([_line(row) for row in page.items], page.number, page.per_page, page.total)


def found_ids(organisation_id: int, wanted: Filter) -> list[int]:
    """All questions that fit, on every page of the list."""
    ids = _fitting(organisation_id, wanted).with_only_columns(BankQuestion.id)
    return list(db.session.scalars(ids))


def question(organisation_id: int, question_id: int) -> Question:
    """A question of the bank."""
    row = _row(organisation_id, question_id)
    return Question(
        row.id,
        as_input(row),
        row.media_kind or "",
        row.media_type,
        row.version,
        row.used_at,
        row.used_count,
        row.retired_at,
        row.updated_at,
    )


def media(organisation_id: int, question_id: int) -> tuple[str, str]:
    """The stored file's name and its media type. NotFound for a question without."""
    row = _row(organisation_id, question_id)
    if row.media is None:
        raise NotFound
    return row.media, row.media_type


def as_input(row: BankQuestion) -> QuestionInput:
    """A question of the bank as it would be typed."""
    return QuestionInput(
        ref=row.ref,
        kind=row.kind,
        subject=row.subject,
        level=row.level,
        difficulty=row.difficulty,
        text=row.text,
        options=tuple(row.options),
        answer=tuple(row.answer),
        explanation=row.explanation,
        source=row.source,
        tags=tuple(row.tags),
        for_practice=row.for_practice,
    )


def stock_of(organisation_id: int) -> list[Stock]:
    """What a draw could find: questions in use by subject and level."""
    rows = db.session.execute(
        sa.select(
            BankQuestion.subject,
            BankQuestion.level,
            sa.func.count(),
            sa.func.sum(sa.case((BankQuestion.used_count == 0, 1), else_=0)),
        )
        .where(BankQuestion.organisation_id == organisation_id, BankQuestion.retired_at.is_(None))
        .group_by(BankQuestion.subject, BankQuestion.level)
        .order_by(BankQuestion.subject)
    )
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for subject, level, every, fresh in rows:
        found.setdefault(subject, dict.fromkeys(Level, (0, 0)))[level] = (every, int(fresh))
    return [Stock(subject, levels) for subject, levels in found.items()]


def tags_of(organisation_id: int) -> list[str]:
    """Every tag in use."""
    rows = db.session.scalars(
        sa.select(BankQuestion.tags)
        .where(BankQuestion.organisation_id == organisation_id)
        .distinct()
    )
    return sorted({tag for tags in rows for tag in tags})


def _row(organisation_id: int, question_id: int) -> BankQuestion:
    found = db.session.get(BankQuestion, question_id)
    if found is None or found.organisation_id != organisation_id:
        raise NotFound
    return found


def _fitting(organisation_id: int, wanted: Filter) -> Any:
    query = sa.select(BankQuestion).where(BankQuestion.organisation_id == organisation_id)
    is_retired = BankQuestion.retired_at.is_not(None)
    query = query.where(is_retired if wanted.use == "retired" else ~is_retired)
    for name in ("subject", "level", "kind", "difficulty"):
        if getattr(wanted, name):
            query = query.where(getattr(BankQuestion, name) == getattr(wanted, name))
    for word in wanted.words.split()[:5]:
        columns = (BankQuestion.text, BankQuestion.ref, BankQuestion.source)
        query = query.where(sa.or_(*(one.contains(word, autoescape=True) for one in columns)))
    return _by_use(_by_tag(_by_media(query, wanted.media), wanted.tag), wanted.use)


def _by_media(query: Any, media: str) -> Any:
    if media == "none":
        return query.where(BankQuestion.media.is_(None))
    return query.where(BankQuestion.media_kind == media) if media else query


def _by_tag(query: Any, tag: str) -> Any:
    """Tags are kept as a JSON list of strings: the quoted word is looked for."""
    if not tag:
        return query
    return query.where(
        sa.cast(sa.type_coerce(BankQuestion.tags, sa.Text), sa.Text).contains(
            f'"{tag}"', autoescape=True
        )
    )


def _by_use(query: Any, use: str) -> Any:
    if use == "fresh":
        return query.where(BankQuestion.used_count == 0)
    if use == "used":
        return query.where(BankQuestion.used_count > 0)
    return query.where(BankQuestion.for_practice) if use == "practice" else query


def _bank(organisation: Organisation, row: Any) -> Bank:
    questions, fresh = (row.questions, int(row.fresh)) if row else (0, 0)
    return Bank(organisation.id, organisation.name, questions, fresh)


def _line(row: BankQuestion) -> Line:
    return Line(
        row.id,
        row.ref,
        row.kind,
        row.subject,
        row.level,
        row.difficulty,
        row.text,
        row.source,
        tuple(row.tags),
        row.media_kind or "",
        row.for_practice,
        row.used_at,
        row.used_count,
        row.retired_at is not None,
    )
