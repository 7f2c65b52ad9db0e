"""What other features lock before a round is locked for a step (open, pause, close …).

Whoever locks rows of several kinds takes them in one order, or two of them wait for each other. A
feature whose own rows go before the round's, and which follows the round's steps, names them here.
"""

from collections.abc import Callable

Locker = Callable[[int], object]

_lockers: list[Locker] = []


def lock_before(locker: Locker) -> Locker:
    """Have `locker` called with the round's id whenever the round is about to take a step."""
    _lockers.append(locker)
    return locker


def lock_others(round_id: int) -> None:
    """Lock what goes before the round's row; the write transaction is running."""
    for locker in _lockers:
        locker(round_id)
