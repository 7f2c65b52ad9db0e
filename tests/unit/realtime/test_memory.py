"""The collector keeps to what is new, and still finds everything in the end."""

import gc
import weakref
from collections.abc import Iterator

import pytest

from realtime.memory import MUCH, NEVER, PASSES_AT_MOST, PASSES_KEPT, STAYING, Memory


class Knot:
    """Garbage that only the collector can free."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def _collector() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()
    gc.collect()


@pytest.fixture
def here() -> list[int]:
    """How many clients are here."""
    return [1000]


@pytest.fixture
def memory(here: list[int]) -> Memory:
    made = Memory(lambda: here[0])
    made.begin()
    return made


def arrive(objects: int = STAYING) -> list[list[int]]:
    """Much that is new and stays, noticed as such by the collector."""
    new: list[list[int]] = [[] for _ in range(objects)]
    while gc.get_count()[2] < MUCH:
        gc.collect(1)
    return new


def test_nothing_looks_through_everything_by_itself(memory: Memory) -> None:
    before = gc.get_stats()[2]["collections"]
    stays = [[object()] for _ in range(300_000)]
    assert gc.get_stats()[2]["collections"] == before
    assert gc.get_threshold()[2] == NEVER
    assert len(stays) == 300_000


def test_what_stays_is_not_looked_through_again(memory: Memory) -> None:
    stays = arrive()
    before = gc.get_freeze_count()
    memory.look_after()
    assert gc.get_freeze_count() >= before + len(stays)
    assert len(gc.get_objects(generation=2)) < STAYING


def test_garbage_among_the_new_is_freed_before_the_rest_is_put_aside(memory: Memory) -> None:
    lost = weakref.ref(Knot())
    stays = arrive()
    memory.look_after()
    assert lost() is None
    assert stays


def test_a_little_that_is_new_is_not_put_aside(memory: Memory) -> None:
    stays = arrive(STAYING // 10)
    before = gc.get_freeze_count()
    memory.look_after()
    assert gc.get_freeze_count() <= before
    assert stays


@pytest.mark.parametrize(("count", "passes"), [(0, PASSES_KEPT), (1000, PASSES_AT_MOST)])
def test_garbage_that_was_put_aside_is_found_later(
    memory: Memory, here: list[int], count: int, passes: int
) -> None:
    knot, stays = Knot(), arrive()
    lost = weakref.ref(knot)
    memory.look_after()
    del knot, stays
    gc.collect()
    assert lost() is not None  # out of sight
    memory._passes = passes - 1
    here[0] = count
    memory.look_after()
    assert lost() is not None  # its time has not come
    memory._passes = passes
    memory.look_after()
    assert lost() is None
