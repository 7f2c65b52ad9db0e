"""Events are told after the commit, and only then."""

from dataclasses import dataclass

import pytest
from flask import Flask

from store import after_commit, in_transaction, record, write


@dataclass(frozen=True)
class Rang:
    times: int


heard: list[object] = []
seen_inside: list[object] = []
after_commit(Rang)(heard.append)
in_transaction(Rang)(seen_inside.append)


@pytest.fixture(autouse=True)
def _silence() -> None:
    heard.clear()
    seen_inside.clear()


def test_an_event_is_told_inside_and_again_after_the_commit(app: Flask) -> None:
    with write():
        record(Rang(1))
        assert seen_inside == [Rang(1)]
        assert heard == []
    assert heard == [Rang(1)]


def test_a_rolled_back_event_is_not_told(app: Flask) -> None:
    with pytest.raises(ZeroDivisionError), write():
        record(Rang(1))
        1 / 0  # noqa: B018
    assert heard == []


def test_a_joined_write_tells_only_when_the_outer_one_has_committed(app: Flask) -> None:
    with write():
        with write():
            record(Rang(1))
        assert heard == []
    assert heard == [Rang(1)]


def test_an_event_outside_of_a_write_is_a_bug(app: Flask) -> None:
    with pytest.raises(RuntimeError):
        record(Rang(1))
