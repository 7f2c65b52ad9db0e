"""The word filter: listed words are found however they are spaced, widened or dressed up.

Text and words are folded alike: compatibility forms, case, marks, look-alikes; whatever is
neither letter nor digit is left out. One automaton for all words is kept per list of words and
made anew when the list has changed, also by another process.
"""

import unicodedata
from dataclasses import dataclass
from typing import Any

import ahocorasick
import sqlalchemy as sa

from blueprints.classroom.access import path_of
from blueprints.classroom.models import ClassSession, Word, WordAction
from blueprints.classroom.services.chat.lookalikes import CAPITALS, TABLE
from store import db

MOST_KEPT = 64  # lists


@dataclass(frozen=True)
class Hit:
    """A listed word in a text, and what its list says should happen."""

    word: str
    action: str


@dataclass(frozen=True)
class _Kept:
    version: tuple[Any, ...]
    automaton: Any  # None when no word is listed


_automata: dict[int, _Kept] = {}  # by session


def fold(text: str) -> str:
    """The text as it is compared."""
    return "".join(_folded(text)[0])


def find(session: ClassSession, text: str) -> Hit | None:
    """The gravest listed word in the text: one that refuses before one that holds."""
    automaton = _automaton_for(session)
    if automaton is None:
        return None
    letters, places = _folded(text)
    hits = [
        Hit(word, action)
        for end, (word, action, length) in automaton.iter("".join(letters))
        if _stands_alone(word, text, places[end - length + 1], places[end])
    ]
    return min(hits, key=lambda hit: hit.action != WordAction.REFUSE, default=None)


def _folded(text: str) -> tuple[list[str], list[int]]:
    """Letters and digits of the folded text, and where in the text each of them comes from."""
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for part in _read(unicodedata.normalize("NFKD", character)):
            if part.isalnum():
                letters.append(part)
                places.append(place)
    return letters, places


def _read(characters: str) -> str:
    """As they are read, whatever alphabet they are of."""
    return characters.translate(CAPITALS).casefold().translate(TABLE)


def _stands_alone(word: str, text: str, first: int, last: int) -> bool:
    """Latin words are not looked for inside of longer ones: no `ass` in `class`."""
    if not (word.isascii() and word.isalpha()):
        return True
    before, after = text[first - 1 : first] if first else "", text[last + 1 : last + 2]
    return not _is_latin(before) and not _is_latin(after)


def _is_latin(character: str) -> bool:
    folded = _read(unicodedata.normalize("NFKD", character)[:1])
    return folded.isascii() and folded.isalpha()


# The session's own words, and those of its organisation and of those above it. Built once: a
# lively chat asks for the version hundreds of times a second.
_LISTED = sa.or_(
    Word.session_id == sa.bindparam("session_id", type_=sa.Integer),
    sa.and_(
        Word.session_id.is_(None),
        Word.organisation_id.in_(sa.bindparam("organisation_ids", expanding=True)),
    ),
)
_VERSION = sa.select(sa.func.count(Word.id), sa.func.sum(Word.id), sa.func.max(Word.id)).where(
    _LISTED
)
_WORDS = sa.select(Word.word, Word.action).where(_LISTED)


def _automaton_for(session: ClassSession) -> Any:
    above = [int(number) for number in path_of(session.organisation_id).split(".") if number]
    scope = {"session_id": session.id, "organisation_ids": above}
    version = tuple(db.session.execute(_VERSION, scope).one())
    kept = _automata.get(session.id)
    if kept is None or kept.version != version:
        if len(_automata) >= MOST_KEPT:
            _automata.clear()
        kept = _automata[session.id] = _Kept(version, _build(scope))
    return kept.automaton


def _build(scope: dict[str, Any]) -> Any:
    automaton = ahocorasick.Automaton()
    listed = db.session.execute(_WORDS, scope).all()
    # Of a word listed twice the graver action holds: it is added last.
    for word, action in sorted(listed, key=lambda row: row.action == WordAction.REFUSE):
        folded = fold(word)
        if folded:
            automaton.add_word(folded, (word, action, len(folded)))
    if not len(automaton):
        return None
    automaton.make_automaton()
    return automaton


def forget_all() -> None:
    """Nothing is known any more (tests, whose databases come and go)."""
    _automata.clear()
