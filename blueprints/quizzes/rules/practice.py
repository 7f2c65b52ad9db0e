"""Practice: which question is due next, and streaks. Pure."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta


@dataclass(frozen=True)
class Done:
    """An answer that was given."""

    question_id: int
    right: bool
    at: datetime


def wrong_now(done: Sequence[Done]) -> list[int]:
    """Questions whose last answer was wrong, the longest ago first. `done` is in order."""
    last = {one.question_id: one for one in done}
    wrong = [one for one in last.values() if not one.right]
    return [one.question_id for one in sorted(wrong, key=lambda one: one.at)]


def due(wanted: Sequence[int], done: Sequence[Done], worker: int) -> int | None:
    """Never tried (in an order of the worker's own), then wrong, then the longest ago."""
    last = {one.question_id: one for one in done}

    def rank(question_id: int) -> tuple[int, float]:
        known = last.get(question_id)
        if known is None:
            return 0, random.Random(f"{worker}:{question_id}").random()  # noqa: S311 - an order
        return (2 if known.right else 1), known.at.timestamp()

    return min(wanted, key=rank, default=None)


def streak(days: Iterable[date], today: date) -> int:
    """Days in a row, ending today, or yesterday as long as today may still come."""
    known = set(days)
    day = today if today in known else today - timedelta(days=1)
    count = 0
    while day in known:
        count, day = count + 1, day - timedelta(days=1)
    return count
