"""When the sessions of a series are held, by the calendar and the clock of the place."""

import calendar
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

MOST = 52


class Rhythm(StrEnum):
    """How often."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"


_DAYS = {Rhythm.WEEKLY: 7, Rhythm.FORTNIGHTLY: 14}


def following(first: datetime, rhythm: Rhythm, count: int, zone: str) -> list[datetime]:
    """The next `count` times after `first`, at the same time of day in `zone`.

    Monthly keeps the day of the month: the 31st is the last day of shorter months, and the 31st
    again in longer ones.
    """
    local = first.astimezone(ZoneInfo(zone))
    return [_step(local, rhythm, number) for number in range(1, count + 1)]


def _step(first: datetime, rhythm: Rhythm, number: int) -> datetime:
    if rhythm != Rhythm.MONTHLY:  # adding to a zoned time keeps the time of day
        return first + timedelta(days=_DAYS[rhythm] * number)
    years, month = divmod(first.month - 1 + number, 12)
    year = first.year + years
    day = min(first.day, calendar.monthrange(year, month + 1)[1])
    return first.replace(year=year, month=month + 1, day=day)
