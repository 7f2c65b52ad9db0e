"""When who is on: slots worked out from a start, minutes, a gap, stations and breaks.

Pure, and in local time without a zone: what the clock on the wall will say.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from blueprints.contests.days import parse_local

MOST_MINUTES, MOST_GAP, MOST_STATIONS, MOST_BREAKS = 1440, 600, 100, 10


@dataclass(frozen=True)
class Break:
    """A break of every day: from when, and how many minutes."""

    starts: time
    minutes: int


@dataclass(frozen=True)
class Plan:
    """`until` is when a day ends: who would not be done by then comes the next day at the start."""

    starts: datetime
    minutes: int
    gap: int = 0
    stations: tuple[str, ...] = ()
    breaks: tuple[Break, ...] = ()
    until: time | None = None
    shown: bool = False  # on the public programme

    @staticmethod
    def of(document: dict[str, Any]) -> "Plan | None":
        starts = parse_local(document.get("starts", ""))
        if starts is None:
            return None
        return Plan(
            starts,
            document["minutes"],
            document.get("gap", 0),
            tuple(document.get("stations", ())),
            tuple(
                Break(time.fromisoformat(at), minutes) for at, minutes in document.get("breaks", ())
            ),
            time.fromisoformat(document["until"]) if document.get("until") else None,
            document.get("shown", False),
        )

    def document(self) -> dict[str, Any]:
        return {
            "starts": self.starts.isoformat(timespec="minutes"),
            "minutes": self.minutes,
            "gap": self.gap,
            "stations": list(self.stations),
            "breaks": [[one.starts.isoformat("minutes"), one.minutes] for one in self.breaks],
            "until": self.until.isoformat("minutes") if self.until else "",
            "shown": self.shown,
        }


@dataclass(frozen=True)
class Slot:
    """When and where one entry is on."""

    starts: datetime
    ends: datetime
    station: str = ""


def slots(plan: Plan, count: int) -> list[Slot]:
    """The slots of so many entries in running order; as many at a time as there are stations."""
    lanes = plan.stations or ("",)
    found, starts = [], _free(plan, plan.starts)
    for first in range(0, count, len(lanes)):
        ends = starts + timedelta(minutes=plan.minutes)
        found += [Slot(starts, ends, lane) for lane in lanes[: count - first]]
        starts = _free(plan, ends + timedelta(minutes=plan.gap))
    return found


def overlaps(one: Slot, other: Slot) -> bool:
    """Whether two slots share any minute."""
    return one.starts < other.ends and other.starts < one.ends


def _free(plan: Plan, starts: datetime) -> datetime:
    """The first moment from `starts` on at which a slot fits between breaks and ends of days."""
    length = timedelta(minutes=plan.minutes)
    for _try in range(2 * MOST_BREAKS + 4):
        later = max(_obstacles(plan, starts, starts + length), default=None)
        if later is None:
            return starts
        starts = later
    return starts  # breaks fill the whole day: nothing fits, and the page says when


def _obstacles(plan: Plan, starts: datetime, ends: datetime) -> Iterator[datetime]:
    for day in {starts.date(), ends.date()}:
        for one in plan.breaks:
            begins = datetime.combine(day, one.starts)
            over = begins + timedelta(minutes=one.minutes)
            if starts < over and begins < ends:
                yield over
    if plan.until is not None:
        close = datetime.combine(starts.date(), plan.until)
        if ends > close and starts.time() != plan.starts.time():
            yield datetime.combine(starts.date() + timedelta(days=1), plan.starts.time())
