"""How the chat is run: open or closed, slowed down, looked at before, shown over the picture."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from blueprints.classroom.access import Right, session_for
from blueprints.classroom.events import Happened
from blueprints.classroom.models import Moderation, Visibility
from blueprints.classroom.services.chat import deeds
from store import UserError, record, write
from store.actors import Actor

PAUSES = (0, 3, 5, 10, 30, 60, 120)  # seconds between two messages of one viewer


@dataclass(frozen=True)
class Rules:
    """What staff choose."""

    chat_open: bool
    danmaku: bool
    slow_seconds: int
    auto_slow: bool
    pre: bool
    new: bool = False

    @property
    def moderation(self) -> Moderation:
        if self.pre:
            return Moderation.PRE
        return Moderation.NEW if self.new else Moderation.OPEN


def set_rules(actor: Actor, session_id: int, rules: Rules, now: datetime) -> None:
    """Run the chat by these rules from now on."""
    if rules.slow_seconds not in PAUSES:
        raise UserError(_("Choose one of the pauses."))
    with write():
        session = session_for(actor, session_id, Right.MODERATE, lock=True)
        session.chat_open, session.danmaku = rules.chat_open, rules.danmaku
        session.slow_seconds, session.auto_slow = rules.slow_seconds, rules.auto_slow
        session.moderation = rules.moderation
        if not rules.auto_slow:
            session.calm_until = None
        record(Happened(session.id, "order.changed", now))
        deeds.note(
            actor, session, "class.order_changed", now,
            open=rules.chat_open, danmaku=rules.danmaku, slow=rules.slow_seconds,
            auto=rules.auto_slow, moderation=rules.moderation,
        )  # fmt: skip


def set_door(actor: Actor, session_id: int, guests: bool, now: datetime) -> None:
    """Let new guests in, or none any more; who is in stays. Doing it again changes nothing."""
    with write():
        session = session_for(actor, session_id, Right.MODERATE, lock=True)
        if session.registration or session.visibility == Visibility.ORGANISATION:
            raise UserError(_("This session is for accounts: guests don't come in."), status=409)
        if session.guests_allowed == guests:
            return
        session.guests_allowed = guests
        record(Happened(session.id, "sanction.door", now, to_room=False))
        deeds.note(actor, session, "class.door_set", now, guests=guests)
