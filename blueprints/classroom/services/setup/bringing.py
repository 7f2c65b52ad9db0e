"""What a copy of a session brings along that was prepared for it: polls, words, excerpts."""

from datetime import datetime

import sqlalchemy as sa

from blueprints.classroom.models import Excerpt, ExcerptPage, Poll, PollKind, Word
from store import db


def bring_along(source_id: int, copy_id: int, now: datetime) -> None:
    """Polls as drafts without votes, the words of the session's own filter, excerpts as pages."""
    polls = sa.select(Poll).where(Poll.session_id == source_id).order_by(Poll.id)
    for poll in db.session.scalars(polls):
        db.session.add(_draft(poll, copy_id, now))
    for word in db.session.scalars(sa.select(Word).where(Word.session_id == source_id)):
        db.session.add(
            Word(
                organisation_id=word.organisation_id,
                session_id=copy_id,
                word=word.word,
                action=word.action,
                added_at=now,
            )
        )
    ready = sa.select(Excerpt).where(Excerpt.session_id == source_id, Excerpt.state == "ready")
    for excerpt in db.session.scalars(ready.order_by(Excerpt.id)):
        _copy_excerpt(excerpt, copy_id)


def _draft(poll: Poll, copy_id: int, now: datetime) -> Poll:
    """The words that staff took out of a cloud stay where they were said."""
    return Poll(
        session_id=copy_id,
        position=poll.position,
        kind=poll.kind,
        question=poll.question,
        options=poll.options,
        right=[] if poll.kind == PollKind.WORDS else poll.right,
        show_results=poll.show_results,
        created_at=now,
    )


def _copy_excerpt(excerpt: Excerpt, copy_id: int) -> None:
    """Pages go from table to table: there may be thousands, and a series has many sessions."""
    copy = Excerpt(
        session_id=copy_id,
        title=excerpt.title,
        kind=excerpt.kind,
        file=excerpt.file,
        added_at=excerpt.added_at,
    )
    db.session.add(copy)
    db.session.flush()  # its id is in the pages
    names = [c.key for c in ExcerptPage.__table__.columns if c.key not in ("id", "excerpt_id")]
    pages = sa.select(sa.literal(copy.id), *(getattr(ExcerptPage, name) for name in names)).where(
        ExcerptPage.excerpt_id == excerpt.id
    )
    db.session.execute(sa.insert(ExcerptPage).from_select(["excerpt_id", *names], pages))
