"""Who is watching now, as their browsers say it, timed by the server's clock. In memory.

A browser tells its state when it changes, and now and then that it is still so. A stretch ends
with another state, with leaving, or, when nothing is heard for too long, at the last sign of
life. Whoever comes back soon on the same device goes on with the stretch that they had.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from blueprints.classroom.minutes.replays import Played
from blueprints.classroom.minutes.spans import Span

Kind = Literal["live", "replay"]

SILENT = timedelta(seconds=75)  # two beats that didn't come, and a bit
COMES_BACK = timedelta(seconds=30)  # one beat
SHORTEST = timedelta(seconds=1)
MOST_DEVICES = 6  # of one person at a time
MOST_STRETCHES = 2_000  # of one person in one process
FASTEST = 3  # times the speed at which a replay may be played
LEAP_MS = 3_000


class Place(NamedTuple):
    """A browser of somebody in a session."""

    session_id: int
    participant_id: int
    device: str
    kind: Kind


@dataclass
class Stretch:
    """Time in one state on one device. `row` is where it is kept, once it is.

    What another process wrote, or this one before it was restarted, is not `is_own`: a row has one
    writer, so that no two of them move its end to and fro.
    """

    place: Place
    since: datetime
    until: datetime
    heard: datetime
    reason: str = ""
    from_ms: int | None = None
    to_ms: int | None = None
    row: int | None = None
    changed: bool = True
    is_own: bool = True

    @property
    def span(self) -> Span:
        return Span(self.since, self.until)

    @property
    def played(self) -> Played | None:
        """What of a replay it showed."""
        if self.from_ms is None or self.to_ms is None:
            return None
        return Played(self.span, self.from_ms, self.to_ms)

    def reach(self, until: datetime) -> None:
        """Last until then."""
        if until != self.until:
            self.until, self.changed = max(until, self.since), True


@dataclass
class _Person:
    """All that is known of one participant: stretches that ended, and those that go on."""

    ended: list[Stretch] = field(default_factory=list)
    running: dict[tuple[str, Kind], Stretch] = field(default_factory=dict)
    heard: datetime | None = None
    recalled: datetime | None = None


class Tracker:
    """The stretches of everybody who talks to this process."""

    def __init__(self) -> None:
        self._people: dict[int, _Person] = {}

    def knows(self, participant_id: int, since: datetime | None = None) -> bool:
        """Whether what was kept of the participant has been given by `recall`, since then."""
        person = self._people.get(participant_id)
        if person is None or person.recalled is None:
            return False
        return since is None or person.recalled >= since

    def recall(self, participant_id: int, kept: Iterable[Stretch], now: datetime) -> None:
        """What the database has of a participant; what this tracker keeps itself it knows better.

        Before their first word to this process, and again where other processes write, too.
        """
        person = self._people.setdefault(participant_id, _Person())
        own = [one for one in (*person.ended, *person.running.values()) if one.is_own]
        rows = {one.row for one in own}
        person.ended = [one for one in person.ended if one.is_own]
        person.ended += [one for one in kept if one.row not in rows]
        person.recalled = now

    def tell(
        self, place: Place, reason: str, now: datetime, position_ms: int | None = None
    ) -> None:
        """A browser's state from now on: `reason` is why it doesn't count, or empty."""
        person = self._people.setdefault(place.participant_id, _Person())
        person.heard = now
        key = (place.device, place.kind)
        running = person.running.get(key)
        if running is not None and now - running.heard > SILENT:
            running = self._end(person, running, running.heard)
        if running is not None and running.reason == reason and _goes_on(running, now, position_ms):
            return _hear(running, now, position_ms)
        if running is not None:
            self._end(person, running, now)
        if len(person.running) >= MOST_DEVICES or len(person.ended) >= MOST_STRETCHES:
            return None
        person.running[key] = self._resumed(person, place, reason, now, position_ms) or Stretch(
            place, now, now, now, reason, position_ms, position_ms
        )
        return None

    def leave(self, session_id: int, participant_id: int, at: datetime) -> None:
        """The participant has left the room on every device."""
        person = self._people.get(participant_id)
        for stretch in list(person.running.values()) if person else ():
            if person and stretch.place.session_id == session_id:
                self._end(person, stretch, max(stretch.heard, at))

    def close(self, session_id: int, at: datetime) -> None:
        """The session is over: what was watched live ends."""
        for person in self._people.values():
            for stretch in list(person.running.values()):
                if (stretch.place.session_id, stretch.place.kind) == (session_id, "live"):
                    self._end(person, stretch, at)

    def settle(self, now: datetime) -> list[Stretch]:
        """Let everything that goes on last until now; gives what has to be kept."""
        for person in self._people.values():
            for stretch in list(person.running.values()):
                if now - stretch.heard > SILENT:
                    self._end(person, stretch, stretch.heard)
                else:
                    stretch.reach(now)
        return [one for one in self._all() if one.changed and _is_worth_keeping(one)]

    def forget(self, now: datetime, after: timedelta) -> None:
        """Let go of people who have been away for long and of whom everything is kept."""
        for participant_id, person in list(self._people.items()):
            idle = person.heard is None or now - person.heard > after
            if idle and not person.running and not any(one.changed for one in person.ended):
                del self._people[participant_id]

    def stretches(self, participant_id: int, now: datetime) -> list[Stretch]:
        """Everything of one participant, what goes on as it stands now."""
        person = self._people.get(participant_id)
        if person is None:
            return []
        going = [replace(one, until=max(now, one.until)) for one in person.running.values()]
        return [*person.ended, *going]

    def first_counting(self, participant_id: int) -> str:
        """The device on which somebody's time is running, the one that began first."""
        person = self._people.get(participant_id)
        running = [one for one in person.running.values() if not one.reason] if person else []
        return min(running, key=lambda one: one.since).place.device if running else ""

    def _all(self) -> Iterable[Stretch]:
        for person in self._people.values():
            yield from person.ended
            yield from person.running.values()

    def _end(self, person: _Person, stretch: Stretch, at: datetime) -> None:
        stretch.reach(at)
        person.running.pop((stretch.place.device, stretch.place.kind), None)
        if stretch.row is not None or _is_worth_keeping(stretch):
            person.ended.append(stretch)

    def _resumed(
        self, person: _Person, place: Place, reason: str, now: datetime, position_ms: int | None
    ) -> Stretch | None:
        """The stretch that this device had just now, if it goes on as it was.

        What somebody else wrote goes on in a stretch of its own, from where theirs ends.
        """
        last = max((one for one in person.ended if one.place == place), key=_ending, default=None)
        if last is None or last.reason != reason or not _near(last.until, now):
            return None
        if not _goes_on(last, now, position_ms):
            return None
        if not last.is_own:
            begun = min(last.until, now)
            return Stretch(place, begun, now, now, reason, last.to_ms, position_ms)
        person.ended.remove(last)
        last.reach(max(now, last.until))
        _hear(last, now, position_ms)
        return last


