"""Adding an excerpt to a session: a text is ready at once, a file is made into pages by a job."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.classroom.access import Right, session_for
from blueprints.classroom.events import Happened
from blueprints.classroom.excerpts import epub, paragraphs
from blueprints.classroom.excerpts.pagination import paginate
from blueprints.classroom.excerpts.wording import epub_problem
from blueprints.classroom.models import ClassSession, Excerpt, Highlight
from blueprints.classroom.services.excerpts.pages import rows
from store import NotFound, UserError, audit, db, record, write
from store.actors import Actor
from store.files import files

MOST = 30  # excerpts of one session
LONGEST_TITLE = 160
LONGEST_TEXT = 300_000  # characters: a novel of 700 pages on a phone


def add_text(actor: Actor, session_id: int, title: str, text: str, now: datetime) -> int:
    """A pasted text; the id of the excerpt."""
    if len(text) > LONGEST_TEXT:
        raise UserError(
            _(
                "The text has %(length)d characters, an excerpt may have %(most)d. "
                "Nothing was added; choose a shorter passage.",
                length=len(text), most=LONGEST_TEXT,
            ),
            status=413, code="too_large",
        )  # fmt: skip
    pages = rows(paginate(paragraphs.of_text(text)))
    if not pages:
        raise UserError(_("The text is empty. Paste the passage that is to be read."))
    with write():
        session = _session(actor, session_id)
        excerpt = Excerpt(
            session_id=session.id, title=_title(title), kind="text", state="ready", added_at=now
        )
        excerpt.pages = pages
        return _added(actor, session, excerpt, now)


def add_file(
    actor: Actor, session_id: int, title: str, kind: str, content: bytes, now: datetime
) -> int:
    """An EPUB or PDF that a job will make into pages (`prepare`); the id of the excerpt."""
    if kind == "epub":
        _refuse_bad_epub(content)
    session_for(actor, session_id, Right.RUN)  # before the file is kept
    name = files().put(content)
    with write():
        session = _session(actor, session_id)
        excerpt = Excerpt(
            session_id=session.id, title=_title(title), kind=kind, file=name,
            state="preparing", added_at=now,
        )  # fmt: skip
        return _added(actor, session, excerpt, now)


def remove(actor: Actor, session_id: int, excerpt_id: int, now: datetime) -> None:
    """Take it away. What is being read is closed first, by whoever opened it."""
    with write():
        session = session_for(actor, session_id, Right.RUN, lock=True)
        excerpt = db.session.get(Excerpt, excerpt_id)
        if excerpt is None or excerpt.session_id != session.id:
            raise NotFound
        if session.excerpt_id == excerpt.id:
            raise UserError(_("It is being read. Close it in the studio first."), status=409)
        db.session.execute(sa.delete(Highlight).where(Highlight.excerpt_id == excerpt.id))
        db.session.delete(excerpt)
        _note(actor, session, "class.excerpt_removed", excerpt.title, now)
        record(Happened(session.id, "reading.removed", now, to_room=False))


def _session(actor: Actor, session_id: int) -> ClassSession:
    session = session_for(actor, session_id, Right.RUN, lock=True)
    query = sa.select(sa.func.count(Excerpt.id)).where(Excerpt.session_id == session_id)
    if (db.session.scalar(query) or 0) >= MOST:
        raise UserError(
            _("A session has at most %(count)d excerpts. Remove one first.", count=MOST),
            status=409,
        )
    return session


def _title(title: str) -> str:
    found = " ".join(paragraphs.clean(title[: 4 * LONGEST_TITLE]).split())[:LONGEST_TITLE]
    if not found:
        raise UserError(_("Give the excerpt a title: viewers see it above the page."))
    return found


def _refuse_bad_epub(content: bytes) -> None:
    try:
        epub.guard(content)
    except epub.BadEpub as problem:
        raise UserError(epub_problem(problem.code), code="broken_file") from problem


def _added(actor: Actor, session: ClassSession, excerpt: Excerpt, now: datetime) -> int:
    db.session.add(excerpt)
    db.session.flush()  # its id is the answer
    _note(actor, session, "class.excerpt_added", excerpt.title, now)
    record(Happened(session.id, "reading.added", now, to_room=False))
    return excerpt.id


def _note(actor: Actor, session: ClassSession, action: str, title: str, now: datetime) -> None:
    audit(
        actor, action, f"class:{session.id}", now,
        organisation_id=session.organisation_id, title=title,
    )  # fmt: skip
