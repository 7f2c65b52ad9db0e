"""The chat in live rooms: deleted messages are not told to who comes later."""

from blueprints.classroom.live import redaction
from blueprints.classroom.queries.chat import lines

redaction.add("chat.message", lines.gone)