def _near(until: datetime, now: datetime) -> bool:
    return until - COMES_BACK <= now <= until + COMES_BACK


def _ending(stretch: Stretch) -> datetime:
    return stretch.until


def _is_worth_keeping(stretch: Stretch) -> bool:
    return stretch.row is not None or stretch.until - stretch.since >= SHORTEST


def _hear(stretch: Stretch, now: datetime, position_ms: int | None) -> None:
    stretch.heard = now
    if position_ms is not None and position_ms != stretch.to_ms:
        stretch.to_ms, stretch.changed = position_ms, True


def _goes_on(stretch: Stretch, now: datetime, position_ms: int | None) -> bool:
    """Whether the place in a replay is one that playing on leads to; else it was a leap."""
    if position_ms is None or stretch.to_ms is None:
        return (position_ms is None) == (stretch.to_ms is None)
    return _within(stretch.to_ms, stretch.heard, position_ms, now) and _within(
        stretch.from_ms or 0, stretch.since, position_ms, now
    )


def _within(from_ms: int, since: datetime, to_ms: int, now: datetime) -> bool:
    """Also since the beginning: many beats a second, each with a small leap, get nobody far."""
    passed_ms = (now - since) / timedelta(milliseconds=1)
    return 0 <= to_ms - from_ms <= passed_ms * FASTEST + LEAP_MS
