"""Reading together: what is open, at which page, what is marked, and whose turn it is."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.classroom.access import Right, session_for
from blueprints.classroom.events import Happened
from blueprints.classroom.excerpts.highlights import read_box
from blueprints.classroom.excerpts.paragraphs import clean
from blueprints.classroom.models import ClassSession, Excerpt, ExcerptPage, Highlight
from store import NotFound, UserError, db, record, write
from store.actors import Actor

MOST_HIGHLIGHTS = 30  # on one page
LONGEST_NAME = 80


@dataclass(frozen=True)
class Passage:
    """What to mark: characters of a paragraph, or `x,y,width,height` of a picture."""

    paragraph: int = 0
    start: int = 0
    end: int = 0
    box: str = ""


def open_excerpt(
    actor: Actor, session_id: int, excerpt_id: int, now: datetime, page: int = 1
) -> None:
    """Begin to read it, at a page."""
    with write():
        session = _running(actor, session_id)
        excerpt = _excerpt(session, excerpt_id)
        if excerpt.state != "ready":
            raise UserError(_("Its pages are not ready yet."), status=409)
        _require_page(excerpt, page)
        session.excerpt_id, session.excerpt_page = excerpt.id, page
        _tell(session, "reading.opened", now)


def turn(actor: Actor, session_id: int, page: int, now: datetime) -> None:
    """Go to a page with everybody. To the same page: nothing happens."""
    with write():
        session = _running(actor, session_id)
        _require_page(_open_one(session), page)
        if session.excerpt_page != page:
            session.excerpt_page = page
            _tell(session, "reading.turned", now)


def close(actor: Actor, session_id: int, now: datetime) -> None:
    """Put the book away."""
    with write():
        session = _running(actor, session_id)
        if session.excerpt_id is not None:
            session.excerpt_id, session.excerpt_page = None, 1
            record(Happened(session.id, "reading.closed", now))


def highlight(
    actor: Actor, session_id: int, excerpt_id: int, number: int, passage: Passage, now: datetime
) -> int:
    """Mark a passage for all; its id. Marking the same again gives the one that is there."""
    with write():
        session = _running(actor, session_id)
        page = _page(_excerpt(session, excerpt_id), number)
        sound = _sound(page, passage)
        known = _marked(excerpt_id, number)
        for one in known:
            if Passage(one.paragraph, one.start, one.end, one.box) == sound:
                return one.id
        if len(known) >= MOST_HIGHLIGHTS:
            raise UserError(_("So many marks stand on this page. Clear them first."), status=409)
        made = Highlight(
            excerpt_id=excerpt_id, page=number, paragraph=sound.paragraph, start=sound.start,
            end=sound.end, box=sound.box, made_at=now,
        )  # fmt: skip
        db.session.add(made)
        db.session.flush()
        _tell_marks(session, "reading.highlighted", excerpt_id, number, now)
        return made.id


def clear(actor: Actor, session_id: int, excerpt_id: int, number: int, now: datetime) -> None:
    """Take the marks off a page."""
    with write():
        session = _running(actor, session_id)
        marks = _marked(_excerpt(session, excerpt_id).id, number)
        for mark in marks:
            mark.cleared_at = now
        if marks:
            _tell_marks(session, "reading.cleared", excerpt_id, number, now)


def hand_over(actor: Actor, session_id: int, name: str, now: datetime) -> None:
    """Give somebody the turn to read (领读); an empty name ends it."""
    with write():
        session = _running(actor, session_id)
        reader = " ".join(clean(name[: 4 * LONGEST_NAME]).split())
        if len(reader) > LONGEST_NAME:
            raise UserError(_("A name has at most %(count)d characters.", count=LONGEST_NAME))
        if session.reader != reader:
            session.reader = reader
            record(Happened(session.id, "reading.reader", now, {"name": reader}))


def _running(actor: Actor, session_id: int) -> ClassSession:
    session = session_for(actor, session_id, Right.RUN, lock=True)
    if session.has_ended or session.state == "cancelled":
        raise UserError(_("This session is over."), status=409)
    return session


def _excerpt(session: ClassSession, excerpt_id: int) -> Excerpt:
    excerpt = db.session.get(Excerpt, excerpt_id)
    if excerpt is None or excerpt.session_id != session.id:
        raise NotFound
    return excerpt


def _open_one(session: ClassSession) -> Excerpt:
    if session.excerpt_id is None:
        raise UserError(_("Nothing is being read. Open an excerpt first."), status=409)
    return _excerpt(session, session.excerpt_id)


def _page(excerpt: Excerpt, number: int) -> ExcerptPage:
    query = sa.select(ExcerptPage).where(
        ExcerptPage.excerpt_id == excerpt.id, ExcerptPage.number == number
    )
    page = db.session.scalar(query)
    if page is None:
        raise UserError(_("There is no such page."), code="no_page")
    return page


def _require_page(excerpt: Excerpt, number: int) -> None:
    _page(excerpt, number)


def _sound(page: ExcerptPage, passage: Passage) -> Passage:
    """The passage, if it lies on the page."""
    if page.picture:
        box = read_box(passage.box)
        if box is None:
            raise UserError(_("This is no part of the page."))
        return Passage(box=str(box))
    paragraphs = page.text.split("\n")
    if not 0 <= passage.paragraph < len(paragraphs):
        raise UserError(_("This is no part of the page."))
    if not 0 <= passage.start < passage.end <= len(paragraphs[passage.paragraph]):
        raise UserError(_("Select some words within one paragraph."))
    return Passage(passage.paragraph, passage.start, passage.end)


def _marked(excerpt_id: int, number: int) -> list[Highlight]:
    query = sa.select(Highlight).where(
        Highlight.excerpt_id == excerpt_id,
        Highlight.page == number,
        Highlight.cleared_at.is_(None),
    )
    return list(db.session.scalars(query))


def _tell(session: ClassSession, kind: str, now: datetime) -> None:
    place = {"excerpt": session.excerpt_id, "page": session.excerpt_page}
    record(Happened(session.id, kind, now, place))


def _tell_marks(session: ClassSession, kind: str, excerpt: int, page: int, now: datetime) -> None:
    # Marks on what nobody has opened yet are the studio's business.
    is_open = session.excerpt_id == excerpt
    record(Happened(session.id, kind, now, {"excerpt": excerpt, "page": page}, to_room=is_open))
