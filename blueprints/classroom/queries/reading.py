"""What is read together, as pages show it."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from blueprints.classroom.excerpts.highlights import Box, Segment, Span, read_box, segments
from blueprints.classroom.excerpts.wording import problem
from blueprints.classroom.models import (
    ClassSession,
    Excerpt,
    ExcerptPage,
    Highlight,
)
from store import db


@dataclass(frozen=True)
class Leaf:
    """One page: paragraphs in pieces, or a picture with boxes. `begins`: a chapter's first."""

    excerpt_id: int
    title: str
    number: int
    of: int
    heading: str
    begins: bool
    paragraphs: tuple[list[Segment], ...]
    boxes: tuple[Box, ...]
    picture: str
    width: int
    height: int

    @property
    def is_marked(self) -> bool:
        return bool(self.boxes) or any(s.marked for p in self.paragraphs for s in p)


@dataclass(frozen=True)
class Listed:
    """An excerpt in a list."""

    id: int
    title: str
    kind: str
    state: str
    problem: str
    pages: int


def leaf(excerpt_id: int, number: int) -> Leaf | None:
    """A page of a ready excerpt."""
    excerpt = db.session.get(Excerpt, excerpt_id)
    query = sa.select(ExcerptPage).where(
        ExcerptPage.excerpt_id == excerpt_id, ExcerptPage.number.in_((number, number - 1))
    )
    near = {page.number: page for page in db.session.scalars(query)}
    page, before = near.get(number), near.get(number - 1)
    if excerpt is None or page is None:
        return None
    marks = _marks(excerpt_id, number)
    return Leaf(
        excerpt.id, excerpt.title, number, count(excerpt_id),
        page.heading, bool(page.heading) and (before is None or before.heading != page.heading),
        _paragraphs(page, marks), _boxes(page, marks), page.picture, page.width, page.height,
    )  # fmt: skip


def count(excerpt_id: int) -> int:
    """How many pages it has."""
    query = sa.select(sa.func.count(ExcerptPage.id)).where(ExcerptPage.excerpt_id == excerpt_id)
    return db.session.scalar(query) or 0


def listed(session_id: int) -> list[Listed]:
    """The excerpts of a session, in the order in which they were added."""
    pages = sa.func.count(ExcerptPage.id)
    query = (
        sa.select(Excerpt, pages)
        .outerjoin(ExcerptPage, ExcerptPage.excerpt_id == Excerpt.id)
        .where(Excerpt.session_id == session_id)
        .group_by(Excerpt.id)
        .order_by(Excerpt.id)
    )
    return [
        Listed(e.id, e.title, e.kind, e.state, problem(e.kind, e.problem), number)
        for e, number in db.session.execute(query)
    ]


def room_panel(session_id: int) -> dict[str, Any]:
    """For `room/_reading.html`: the page where everybody is."""
    session = db.session.get_one(ClassSession, session_id)
    return {"leaf": _shared(session), "reader": session.reader, "key": session.key}


def studio_panel(session_id: int) -> dict[str, Any]:
    """For `studio/_reading.html`: the same page, and what else could be read."""
    session = db.session.get_one(ClassSession, session_id)
    excerpts = listed(session_id)
    return {
        "leaf": _shared(session),
        "reader": session.reader,
        "key": session.key,
        "excerpts": excerpts,
        "names": _likely_readers(session),
        "is_preparing": any(excerpt.state == "preparing" for excerpt in excerpts),
    }


def _likely_readers(session: ClassSession) -> list[str]:
    return [name for name in (*(g.name for g in session.guests), session.host_name) if name]


def _shared(session: ClassSession) -> Leaf | None:
    return leaf(session.excerpt_id, session.excerpt_page) if session.excerpt_id else None


def _marks(excerpt_id: int, number: int) -> list[Highlight]:
    query = sa.select(Highlight).where(
        Highlight.excerpt_id == excerpt_id,
        Highlight.page == number,
        Highlight.cleared_at.is_(None),
    )
    return list(db.session.scalars(query.order_by(Highlight.id)))


def _paragraphs(page: ExcerptPage, marks: list[Highlight]) -> tuple[list[Segment], ...]:
    if not page.text:
        return ()
    return tuple(
        segments(text, [Span(m.start, m.end) for m in marks if m.paragraph == at and not m.box])
        for at, text in enumerate(page.text.split("\n"))
    )


def _boxes(page: ExcerptPage, marks: list[Highlight]) -> tuple[Box, ...]:
    found = (read_box(mark.box) for mark in marks) if page.picture else ()
    return tuple(box for box in found if box is not None)
