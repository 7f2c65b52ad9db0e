"""Well-formed requests for the addresses of reveals and result packages."""

import uuid
from collections.abc import Callable
from typing import Any

from tests.http.permissions.cast import Scene

Text = Callable[[Scene], Any]


def value(scene: Scene, endpoint: str, name: str) -> str | None:
    """What stands for a variable of such an address; None for what isn't theirs."""
    if not endpoint.startswith(("contests.reveal_", "contests.package", "contests.recompute")):
        return None
    known = PLACES.get((endpoint, name)) or USUAL.get(name)
    return str(known(scene)) if known else None


USUAL: dict[str, Text] = {
    "ceremony_id": lambda scene: scene.ceremony,
    "package_id": lambda scene: scene.package,
    "number": lambda _scene: 1,
    "entry_key": lambda scene: scene.hall.entry(0).key,
    "key": lambda scene: scene.revealed.entry(2).key,  # who stands lowest is shown first
}
PLACES: dict[tuple[str, str], Text] = {
    ("contests.packages_page", "contest_id"): lambda scene: scene.prized.contest_id,
    ("contests.packages_make", "contest_id"): lambda scene: scene.prized.contest_id,
}
FIELDS: dict[str, dict[str, Text]] = {
    "contests.reveal_begin": {
        "manner": lambda _scene: "suspense",
        "rehearsal": lambda _scene: "1",
    },
    "contests.reveal_move": {"at": lambda _scene: "1"},
    "contests.reveal_publish": {"key": lambda _scene: str(uuid.uuid4())},
    "contests.reveal_portrait_set": {"line": lambda _scene: "二十二年车工"},
}
