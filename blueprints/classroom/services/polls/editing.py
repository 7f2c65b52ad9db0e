"""Setting polls up: drafts may be changed and thrown away, whatever was opened stays."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from blueprints.classroom.access import Right, session_for
from blueprints.classroom.events import Happened
from blueprints.classroom.models import ClassSession, Moderation, Poll, PollKind, PollState
from blueprints.classroom.services.chat import cleaning
from blueprints.classroom.services.polls.common import poll_of
from store import UserError, db, record, write
from store.actors import Actor

LONGEST_QUESTION, LONGEST_OPTION = 120, 60  # characters
FEWEST_OPTIONS, MOST_OPTIONS = 2, 10
MOST_POLLS = 60  # in one session
WITH_OPTIONS = (PollKind.SINGLE, PollKind.MULTIPLE, PollKind.QUIZ)


@dataclass(frozen=True)
class Draft:
    """A poll as it was typed: every option's text (or an empty one) and the rows marked right."""

    kind: str
    question: str
    options: tuple[str, ...] = ()
    right: frozenset[int] = frozenset()
    show_results: bool = True


def create(actor: Actor, session_id: int, draft: Draft, now: datetime) -> int:
    """A new draft at the end of the list; its id."""
    values = _checked(draft)
    with write():
        session = session_for(actor, session_id, Right.RUN, lock=True)
        return _add(session, values, now)


def change(actor: Actor, session_id: int, poll_id: int, draft: Draft, now: datetime) -> None:
    """Change a draft."""
    values = _checked(draft)
    with write():
        session_for(actor, session_id, Right.RUN)
        poll = _draft_of(session_id, poll_id)
        for name, value in values.items():
            setattr(poll, name, value)
        _tell(session_id, poll, "poll.changed", now)


def copy(actor: Actor, session_id: int, poll_id: int, now: datetime) -> int:
    """A draft of the same content, whatever state the poll is in; its id."""
    with write():
        session = session_for(actor, session_id, Right.RUN, lock=True)
        poll = poll_of(session_id, poll_id)
        values = {
            "kind": poll.kind,
            "question": poll.question,
            "options": poll.options,
            "right": poll.right if poll.kind == PollKind.QUIZ else [],
            "show_results": poll.kind != PollKind.QUIZ,
        }
        return _add(session, values, now)


def delete(actor: Actor, session_id: int, poll_id: int, now: datetime) -> None:
    """Throw a draft away. Polls that were opened are part of the session and stay."""
    with write():
        session_for(actor, session_id, Right.RUN)
        poll = _draft_of(session_id, poll_id)
        db.session.delete(poll)
        _tell(session_id, poll, "poll.deleted", now)


def _add(session: ClassSession, values: dict[str, Any], now: datetime) -> int:
    count, last = db.session.execute(
        sa.select(sa.func.count(Poll.id), sa.func.max(Poll.position)).where(
            Poll.session_id == session.id
        )
    ).one()
    if count >= MOST_POLLS:
        raise UserError(
            _("A session has at most %(count)d polls. Nothing was saved.", count=MOST_POLLS)
        )
    poll = Poll(session_id=session.id, position=(last or 0) + 1, created_at=now, **values)
    if poll.kind == PollKind.WORDS and session.moderation == Moderation.PRE:
        poll.show_results = False  # staff look first
    db.session.add(poll)
    db.session.flush()  # its id is the answer
    _tell(session.id, poll, "poll.created", now)
    return poll.id


def _draft_of(session_id: int, poll_id: int) -> Poll:
    poll = poll_of(session_id, poll_id, lock=True)
    if poll.state != PollState.DRAFT:
        raise UserError(
            _("This poll was opened already and stays as it is. Copy it to change it."),
            status=409,
        )
    return poll


def _tell(session_id: int, poll: Poll, kind: str, now: datetime) -> None:
    record(Happened(session_id, kind, now, {"id": poll.id}, to_room=False))


def _checked(draft: Draft) -> dict[str, Any]:
    """The columns of a poll, or a UserError that says what is wrong."""
    if draft.kind not in list(PollKind):
        raise UserError(_("Choose what kind of poll it is. Nothing was saved."))
    question = _line(draft.question, LONGEST_QUESTION, _l("Enter the question."))
    options, right = _options(draft) if draft.kind in WITH_OPTIONS else ([], [])
    if draft.kind == PollKind.QUIZ and not right:
        raise UserError(_("Mark at least one right answer. Nothing was saved."))
    return {
        "kind": draft.kind,
        "question": question,
        "options": options,
        "right": right if draft.kind == PollKind.QUIZ else [],
        "show_results": draft.show_results and draft.kind != PollKind.QUIZ,
    }


def _options(draft: Draft) -> tuple[list[str], list[int]]:
    """The options without empty rows, and the positions of the right ones among them."""
    rows = [
        (row, _line(text, LONGEST_OPTION, ""))
        for row, text in enumerate(draft.options)
        if text.strip()
    ]
    options = [text for _row, text in rows]
    if not FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS:
        raise UserError(
            _(
                "Enter %(fewest)d to %(most)d options. Nothing was saved.",
                fewest=FEWEST_OPTIONS,
                most=MOST_OPTIONS,
            )
        )
    if len({text.casefold() for text in options}) < len(options):
        raise UserError(_("Two options are the same. Nothing was saved."))
    return options, [place for place, (row, _text) in enumerate(rows) if row in draft.right]


def _line(text: str, longest: int, missing: Any) -> str:
    if not text.strip():
        raise UserError(str(missing))
    line = cleaning.clean(text)
    if len(line) > longest:
        raise UserError(
            _(
                "“%(text)s…” is longer than %(count)d characters. Nothing was saved.",
                text=line[:12],
                count=longest,
            )
        )
    return line
