"""Room kinds: who may join, where the room stands, how a frame is made.

A feature registers its kinds when its `live` module is imported. A room is `kind:key`, for
example `board:12:zh`; functions get the key (`12:zh`), which they must read with care: it comes
from the browser.
"""

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from realtime import engine, log
from realtime.identities import Identity
from store.errors import UserError

logger = logging.getLogger(__name__)

Authorise = Callable[[Identity, str], bool]
PositionOf = Callable[[str], tuple[int, int]]
Render = Callable[[str, int, int], dict[str, Any]]
Hook = Callable[[Identity, str, datetime], None]
ClientEvent = Callable[[Identity, str, dict[str, Any], datetime], dict[str, Any] | None]

_NAME = re.compile(r"[a-z][a-z0-9-]{0,31}:[A-Za-z0-9][A-Za-z0-9:_.-]{0,79}", re.ASCII)


@dataclass(frozen=True)
class Kind:
    """What a feature declared about its rooms; see `register`."""

    name: str
    authorise: Authorise
    position: PositionOf | None = None
    render: Render | None = None
    panel_url: Callable[[str], str] | None = None
    on_join: Hook | None = None
    on_leave: Hook | None = None
    presence: bool = False
    events: Mapping[str, ClientEvent] = field(default_factory=dict)

    def position_of(self, room: str) -> tuple[int, int]:
        """Epoch and seq the room stands at now, from the database."""
        return self.position(key_of(room)) if self.position else log.position(room)

    def frame_of(self, room: str, after: int, upto: int) -> dict[str, Any]:
        """What happened in the room after `after`, up to `upto`."""
        return (self.render or log.items)(room, after, upto)


_kinds: dict[str, Kind] = {}


def register(name: str, *, authorise: Authorise, **declared: Any) -> Kind:
    """Declare a room kind; `declared` are the other fields of `Kind`.

    `authorise(actor, key)` is asked at each join, client event and catch-up, in an app context.
    `render(room, after, upto)` gives `fragments` and whatever else the frame carries; it may
    set `seq` below `upto` when there is too much for one frame. Rooms with a `panel_url(key)`
    are derived: after a gap the browser loads the panel, whose root carries data-epoch and
    data-seq. `on_join`/`on_leave` tell of an identity's first and last device. ValueError when
    the name is taken by another declaration.
    """
    kind = Kind(name, authorise, **declared)
    known = _kinds.setdefault(name, kind)
    if known is not kind and known.authorise.__module__ != authorise.__module__:
        raise ValueError(f"the room kind {name!r} is declared twice")
    _kinds[name] = kind
    return kind


def forget(name: str) -> None:
    """Take a declaration back (tests)."""
    _kinds.pop(name, None)


def find(room: object) -> Kind | None:
    """The kind of a room name as it came from outside; None when it is no such thing."""
    if not isinstance(room, str) or not _NAME.fullmatch(room):
        return None
    return _kinds.get(room.partition(":")[0])


def names() -> list[str]:
    """All declared kinds, for the permission matrix."""
    return sorted(_kinds)


def key_of(room: str) -> str:
    """`12:zh` of `board:12:zh`."""
    return room.partition(":")[2]


def allowed(identity: Identity, room: str) -> bool:
    """Whether this identity may be in the room now, read anew. A failing check is a no."""
    return _may_be_in(identity, room, if_check_fails=False)


def still_allowed(identity: Identity, room: str) -> bool:
    """The same for somebody inside: a check that fails by itself puts nobody out."""
    return _may_be_in(identity, room, if_check_fails=True)


def _may_be_in(identity: Identity, room: str, *, if_check_fails: bool) -> bool:
    kind = find(room)
    if kind is None:
        return False
    try:
        return bool(kind.authorise(identity, key_of(room)))
    except UserError:
        return False
    except Exception:
        logger.exception("the check of the right to be in %s failed", room)
        return if_check_fails


def expel(identity: Identity | str, room: str, reason: str = "revoked") -> None:
    """Put every socket of that identity out of the room, at once and in all processes.

    The feature has recorded the ban before, so that the next join is refused.
    """
    engine.current().gateway.expel(Identity.parse(str(identity)), room, reason)


def viewers(room: str) -> int:
    """Sockets in the room, in all processes (those of others as of two seconds ago)."""
    return engine.current().viewers.count(room)
