"""The dates of a series: by calendar and clock of the place, whatever months and zones do."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from blueprints.classroom.services.setup import Rhythm, following

SHANGHAI = "Asia/Shanghai"


def at(text: str, zone: str = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def local(dates: list[datetime], zone: str = SHANGHAI) -> list[str]:
    return [f"{date.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}" for date in dates]


@pytest.mark.parametrize(
    ("rhythm", "days"),
    [
        (Rhythm.WEEKLY, ["2026-03-05 19:30", "2026-03-12 19:30"]),
        (Rhythm.FORTNIGHTLY, ["2026-03-12 19:30", "2026-03-26 19:30"]),
        (Rhythm.MONTHLY, ["2026-03-26 19:30", "2026-04-26 19:30"]),
    ],
)
def test_each_rhythm_keeps_day_and_time(rhythm: Rhythm, days: list[str]) -> None:
    assert local(following(at("2026-02-26T19:30"), rhythm, 2, SHANGHAI)) == days


def test_the_last_day_of_a_month_comes_back() -> None:
    found = local(following(at("2026-01-31T19:30"), Rhythm.MONTHLY, 3, SHANGHAI))
    assert found == ["2026-02-28 19:30", "2026-03-31 19:30", "2026-04-30 19:30"]


def test_a_leap_day_and_the_turn_of_the_year() -> None:
    found = local(following(at("2027-11-29T07:00"), Rhythm.MONTHLY, 3, SHANGHAI))
    assert found == ["2027-12-29 07:00", "2028-01-29 07:00", "2028-02-29 07:00"]


def test_the_day_is_the_places_not_greenwichs() -> None:
    """06:00 on the 1st in Shanghai is still the month before in UTC."""
    found = local(following(at("2026-03-01T06:00"), Rhythm.MONTHLY, 2, SHANGHAI))
    assert found == ["2026-04-01 06:00", "2026-05-01 06:00"]


def test_where_clocks_change_the_time_of_day_stays() -> None:
    berlin = "Europe/Berlin"
    found = following(at("2026-03-22T19:30", berlin), Rhythm.WEEKLY, 2, berlin)
    assert local(found, berlin) == ["2026-03-29 19:30", "2026-04-05 19:30"]
