"""Seasons and the books that are read in them."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.classroom.access import season_for
from blueprints.classroom.models import Book, ClassSession, Season
from blueprints.classroom.services.setup.common import (
    keep_picture,
    new_key,
    require_organiser,
    titled,
)
from store import NotFound, UserError, audit, db, write
from store.actors import Actor

MOST_BOOKS = 60


@dataclass(frozen=True)
class SeasonInput:
    """A season as it is typed."""

    title: str
    theme: str = ""
    intro: str = ""
    public: bool = True


@dataclass(frozen=True)
class BookInput:
    """A book as it is typed."""

    title: str
    author: str = ""
    publisher: str = ""
    isbn: str = ""
    intro: str = ""


def create_season(actor: Actor, organisation_id: int, given: SeasonInput, now: datetime) -> int:
    """A season that the organisation holds; its id."""
    with write():
        require_organiser(actor, organisation_id)
        season = Season(
            organisation_id=organisation_id,
            key=new_key(),
            title=titled(given.title, _("Give the season a title.")),
            created_at=now,
        )
        _fill(season, given)
        db.session.add(season)
        db.session.flush()  # its id is the answer
        _note(actor, season, "class.season_made", now)
        return season.id


def update_season(actor: Actor, season_id: int, given: SeasonInput, now: datetime) -> None:
    """Title, theme, words, and whether everybody finds it."""
    with write():
        season = season_for(actor, season_id, change=True)
        season.title = titled(given.title, _("Give the season a title."))
        _fill(season, given)
        _note(actor, season, "class.season_changed", now)


def copy_season(actor: Actor, season_id: int, now: datetime) -> int:
    """Another season with the same theme and books, not public yet; its id."""
    with write():
        source = season_for(actor, season_id, change=True)
        copy = Season(
            organisation_id=source.organisation_id,
            key=new_key(),
            title=_("%(title)s (copy)", title=source.title)[:120],
            theme=source.theme,
            intro=source.intro,
            cover=source.cover,
            public=False,
            created_at=now,
        )
        copy.books = [
            Book(**{name: getattr(book, name) for name in _BOOK}) for book in source.books
        ]
        db.session.add(copy)
        db.session.flush()
        _note(actor, copy, "class.season_made", now)
        return copy.id


def archive_season(actor: Actor, season_id: int, archived: bool, now: datetime) -> None:
    """Put a season by, or take it up again. Its page and its sessions stay as they are.

    Doing it again changes nothing.
    """
    with write():
        season = season_for(actor, season_id, change=True)
        if (season.archived_at is not None) != archived:
            season.archived_at = now if archived else None
            name = "archived" if archived else "restored"
            _note(actor, season, f"class.season_{name}", now)


def delete_season(actor: Actor, season_id: int, now: datetime) -> None:
    """Delete a season in which no session is or was."""
    with write():
        season = season_for(actor, season_id, change=True)
        held = sa.select(ClassSession.id).where(ClassSession.season_id == season.id)
        if db.session.scalar(held.limit(1)) is not None:
            raise UserError(
                _("The season has sessions: it can be archived, but not deleted."), status=409
            )
        _note(actor, season, "class.season_deleted", now)
        db.session.delete(season)


def set_season_cover(actor: Actor, season_id: int, picture: bytes | None, now: datetime) -> None:
    """The picture of the season; None takes it away."""
    season_for(actor, season_id, change=True)
    cover = keep_picture(picture) if picture else ""
    with write():
        season = season_for(actor, season_id, change=True)
        season.cover = cover
        _note(actor, season, "class.season_changed", now)


def add_book(
    actor: Actor, season_id: int, given: BookInput, picture: bytes | None, now: datetime
) -> int:
    """A further book at the end of the list; its id."""
    season_for(actor, season_id, change=True)
    cover = keep_picture(picture) if picture else ""
    with write():
        season = season_for(actor, season_id, change=True)
        if len(season.books) >= MOST_BOOKS:
            raise UserError(_("A season has at most %(count)d books.", count=MOST_BOOKS))
        book = Book(position=len(season.books), cover=cover)
        _fill_book(book, given)
        season.books.append(book)
        db.session.flush()
        _note(actor, season, "class.season_changed", now, book=book.title)
        return book.id


def update_book(
    actor: Actor,
    season_id: int,
    book_id: int,
    given: BookInput,
    picture: bytes | None,
    now: datetime,
) -> None:
    """Other words; another cover where one is given."""
    _book(season_for(actor, season_id, change=True), book_id)
    cover = keep_picture(picture) if picture else ""
    with write():
        season = season_for(actor, season_id, change=True)
        book = _book(season, book_id)
        _fill_book(book, given)
        book.cover = cover or book.cover
        _note(actor, season, "class.season_changed", now, book=book.title)


def remove_book(actor: Actor, season_id: int, book_id: int, now: datetime) -> None:
    """Take a book from the list; sessions about it go on without it."""
    with write():
        season = season_for(actor, season_id, change=True)
        book = _book(season, book_id)
        _note(actor, season, "class.season_changed", now, removed=book.title)
        season.books.remove(book)
        for position, left in enumerate(season.books):
            left.position = position


_BOOK = ("position", "title", "author", "publisher", "isbn", "intro", "cover")


def _fill(season: Season, given: SeasonInput) -> None:
    season.theme, season.intro = given.theme.strip(), given.intro.strip()
    season.public = given.public


def _fill_book(book: Book, given: BookInput) -> None:
    book.title = titled(given.title, _("Enter the book's title."))
    book.author, book.publisher = given.author.strip(), given.publisher.strip()
    book.isbn, book.intro = given.isbn.strip(), given.intro.strip()


def _book(season: Season, book_id: int) -> Book:
    found = next((book for book in season.books if book.id == book_id), None)
    if found is None:
        raise NotFound
    return found


def _note(actor: Actor, season: Season, action: str, now: datetime, **detail: object) -> None:
    audit(
        actor, action, f"season:{season.id}", now,
        organisation_id=season.organisation_id, title=season.title, **detail,
    )  # fmt: skip
