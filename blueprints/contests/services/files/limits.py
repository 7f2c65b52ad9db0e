"""What a contest file may hold and this application may not: refused before anything is done.

The engine takes whatever fits its format. Here one file must not hold up a whole hall, so what
has to be worked out for it is bounded too.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from blueprints.contests.services.setup.common import NAME_LENGTH
from blueprints.contests.services.setup.entries import MOST_ENTRIES
from blueprints.contests.services.setup.judges import MOST_JUDGES
from scoring import N_, ContestFileError, Fault

Json = Mapping[str, Any]

NOTE_LENGTH = 500
MOST_PLACES = 500_000  # entries × judges × items of all rounds: a few seconds' work
_NOTED = ("marks", "deductions", "statuses", "recusals", "absences", "decisions")


def refuse_what_columns_cannot_hold(document: Json) -> None:
    """Raise `ContestFileError` with a fault for every text that is longer than its column,
    and for rounds that are too large.
    """
    faults = [*_names(document), *_notes(document), *_sizes(document)]
    if faults:
        raise ContestFileError(faults)


def _names(document: Json) -> Iterator[Fault]:
    for section in ("entries", "judges", "zones"):
        for number, one in enumerate(document.get(section, ())):
            if len(one.get("name", "")) > NAME_LENGTH:
                yield _fault(f"{section}[{number}].name", NAME_LENGTH)


def _notes(document: Json) -> Iterator[Fault]:
    for place, one in enumerate(document["rounds"]):
        for section in _NOTED:
            for number, given in enumerate(one.get(section, ())):
                for key in ("note", "reason"):
                    if len(given.get(key, "")) > NOTE_LENGTH:
                        yield _fault(f"rounds[{place}].{section}[{number}].{key}", NOTE_LENGTH)


def _sizes(document: Json) -> Iterator[Fault]:
    """Rounds larger than what can be set up by hand, or too many places for marks in all."""
    items = {one["id"]: len(one.get("items", ())) for one in document["schemes"]}
    places = 0
    for number, one in enumerate(document["rounds"]):
        entries, judges = _entries_of(document, one), len(one.get("judges", ()))
        places += entries * max(judges, 1) * max(items[one["scheme"]], 1)
        if entries > MOST_ENTRIES:
            yield _too_many(f"rounds[{number}].entries", MOST_ENTRIES)
        if judges > MOST_JUDGES:
            yield _too_many(f"rounds[{number}].judges", MOST_JUDGES)
    if places > MOST_PLACES:
        yield _too_many("rounds", MOST_PLACES)


def _entries_of(document: Json, one: Json) -> int:
    """How many may be in a round; those that advance are told only by working it out."""
    given = one.get("entries")
    return len(document.get("entries", ()) if given is None else given)


def _too_many(path: str, most: int) -> Fault:
    return Fault(path, N_("is too large: at most {most} fit"), {"most": most})


def _fault(path: str, longest: int) -> Fault:
    return Fault(path, N_("is longer than {longest} characters"), {"longest": longest})
