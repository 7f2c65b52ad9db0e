"""What was taken back is not told again: items of a log are looked at each time they are served.

The log itself is never changed. A kind of item whose payload has an `id` names the function that
knows which of the ids may not be shown any more.
"""

from collections.abc import Callable, Iterable
from typing import Any

Gone = Callable[[Iterable[int]], frozenset[int]]
Item = dict[str, Any]

_known: dict[str, Gone] = {}


def add(kind: str, gone: Gone) -> None:
    """Have items of this kind looked at."""
    _known[kind] = gone


def redact(items: list[Item]) -> list[Item]:
    """The items without those that are gone, in order; one query for each kind there is."""
    hidden: set[tuple[str, int]] = set()
    for kind, gone in _known.items():
        ids = [item["payload"]["id"] for item in items if item["kind"] == kind]
        if ids:
            hidden.update((kind, number) for number in gone(ids))
    if not hidden:
        return items
    return [item for item in items if (item["kind"], item["payload"].get("id")) not in hidden]
