"""Whether a session that ended may be watched again."""

from datetime import datetime

from flask_babel import gettext as _

from blueprints.classroom.access import Right, session_for
from blueprints.classroom.events import Happened
from blueprints.classroom.models import Replay
from store import UserError, audit, record, write
from store.actors import Actor


def set_shown(actor: Actor, session_id: int, shown: bool, now: datetime) -> None:
    """Show the replay to whoever may see the session, or hide it. Again: nothing changes."""
    with write():
        session = session_for(actor, session_id, Right.RUN, lock=True)
        if not session.has_ended:
            raise UserError(_("There is a replay once the session is over."), status=409)
        wanted = Replay.SHOWN if shown else Replay.HIDDEN
        if session.replay == wanted:
            return
        session.replay = wanted
        audit(
            actor, "class.replay_shown" if shown else "class.replay_hidden",
            f"class:{session.id}", now,
            organisation_id=session.organisation_id, title=session.title,
        )  # fmt: skip
        record(Happened(session.id, "session.replay", now, {"shown": shown}))
