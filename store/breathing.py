"""Long work in the process that serves everybody: others go on meanwhile."""

import io
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

BREATH = 50  # items, some milliseconds

T = TypeVar("T")


def breathing(items: Iterable[T], every: int = BREATH) -> Iterator[T]:
    """The items one by one, with a pause after every so many in which others have their turn."""
    for count, item in enumerate(items, start=1):
        yield item
        if count % every == 0:
            time.sleep(0)  # cooperative under gevent


def in_parts(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """So many of the items at a time; others have their turn in between."""
    return breathing((items[n : n + size] for n in range(0, len(items), size)), every=1)


class BreathingFile(io.BytesIO):
    """Content for a library that reads on and on: others have their turn at each piece."""

    def read(self, size: int | None = -1, /) -> bytes:
        time.sleep(0)
        return super().read(size)
