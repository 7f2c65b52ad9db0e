"""Times are shown in the zone of the installation, in the visitor's language."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask_babel import force_locale

from web import formats

LATE = datetime(2026, 11, 20, 22, 3, 22, tzinfo=UTC)  # already the 21st in Shanghai


@pytest.mark.parametrize(
    ("language", "shown", "full"),
    [
        ("zh_Hans_CN", "2026年11月21日", "2026年11月21日 06:03"),
        ("en", "21 Nov 2026", "21 Nov 2026, 06:03"),
    ],
)
def test_days_follow_the_language(app: Flask, language: str, shown: str, full: str) -> None:
    with app.test_request_context(), force_locale(language):
        assert formats.day(LATE) == shown
        assert formats.day(date(2026, 11, 21)) == shown
        assert formats.moment(LATE) == full


def test_the_clock_is_local_to_the_second(app: Flask) -> None:
    assert formats.clock(LATE) == "06:03:22"
    assert formats.minute(LATE) == "06:03"


def test_a_time_element_keeps_the_exact_instant(app: Flask) -> None:
    with app.test_request_context(), force_locale("en"):
        assert formats.machine_time(LATE) == (
            '<time datetime="2026-11-20T22:03:22+00:00">21 Nov 2026 06:03:22</time>'
        )
