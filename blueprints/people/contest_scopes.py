"""Where the contests feature says which organisation holds a contest.

People can't know the contests' tables; role grants in a contest still have to lie inside the
scope of whoever gives them. The contests feature registers one lookup when the app is made.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class ContestScope:
    """The contest's name for pages, and the path and id of the organisation holding it."""

    name: str
    organisation_id: int
    organisation_path: str


Lookup = Callable[[int], ContestScope | None]
_lookups: list[Lookup] = []


def register(lookup: Lookup) -> Lookup:
    """Name the lookup (contest id → scope, or None when there is no such contest)."""
    if lookup not in _lookups:
        _lookups.append(lookup)
    return lookup


def find(contest_id: int) -> ContestScope | None:
    """The scope of a contest, None when nobody knows it."""
    for lookup in _lookups:
        if (scope := lookup(contest_id)) is not None:
            return scope
    return None
