"""The chat in live rooms: what was deleted isn't told any more, who may come back may do so now."""

from blueprints.classroom.events import Happened
from blueprints.classroom.live import doors, redaction
from blueprints.classroom.queries.chat import lines
from store import after_commit

redaction.add("chat.message", lines.gone)


@after_commit(Happened)
def _open_again(event: Happened) -> None:
    if event.kind == "sanction.undone":
        doors.forget()
