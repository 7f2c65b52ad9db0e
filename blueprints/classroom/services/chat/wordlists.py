"""The lists of words: one of the organisation for all its sessions, one of each session."""

import unicodedata
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.classroom.access import ORGANISERS, Right, path_of, session_for
from blueprints.classroom.models import ClassSession, Word, WordAction
from blueprints.classroom.services.chat import deeds
from blueprints.classroom.services.chat.words import fold
from store import NotFound, UserError, db, write
from store.actors import Actor

LONGEST = 60
MOST_AT_ONCE = 5000
MOST = 20_000  # in one list


def add_words(
    actor: Actor, session_id: int, text: str, action: str, now: datetime, *, for_all: bool = False
) -> int:
    """Add words, one a line; how many were new. `for_all` adds to the organisation's list.

    A word that is listed already (however it is spaced or written) takes the new action.
    """
    if action not in set(WordAction):
        raise UserError(_("Choose what the words do."))
    wanted = _wanted(text)
    with write():
        session = _session(actor, session_id, for_all=for_all)
        listed = {fold(word.word): word for word in db.session.scalars(_list(session, for_all))}
        new = {folded: word for folded, word in wanted.items() if folded not in listed}
        if len(listed) + len(new) > MOST:
            raise UserError(_("A list has at most %(count)d words. Nothing was added.", count=MOST))
        for folded in wanted.keys() - new.keys():
            _replace(listed[folded], action, now)
        for word in new.values():
            db.session.add(_word(session, for_all, word, action, now))
        deeds.note(actor, session, "class.words_added", now, count=len(new), for_all=for_all)
        return len(new)


def remove_word(actor: Actor, session_id: int, word_id: int, now: datetime) -> None:
    """Take a word off its list."""
    with write():
        word = db.session.get(Word, word_id)
        if word is None:
            raise NotFound
        session = _session(actor, session_id, for_all=word.session_id is None)
        if word.session_id not in (None, session.id) or (
            word.organisation_id != session.organisation_id
        ):
            raise NotFound
        db.session.delete(word)
        deeds.note(actor, session, "class.word_removed", now, word=word.word)


def may_edit_for_all(actor: Actor, session: ClassSession) -> bool:
    """Whether the organisation's list is theirs to change."""
    return actor.may(*ORGANISERS, organisation_path=path_of(session.organisation_id))


def _session(actor: Actor, session_id: int, *, for_all: bool) -> ClassSession:
    session = session_for(actor, session_id, Right.RUN, lock=True)
    if for_all and not may_edit_for_all(actor, session):
        raise UserError(
            _("Only organisers of the union change the list for all sessions."), status=403
        )
    return session


def _wanted(text: str) -> dict[str, str]:
    """The words of a text by how they are compared."""
    lines = [" ".join(_plain(line).split()) for line in text.splitlines()]
    lines = [line for line in lines if line]
    if len(lines) > MOST_AT_ONCE:
        raise UserError(_("Add at most %(count)d words at once.", count=MOST_AT_ONCE))
    too_long = next((line for line in lines if len(line) > LONGEST), None)
    if too_long is not None:
        raise UserError(_("Too long for a word: %(word)s…", word=too_long[:20]))
    wanted = {fold(line): line for line in lines if fold(line)}
    if not wanted:
        raise UserError(_("Enter at least one word, each on a line of its own."))
    return wanted


def _plain(line: str) -> str:
    return "".join(c for c in line if unicodedata.category(c) not in ("Cc", "Cf", "Cn", "Cs", "Co"))


def _list(session: ClassSession, for_all: bool) -> sa.Select[tuple[Word]]:
    of = Word.session_id.is_(None) if for_all else Word.session_id == session.id
    return sa.select(Word).where(Word.organisation_id == session.organisation_id, of)


def _replace(word: Word, action: str, now: datetime) -> None:
    """As a new row, so that every process sees that the list is another one."""
    if word.action == action:
        return
    db.session.delete(word)
    db.session.flush()
    db.session.add(
        Word(
            organisation_id=word.organisation_id,
            session_id=word.session_id,
            word=word.word,
            action=action,
            added_at=now,
        )
    )


def _word(session: ClassSession, for_all: bool, word: str, action: str, now: datetime) -> Word:
    return Word(
        organisation_id=session.organisation_id,
        session_id=None if for_all else session.id,
        word=word,
        action=action,
        added_at=now,
    )
