"""Making a file into pages. Slow, so it runs in a job; and nothing is written before the end."""

from collections.abc import Callable
from datetime import datetime, timedelta

import sqlalchemy as sa

from blueprints.classroom.events import Happened
from blueprints.classroom.excerpts import epub
from blueprints.classroom.excerpts.pagination import paginate
from blueprints.classroom.excerpts.wording import MOST_PAGES
from blueprints.classroom.models import Excerpt, ExcerptPage
from blueprints.classroom.services.excerpts.pages import rows
from documents.errors import ChildError
from documents.leaves import Leaf, Leaves
from store import UserError, db, record, write
from store.files import files

MOST_EPUB_PAGES = 3000
TAKEN_UP_AFTER = timedelta(minutes=5)  # a job that was cut off is begun again


class _Problem(Exception):
    """`args[0]` is a code of `excerpts.wording`."""


def prepare(excerpt_id: int, clock: Callable[[], datetime]) -> None:
    """Make the pages. Doing it again, or for what is gone meanwhile, changes nothing."""
    excerpt = db.session.get(Excerpt, excerpt_id)
    if excerpt is None or excerpt.state != "preparing":
        return
    kind, file = excerpt.kind, excerpt.file
    db.session.rollback()  # no transaction stays open while pages are drawn
    try:
        pages = _of_epub(file) if kind == "epub" else _of_pdf(file)
        _finish(excerpt_id, clock(), pages=pages)
    except _Problem as problem:
        _finish(excerpt_id, clock(), problem=str(problem))


def left_behind(now: datetime) -> list[int]:
    """Excerpts that nobody seems to be working on any more."""
    query = sa.select(Excerpt.id).where(
        Excerpt.state == "preparing", Excerpt.added_at < now - TAKEN_UP_AFTER
    )
    return list(db.session.scalars(query))


def _of_epub(file: str) -> list[ExcerptPage]:
    try:
        found = paginate(epub.paragraphs(_content(file)))
    except epub.BadEpub as problem:
        raise _Problem(problem.code) from problem
    if not any(page.paragraphs for page in found):
        raise _Problem("empty")
    if len(found) > MOST_EPUB_PAGES:
        raise _Problem("too_large")
    return rows(found)


def _of_pdf(file: str) -> list[ExcerptPage]:
    try:
        with Leaves(_content(file)) as leaves:
            count = leaves.count
            if count > MOST_PAGES:
                raise _Problem("too_many")
            return [_row(number, leaf) for number, leaf in enumerate(leaves.pictures(count), 1)]
    except ChildError as problem:
        raise _Problem(problem.code) from problem


def _row(number: int, leaf: Leaf) -> ExcerptPage:
    name = files().put(leaf.content)
    return ExcerptPage(number=number, picture=name, width=leaf.width, height=leaf.height)


def _content(file: str) -> bytes:
    try:
        return files().read(file)
    except UserError as lost:
        raise _Problem("lost") from lost


def _finish(
    excerpt_id: int, now: datetime, *, pages: list[ExcerptPage] | None = None, problem: str = ""
) -> None:
    with write():
        excerpt = db.session.get(Excerpt, excerpt_id, with_for_update=True)
        if excerpt is None or excerpt.state != "preparing":
            return
        excerpt.state = "failed" if problem else "ready"
        excerpt.problem = problem
        excerpt.pages = pages or []
        record(Happened(excerpt.session_id, "reading.prepared", now, to_room=False))
