"""Collecting what is wrong with a document, to report all of it at once."""

from __future__ import annotations

from scoring.errors import N_, Fault

MAX_FAULTS = 1000


class Missing:
    """Stands for a value that could not be read; its fault has been noted."""


MISSING = Missing()


class Faults:
    """Collects what is wrong; further faults are only counted."""

    def __init__(self) -> None:
        self.found: list[Fault] = []
        self.left_out = 0

    def add(self, path: str, template: str, **params: object) -> Missing:
        if len(self.found) < MAX_FAULTS:
            self.found.append(Fault(path, template, params))
        else:
            self.left_out += 1
        return MISSING

    def all(self) -> list[Fault]:
        if not self.left_out:
            return self.found
        more = Fault("", N_("{count} more faults are not listed"), {"count": self.left_out})
        return [*self.found, more]


def joined(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
