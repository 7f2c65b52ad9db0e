"""The one gate for everything that people write in a room: messages and questions alike.

    with write():
        verdict = gate.admit(participant, session, text, now)   # UserError when it is refused
        db.session.add(Message(text=verdict.text, state=verdict.state, held_for=verdict.reason))

`participant` and `session` are read inside the transaction. Nothing is stored here; what was
refused leaves no trace, and whoever wrote it keeps the text in front of them.
"""

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.classroom.models import (
    ClassSession,
    Message,
    MessageState,
    Moderation,
    Participant,
    Question,
    RoomRole,
    Sanction,
    SanctionKind,
    SessionState,
    WordAction,
)
from blueprints.classroom.services.chat import cleaning, words
from store import UserError, db

MOST, WITHIN = 5, timedelta(seconds=10)  # what one participant may write
FOREVER = datetime.max.replace(tzinfo=UTC)
CALM_SECONDS = 10  # the pause between two messages while slow mode is on by itself
STAFF = (RoomRole.HOST, RoomRole.COHOST, RoomRole.MODERATOR)
TRUSTED = (*STAFF, RoomRole.GUEST)  # neither slowed down nor looked at before

# Built once: a lively chat asks them hundreds of times a second.
_WHO = sa.bindparam("participant_id", type_=sa.Integer)
_SANCTIONS = sa.select(Sanction.kind, Sanction.until).where(
    Sanction.participant_id == _WHO,
    Sanction.undone_at.is_(None),
    sa.or_(Sanction.until.is_(None), Sanction.until > sa.bindparam("now")),
)
_WRITTEN = sa.union_all(
    sa.select(Message.sent_at).where(
        Message.participant_id == _WHO, Message.sent_at > sa.bindparam("since")
    ),
    sa.select(Question.asked_at).where(
        Question.participant_id == _WHO, Question.asked_at > sa.bindparam("since")
    ),
)


@dataclass(frozen=True)
class Verdict:
    """The text as it may stand, shown or held; `reason` is the word, `pre` or `new`."""

    text: str
    state: MessageState
    reason: str = ""

    @property
    def is_held(self) -> bool:
        return self.state == MessageState.HELD


class TooSoon(UserError):
    """Refused for now: to be sent again after `seconds`."""

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message, status=429, code="too_soon")
        self.seconds = seconds


def admit(
    participant: Participant, session: ClassSession, text: str, now: datetime, *, chat: bool = True
) -> Verdict:
    """What becomes of a text. Raises UserError for what is refused, TooSoon with the seconds.

    With `chat=False` (questions) a closed chat doesn't matter; all else is the same.
    """
    shown = cleaning.clean(text)
    _refuse_silenced(participant, now)
    _refuse_closed(session, participant, chat=chat)
    _refuse_hasty(participant, session, now)
    hit = words.find(session, shown)
    if hit is not None and hit.action == WordAction.REFUSE:
        raise UserError(_("This can't be said here. Please put it differently."), code="word")
    if hit is not None:
        return Verdict(shown, MessageState.HELD, hit.word)
    if session.moderation == Moderation.PRE and participant.role not in TRUSTED:
        return Verdict(shown, MessageState.HELD, "pre")
    if session.moderation == Moderation.NEW and _is_newcomer(participant):
        return Verdict(shown, MessageState.HELD, "new")
    return Verdict(shown, MessageState.SHOWN)


def _is_newcomer(participant: Participant) -> bool:
    """A guest without an account of whom nothing was shown yet."""
    if participant.account_id is not None or participant.role in TRUSTED:
        return False
    shown = sa.select(Message.id).where(
        Message.participant_id == participant.id, Message.state == MessageState.SHOWN
    )
    return db.session.scalar(shown.limit(1)) is None


def pause_of(session: ClassSession, now: datetime) -> int:
    """Seconds that have to lie between two messages of one viewer."""
    is_calmed = session.calm_until is not None and session.calm_until > now
    return max(session.slow_seconds, CALM_SECONDS if is_calmed else 0)


def _refuse_silenced(participant: Participant, now: datetime) -> None:
    ends = _sanctions_of(participant.id, now)
    if SanctionKind.BAN in ends:
        raise UserError(_("You were put out of this room."), status=403, code="banned")
    until = ends.get(SanctionKind.MUTE)
    if until == FOREVER:
        words_ = _("You were muted for this session. You can go on watching.")
        raise UserError(words_, status=403, code="muted")
    if until is not None:
        minutes = max(1, math.ceil((until - now).total_seconds() / 60))
        words_ = _("You were muted. You can write again in %(count)d min.", count=minutes)
        raise UserError(words_, status=403, code="muted")


def _sanctions_of(participant_id: int, now: datetime) -> dict[str, datetime]:
    """What is in force against somebody and until when; FOREVER for the whole session."""
    found = db.session.execute(_SANCTIONS, {"participant_id": participant_id, "now": now})
    ends: dict[str, datetime] = {}
    for kind, until in found:
        ends[kind] = max(until or FOREVER, ends.get(kind, now))
    return ends


def _refuse_closed(session: ClassSession, participant: Participant, *, chat: bool) -> None:
    if session.state == SessionState.ENDED:
        raise UserError(_("The session is over."), status=409, code="closed")
    if session.state != SessionState.LIVE:
        message = _("You can write as soon as the session begins.")
        raise UserError(message, status=409, code="closed")
    if chat and not session.chat_open and participant.role not in STAFF:
        raise UserError(_("The chat is closed at the moment."), status=409, code="closed")


def _refuse_hasty(participant: Participant, session: ClassSession, now: datetime) -> None:
    if participant.role in STAFF:
        return
    longest = max(WITHIN, timedelta(seconds=pause_of(session, now)))
    written = _written_since(participant.id, now - longest)
    recent = [at for at in written if at > now - WITHIN]
    if len(recent) >= MOST:
        raise _too_soon(recent[MOST - 1] + WITHIN - now)
    pause = timedelta(seconds=pause_of(session, now))
    if participant.role not in TRUSTED and written and written[0] + pause > now:
        raise _too_soon(written[0] + pause - now)


def _written_since(participant_id: int, since: datetime) -> list[datetime]:
    """When this participant wrote, newest first, whatever way in they took."""
    found = db.session.scalars(_WRITTEN, {"participant_id": participant_id, "since": since})
    return sorted(found, reverse=True)


def _too_soon(left: timedelta) -> TooSoon:
    seconds = max(1, math.ceil(left.total_seconds()))
    return TooSoon(
        _("You can send again in %(count)d s. Your text is kept.", count=seconds), seconds
    )
