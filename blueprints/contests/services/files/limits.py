"""What a contest file may hold and the tables may not: refused before anything is written."""

from collections.abc import Iterator, Mapping
from typing import Any

from blueprints.contests.services.setup.common import NAME_LENGTH
from scoring import N_, ContestFileError, Fault

Json = Mapping[str, Any]

NOTE_LENGTH = 500
_NOTED = ("marks", "deductions", "statuses", "recusals", "absences", "decisions")


def refuse_what_columns_cannot_hold(document: Json) -> None:
    """Raise `ContestFileError` with a fault for every text that is longer than its column."""
    faults = [*_names(document), *_notes(document)]
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


def _fault(path: str, longest: int) -> Fault:
    return Fault(path, N_("is longer than {longest} characters"), {"longest": longest})
