"""Who is in a room: identity, device, since when, last seen.

Kept per socket (a device that comes back has a new one), told per person. Leaving counts after
a grace period, so that three seconds in a lift aren't a leave. Times are seconds since the epoch
inside the tables and aware datetimes outside.

Tables: `people:<room>` has a field per person; `sockets:<room>|<person>` one per socket of
theirs; `leaving` one per socket in its grace; `processes` when each was last alive.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from realtime import engine
from realtime.hashes import Hashes, Value
from realtime.identities import ANONYMOUS, Identity

GRACE_S = 5.0
DEAD_S = 60.0  # a process that hasn't beaten for this long is gone, with its sockets

Told = Callable[[Identity, str, datetime], None]


class Place(NamedTuple):
    """One socket in one room."""

    room: str
    identity: Identity
    device: str
    sid: str

    @property
    def person(self) -> str:
        """What is counted: the identity, or the device of somebody anonymous."""
        anonymous = self.identity == ANONYMOUS
        return f"{self.identity}@{self.device}" if anonymous else str(self.identity)

    @property
    def sockets(self) -> str:
        """The table of this person's sockets in the room."""
        return f"sockets:{self.room}|{self.person}"

    @property
    def field(self) -> str:
        """The socket's field in that table."""
        return f"{self.identity}|{self.device}|{self.sid}"


@dataclass(frozen=True)
class Member:
    """Somebody in a room on one device. `seen` is now while a socket is open."""

    identity: Identity
    device: str
    since: datetime
    seen: datetime


class Presence:
    """The members of all rooms. `on_join` and `on_leave` get (identity, room, now)."""

    def __init__(self, hashes: Hashes, process: str, on_join: Told, on_leave: Told) -> None:
        self._hashes, self._process = hashes, process
        self._on_join, self._on_leave = on_join, on_leave

    def join(self, place: Place, now: datetime) -> None:
        """A socket came in; its device may have been here on another socket just before."""
        others = list(self._sockets(place.room, place.person))
        since = now.timestamp()
        for other, value in others:
            if other.device == place.device:
                since = min(since, value["since"])
                if value["left"] is not None:
                    self._drop(other)
        value = {"since": since, "seen": now.timestamp(), "left": None, "process": self._process}
        self._hashes.put(place.sockets, place.field, value)
        self._hashes.put(f"people:{place.room}", place.person, {})
        if not others:
            self._on_join(place.identity, place.room, now)

    def leave(self, place: Place, now: datetime) -> None:
        """A socket went away; the person has left when the grace is over."""
        value = self._hashes.get(place.sockets, place.field)
        if value is None or value["left"] is not None:
            return
        left = now.timestamp()
        self._hashes.put(place.sockets, place.field, {**value, "seen": left, "left": left})
        self._hashes.put("leaving", f"{place.room}|{place.field}", {"left": left})

    def expel(self, room: str, identity: Identity, now: datetime) -> list[str]:
        """Take a known identity out without grace; gives the sids of its sockets everywhere."""
        places = [place for place, _ in self._sockets(room, str(identity))]
        for place in places:
            self._remove(place, now)
        return [place.sid for place in places]

    def beat(self, now: datetime) -> None:
        """Say that this process and its sockets are still there."""
        self._hashes.put("processes", self._process, {"at": now.timestamp()})

    def sweep(self, now: datetime) -> None:
        """Let go of those whose grace is over, and of those whose process has died."""
        for name, value in self._hashes.all("leaving").items():
            if now.timestamp() - value["left"] >= GRACE_S:
                self._remove(_place(*name.split("|", 1)), now)
        for process, value in self._hashes.all("processes").items():
            dead = now.timestamp() - value["at"] >= DEAD_S
            if dead and self._hashes.drop("processes", process):
                self._bury(process, now)

    def members(self, room: str, now: datetime) -> list[Member]:
        """Everybody here or within the grace, one entry per device, longest first."""
        devices: dict[tuple[Identity, str], Member] = {}
        for person in self._hashes.all(f"people:{room}"):
            for place, value in self._sockets(room, person):
                member = _member(place, value, now)
                other = devices.get((place.identity, place.device))
                if other is None or member.seen > other.seen:
                    devices[place.identity, place.device] = member
        return sorted(devices.values(), key=lambda m: (m.since, str(m.identity), m.device))

    def count(self, room: str) -> int:
        """People: distinct identities, and devices of the anonymous."""
        return self._hashes.size(f"people:{room}")

    def count_in_all(self, rooms: Sequence[str], without: Collection[Identity] = ()) -> int:
        """The same for several rooms: who is in two of them counts once, and these not at all.

        Reads all but the largest room.
        """
        tables = sorted((f"people:{room}" for room in rooms), key=self._hashes.size)
        *small, largest = tables
        apart = {str(identity) for identity in without}
        elsewhere = {person for table in small for person in self._hashes.all(table)} - apart
        here = self._hashes.size(largest) - self._hashes.known(largest, apart)
        return here + len(elsewhere) - self._hashes.known(largest, elsewhere)

    def _sockets(self, room: str, person: str) -> Iterator[tuple[Place, Value]]:
        for field, value in self._hashes.all(f"sockets:{room}|{person}").items():
            yield _place(room, field), value

    def _remove(self, place: Place, now: datetime) -> None:
        """Forget a socket; the one process that takes the last one away tells of the leave."""
        if not self._drop(place) or self._hashes.all(place.sockets):
            return
        if self._hashes.drop(f"people:{place.room}", place.person):
            self._on_leave(place.identity, place.room, now)

    def _drop(self, place: Place) -> bool:
        self._hashes.drop("leaving", f"{place.room}|{place.field}")
        return self._hashes.drop(place.sockets, place.field)

    def _bury(self, process: str, now: datetime) -> None:
        for table in self._hashes.tables("sockets:"):
            room = table.removeprefix("sockets:").split("|", 1)[0]
            for field, value in self._hashes.all(table).items():
                if value["process"] == process:
                    self._remove(_place(room, field), now)


def _place(room: str, field: str) -> Place:
    ref, device, sid = field.split("|", 2)
    return Place(room, Identity.parse(ref), device, sid)


def _member(place: Place, value: Value, now: datetime) -> Member:
    since = datetime.fromtimestamp(value["since"], UTC)
    seen = now if value["left"] is None else datetime.fromtimestamp(value["seen"], UTC)
    return Member(place.identity, place.device, since, seen)


def members(room: str) -> list[Member]:
    """Who is in the room (kinds with `presence=True`; elsewhere only known identities)."""
    return engine.current().presence.members(room, datetime.now(UTC))


def count(room: str) -> int:
    """How many people are in the room."""
    return engine.current().presence.count(room)


def count_in_all(rooms: Sequence[str], without: Collection[Identity] = ()) -> int:
    """How many people are in any of these rooms, not counting those without."""
    return engine.current().presence.count_in_all(rooms, without)
