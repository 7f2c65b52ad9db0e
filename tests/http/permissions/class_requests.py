"""Well-formed requests for the addresses of the classroom: what stands in them, what is sent."""

from collections.abc import Callable
from typing import Any

from tests.http.permissions.cast import Scene

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
}

PLACES: dict[tuple[str, str], Text] = {
    ("classroom.room_panel", "name"): lambda _scene: "head",
    ("classroom.studio_panel", "name"): lambda _scene: "course",
}

FIELDS: dict[str, dict[str, Text]] = {
    "classroom.enter": _plain(nickname="晴空"),
}
