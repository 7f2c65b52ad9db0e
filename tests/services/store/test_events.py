"""Events are told inside the transaction and again after its commit, and only then."""

from dataclasses import dataclass

import pytest
import sqlalchemy as sa
from flask import Flask

from store import after_commit, db, in_transaction, record, write
from tests.services.store.conftest import counters
from tests.services.store.counting import increment, total


@dataclass(frozen=True)
class Rang:
    times: int


@dataclass(frozen=True)
class Broke:
    """Its handler fails."""


told: list[object] = []
told_inside: list[object] = []
after_commit(Rang)(told.append)
in_transaction(Rang)(told_inside.append)


@after_commit(Broke)
def _fail(_event: Broke) -> None:
    raise RuntimeError("a bug in a handler")


@pytest.fixture(autouse=True)
def _silence() -> None:
    told.clear()
    told_inside.clear()


def test_an_event_is_told_inside_and_again_after_the_commit(store: Flask) -> None:
    with write():
        record(Rang(1))
        assert told_inside == [Rang(1)]
        assert told == []
    assert told == [Rang(1)]


def test_a_rolled_back_event_is_not_told(store: Flask) -> None:
    with pytest.raises(ZeroDivisionError), write():
        record(Rang(1))
        raise ZeroDivisionError
    with write():
        pass
    assert told == []


def test_a_released_savepoint_tells_nothing_yet(store: Flask) -> None:
    with write():
        with db.session.begin_nested():
            record(Rang(1))
        assert told == []
    assert told == [Rang(1)]


def test_a_joined_write_tells_and_commits_with_the_outer_one(store: Flask) -> None:
    with pytest.raises(ZeroDivisionError), write():
        with write():
            db.session.execute(sa.update(counters).values(value=5))
            record(Rang(1))
        assert told == []
        raise ZeroDivisionError
    assert told == []
    assert total() == 0


def test_a_handler_that_fails_harms_neither_the_write_nor_the_others(
    store: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    with write():
        record(Broke())
        record(Rang(1))
        db.session.execute(sa.update(counters).values(value=5))
    assert total() == 5
    assert told == [Rang(1)]
    assert "a bug in a handler" in caplog.text


def test_a_handler_after_the_commit_may_write(store: Flask) -> None:
    @dataclass(frozen=True)
    class Counted:
        pass

    after_commit(Counted)(lambda _event: increment(store, 1))
    with write():
        record(Counted())
    assert total() == 1


def test_an_event_outside_of_a_write_is_a_bug(store: Flask) -> None:
    with pytest.raises(RuntimeError):
        record(Rang(1))


def test_a_snapshot_read_before_is_given_up(store: Flask) -> None:
    assert total() == 0
    with store.app_context():
        increment(store, 1)
    with write():
        assert db.session.scalars(sa.select(counters.c.value)).one() == 1
