"""Well-formed requests for the addresses of the classroom: what stands in them, what is sent."""

from collections.abc import Callable
from typing import Any

from tests.http.permissions.cast import Scene
from tests.http.permissions.class_rows import rows

Text = Callable[[Scene], Any]


def _plain(**texts: str) -> dict[str, Text]:
    return {name: (lambda _scene, text=text: text) for name, text in texts.items()}


def value(scene: Scene, endpoint: str, name: str) -> str | None:
    """What stands for a variable of an address of the classroom; None for what isn't theirs."""
    if not endpoint.startswith("classroom."):
        return None
    special = PLACES.get((endpoint, name)) or USUAL.get(name)
    return str(special(scene)) if special else None


USUAL: dict[str, Text] = {
    "session_id": lambda scene: scene.room.id,
    "key": lambda scene: scene.room.key,
    "topic_id": lambda scene: scene.room.topics[0].id,
    "message_id": lambda scene: rows(scene)["shown"],
    "participant_id": lambda scene: rows(scene)["guest"],
    "complaint_id": lambda scene: rows(scene)["complaint"],
    "sanction_id": lambda scene: rows(scene)["sanction"],
    "word_id": lambda scene: rows(scene)["word"],
}

PLACES: dict[tuple[str, str], Text] = {
    ("classroom.room_panel", "name"): lambda _scene: "head",
    ("classroom.studio_panel", "name"): lambda _scene: "course",
    ("classroom.approve_message", "message_id"): lambda scene: rows(scene)["held"],
    ("classroom.refuse_message", "message_id"): lambda scene: rows(scene)["other"],
    ("classroom.complain", "message_id"): lambda scene: rows(scene)["kept"],
    ("classroom.pin_message", "message_id"): lambda scene: rows(scene)["kept"],
    ("classroom.unpin_message", "message_id"): lambda scene: rows(scene)["kept"],
    ("classroom.content_log_file", "kind"): lambda _scene: "csv",
}

FIELDS: dict[str, dict[str, Text]] = {
    "classroom.enter": _plain(nickname="晴空"),
    "classroom.send_message": _plain(text="你好", key="0123456789abcdef"),
    "classroom.complain": _plain(reason="广告"),
    "classroom.react": _plain(heart="2"),
    "classroom.announce": _plain(text="十点开始"),
    "classroom.mute": _plain(minutes="10", reason=""),
    "classroom.ban": _plain(reason=""),
    "classroom.set_rules": _plain(chat_open="1", slow_seconds="0"),
    "classroom.add_words": _plain(words="示例词", action="hold"),
}
