"""The chat, and what keeps order in it."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blueprints.classroom.models.people import Participant
from store.base import db


class MessageKind(StrEnum):
    """`announcement` stands above the chat until the next one."""

    CHAT = "chat"
    ANNOUNCEMENT = "announcement"


class MessageState(StrEnum):
    """`held` waits for a moderator. Nothing is ever removed: the content log is kept."""

    SHOWN = "shown"
    HELD = "held"
    REFUSED = "refused"
    DELETED = "deleted"


class Message(db.Model):  # type: ignore[name-defined,misc]
    """One message. `client_key` is made by the sender's browser: sending again changes nothing."""

    __tablename__ = "class_messages"
    __table_args__ = (
        sa.UniqueConstraint("participant_id", "client_key"),
        sa.Index("ix_class_messages_session_state", "session_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        sa.ForeignKey("class_sessions.id", ondelete="CASCADE"), index=True
    )
    participant_id: Mapped[int] = mapped_column(sa.ForeignKey("class_participants.id"))
    client_key: Mapped[str] = mapped_column(sa.String(40))
    kind: Mapped[str] = mapped_column(sa.String(12), default=MessageKind.CHAT)
    text: Mapped[str] = mapped_column(sa.Text)
    state: Mapped[str] = mapped_column(sa.String(10), default=MessageState.SHOWN)
    held_for: Mapped[str] = mapped_column(sa.String(120), default="")  # the word, `pre` or `new`
    pinned_at: Mapped[datetime | None]
    sent_at: Mapped[datetime]
    shown_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(sa.String(40), default="")
    decided_at: Mapped[datetime | None]

    participant: Mapped[Participant] = relationship()


class WordAction(StrEnum):
    """What a listed word does to a message that has it."""

    HOLD = "hold"
    REFUSE = "refuse"


class Word(db.Model):  # type: ignore[name-defined,misc]
    """A word of the filter: an organisation's, or one session's own."""

    __tablename__ = "class_words"
    # A number is never given twice: by their numbers a changed list is told from the old one.
    __table_args__ = (
        sa.UniqueConstraint("organisation_id", "session_id", "word"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    session_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("class_sessions.id", ondelete="CASCADE"), index=True
    )
    word: Mapped[str] = mapped_column(sa.String(60))
    action: Mapped[str] = mapped_column(sa.String(8), default=WordAction.HOLD)
    added_at: Mapped[datetime]


class ReactionKind(StrEnum):
    """What one tap says."""

    LIKE = "like"
    APPLAUSE = "applause"
    HEART = "heart"


class Reaction(db.Model):  # type: ignore[name-defined,misc]
    """How often a session was given a reaction; who gave it is not kept."""

    __tablename__ = "class_reactions"
    __table_args__ = (sa.UniqueConstraint("session_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(sa.ForeignKey("class_sessions.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(sa.String(10))
    count: Mapped[int] = mapped_column(default=0)


class SanctionKind(StrEnum):
    """`mute` stops writing, `ban` puts out of the room."""

    MUTE = "mute"
    BAN = "ban"


class Sanction(db.Model):  # type: ignore[name-defined,misc]
    """A mute or ban of a participant, until a time or for good, until it is undone.

    With `network` new guests from there are kept out as well, while the session lasts.
    """

    __tablename__ = "class_sanctions"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        sa.ForeignKey("class_sessions.id", ondelete="CASCADE"), index=True
    )
    participant_id: Mapped[int] = mapped_column(sa.ForeignKey("class_participants.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(8))
    reason: Mapped[str] = mapped_column(sa.String(200), default="")
    network: Mapped[str] = mapped_column(sa.String(64), default="")
    until: Mapped[datetime | None]
    given_by: Mapped[str] = mapped_column(sa.String(40))
    given_at: Mapped[datetime]
    undone_by: Mapped[str] = mapped_column(sa.String(40), default="")
    undone_at: Mapped[datetime | None]

    participant: Mapped[Participant] = relationship()


class Complaint(db.Model):  # type: ignore[name-defined,misc]
    """A viewer's complaint about a message; each may complain once."""

    __tablename__ = "class_complaints"
    __table_args__ = (sa.UniqueConstraint("message_id", "participant_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(
        sa.ForeignKey("class_sessions.id", ondelete="CASCADE"), index=True
    )
    message_id: Mapped[int] = mapped_column(sa.ForeignKey("class_messages.id"), index=True)
    participant_id: Mapped[int] = mapped_column(sa.ForeignKey("class_participants.id"))
    reason: Mapped[str] = mapped_column(sa.String(200), default="")
    made_at: Mapped[datetime]
    decision: Mapped[str] = mapped_column(sa.String(12), default="")  # upheld, dismissed
    decided_by: Mapped[str] = mapped_column(sa.String(40), default="")
    decided_at: Mapped[datetime | None]

    message: Mapped[Message] = relationship()
