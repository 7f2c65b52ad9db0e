"""What happens in a session, told to live rooms (store.events). Payloads are JSON values."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Happened:
    """Something that everybody in the room learns, in order, or only the studio does.

    `kind` is `subject.what`, for example `poll.opened`: the subject decides which panels are
    drawn anew. `payload` reaches every viewer, so nothing private stands in it.
    """

    session_id: int
    kind: str
    at: datetime
    payload: dict[str, Any] = field(default_factory=dict)
    to_room: bool = True
    to_studio: bool = True


@dataclass(frozen=True)
class ToldOne:
    """Something that one participant alone learns."""

    participant_id: int
    kind: str
    at: datetime
    payload: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class PutOut:
    """A participant was banned: every socket of theirs leaves at once."""

    session_id: int
    participant_id: int
    at: datetime


@dataclass(frozen=True)
class StaffLeft:
    """A participant is no staff any more: their sockets leave the studio at once."""

    session_id: int
    participant_id: int
    at: datetime


@dataclass(frozen=True)
class FiguresChanged:
    """Votes or answers came in: the totals of `subject` number `id` are told anew, in a second.

    Stands in no log: a thousand votes in a moment are one figure.
    """

    session_id: int
    subject: str  # poll, question, check
    id: int


@dataclass(frozen=True)
class CrowdMoved:
    """Synthetic viewers came into a rehearsal, or left it."""

    session_id: int
    at: datetime
