"""The sequenced log on both databases: numbers without gaps or repeats, whatever runs together."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from app import create_app
from config import Settings
from realtime import log
from store import db, write
from tests.support.database import fast_folder, migrate

NOW = datetime(2026, 5, 12, 1, 10, tzinfo=UTC)
ROOM = "testchat:log"


@pytest.fixture(params=["sqlite", "postgresql"])
def any_app(request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The application on each database, migrated and empty."""
    url = "" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    folder = fast_folder()
    app = create_app(Settings(data_dir=folder, database_url=url, secret_key="log", testing=True))
    migrate(app)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def append(count: int = 1, room: str = ROOM) -> list[int]:
    with write():
        return [log.append(room, "note", {"n": n}, NOW).seq for n in range(count)]


def numbers(found: log.Slice | log.Reset) -> list[int]:
    assert isinstance(found, log.Slice)
    return [entry.seq for entry in found.entries]


def test_a_room_begins_at_nothing_and_counts_up(any_app: Flask) -> None:
    assert log.position(ROOM) == (0, 0)
    assert append(3) == [1, 2, 3]
    assert append(1, "testchat:other") == [1]
    assert log.position(ROOM) == (int(NOW.timestamp()), 3)


def test_items_come_back_as_they_were(any_app: Flask) -> None:
    with write():
        log.append(ROOM, "chat", {"text": "你好", "marks": ["9.50"]}, NOW)
    found = log.since(ROOM, int(NOW.timestamp()), 0)
    assert isinstance(found, log.Slice)
    (entry,) = found.entries
    assert entry.as_json() == {
        "seq": 1,
        "kind": "chat",
        "payload": {"text": "你好", "marks": ["9.50"]},
        "at": NOW.isoformat(),
    }


def test_what_was_rolled_back_leaves_no_hole(any_app: Flask) -> None:
    append(2)
    with pytest.raises(ZeroDivisionError), write():
        log.append(ROOM, "note", {}, NOW)
        raise ZeroDivisionError
    assert append() == [3]
    assert numbers(log.since(ROOM, int(NOW.timestamp()), 0)) == [1, 2, 3]


def test_since_gives_what_is_missing_in_pages(any_app: Flask) -> None:
    append(7)
    epoch = int(NOW.timestamp())
    assert numbers(log.since(ROOM, epoch, 4)) == [5, 6, 7]
    assert numbers(log.since(ROOM, epoch, 7)) == []
    assert numbers(log.since(ROOM, epoch, 0, limit=3)) == [1, 2, 3]


def test_a_place_that_cannot_be_continued_is_a_reset(any_app: Flask) -> None:
    append(log.MAX_GAP + 2)
    epoch, seq = log.position(ROOM)
    assert log.since(ROOM, epoch - 1, seq) == log.Reset(epoch, seq)
    assert log.since(ROOM, epoch, seq + 1) == log.Reset(epoch, seq)
    assert log.since(ROOM, epoch, 1) == log.Reset(epoch, seq)
    assert isinstance(log.since(ROOM, epoch, 2), log.Slice)


def test_a_new_epoch_begins_anew_and_never_repeats(any_app: Flask) -> None:
    append(5)
    first = log.position(ROOM).epoch
    with write():
        second = log.new_epoch(ROOM, NOW)
    assert second == (first + 1, 0)
    assert append() == [1]
    with write():
        third = log.new_epoch(ROOM, NOW + timedelta(hours=1))
    assert third.epoch == first + 3600
    assert numbers(log.since(ROOM, *third)) == []


def test_a_frame_of_a_log_room_says_where_it_really_ends(any_app: Flask) -> None:
    append(log.MAX_ITEMS + 5)
    full = log.items(ROOM, 0, log.MAX_ITEMS + 5)
    assert (len(full["items"]), full["seq"]) == (log.MAX_ITEMS, log.MAX_ITEMS)
    rest = log.items(ROOM, full["seq"], log.MAX_ITEMS + 5)
    assert (len(rest["items"]), rest["seq"]) == (5, log.MAX_ITEMS + 5)


def test_catching_up_is_exact_while_others_append(any_app: Flask) -> None:
    """Six writers, one reader who pages along: it meets each number once, in order."""
    writers, each = 6, 25
    begin = threading.Barrier(writers + 1)
    errors: list[BaseException] = []

    def write_notes() -> None:
        try:
            begin.wait()
            with any_app.app_context():
                for _ in range(each):
                    append()
        except BaseException as error:  # noqa: BLE001  # told by the test
            errors.append(error)

    threads = [threading.Thread(target=write_notes) for _ in range(writers)]
    for thread in threads:
        thread.start()
    begin.wait()
    seen: list[int] = []
    while len(seen) < writers * each and not errors:
        with any_app.app_context():
            epoch = log.position(ROOM).epoch
            found = log.since(ROOM, epoch, seen[-1] if seen else 0, limit=20)
        if isinstance(found, log.Reset) and not seen:
            continue  # the room began between the two looks
        seen += numbers(found)
    for thread in threads:
        thread.join()
    assert errors == []
    assert seen == list(range(1, writers * each + 1))
