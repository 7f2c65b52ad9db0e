"""Shapes of JSON values: each can check a value, normalise it, and describe itself.

The same shapes give the loader its messages and ``contest-file.schema.json`` its text,
so the two cannot drift apart. Lists and objects are in ``records``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from scoring.contest_file.faults import Faults
from scoring.errors import N_, MarkError
from scoring.numbers import DECIMAL_PATTERN, canonical_decimal, scaled

MAX_NAME = 64
MAX_TEXT = 2000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BROKEN = re.compile(r"[\ud800-\udfff]")


class Shape:
    """What a JSON value must look like."""

    def read(self, value: Any, path: str, faults: Faults) -> Any:
        """The normalised value, or ``MISSING`` once a fault has been noted."""
        raise NotImplementedError

    def schema(self) -> dict[str, Any]:
        """The same as JSON Schema, draft 2020-12."""
        raise NotImplementedError


def kind_of(value: object) -> str:
    """The JSON word for a Python value, for messages."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true/false"
    names = {str: "text", int: "number", float: "number", dict: "object", list: "list"}
    return names.get(type(value), type(value).__name__)


@dataclass(frozen=True)
class Text(Shape):
    """A text without control characters (line ends and tabs are allowed)."""

    longest: int = MAX_TEXT
    shortest: int = 0

    def read(self, value: Any, path: str, faults: Faults) -> Any:
        if not isinstance(value, str):
            return faults.add(path, N_("must be a text, not {kind}"), kind=kind_of(value))
        if len(value) > self.longest:
            return faults.add(path, N_("is longer than {longest} characters"), longest=self.longest)
        if len(value) < self.shortest:
            return faults.add(path, N_("must not be empty"))
        if _CONTROL.search(value):
            return faults.add(path, N_("contains a control character"))
        if _BROKEN.search(value):
            return faults.add(path, N_("contains a broken character"))
        return value

    def schema(self) -> dict[str, Any]:
        pattern = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$"
        limits = {"type": "string", "maxLength": self.longest, "pattern": pattern}
        return {**limits, "minLength": self.shortest} if self.shortest else limits


@dataclass(frozen=True)
class Name(Shape):
    """An id: 1 to 64 characters, no blanks at the ends, no line ends."""

    def read(self, value: Any, path: str, faults: Faults) -> Any:
        if not isinstance(value, str):
            return faults.add(path, N_("must be a text, not {kind}"), kind=kind_of(value))
        template = _name_fault(value)
        return value if template is None else faults.add(path, template, longest=MAX_NAME)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "minLength": 1, "maxLength": MAX_NAME, "pattern": r"^\S(.*\S)?$"}


@lru_cache(maxsize=65_536)
def _name_fault(value: str) -> str | None:
    """What is wrong with an id; the same ids occur in thousands of marks, so kept."""
    if not value or len(value) > MAX_NAME or value != value.strip():
        return N_("must be 1 to {longest} characters without blanks at the ends")
    return None if value.isprintable() else N_("contains a control character")


@dataclass(frozen=True)
class Amount(Shape):
    """A decimal as text. Whole JSON numbers are accepted; others would have lost digits."""

    at_least: str | None = None
    above: str | None = None

    def read(self, value: Any, path: str, faults: Faults) -> Any:
        if isinstance(value, float):
            return faults.add(path, N_("write this decimal in quotes, so that it stays exact"))
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value) if abs(value) < 10**15 else "9" * 20
        if not isinstance(value, str):
            return faults.add(
                path, N_("must be a decimal in quotes, not {kind}"), kind=kind_of(value)
            )
        try:
            canonical = canonical_decimal(value)
        except MarkError as error:
            return faults.add(path, error.template, **error.params)
        if self.at_least is not None and scaled(canonical) < scaled(self.at_least):
            return faults.add(path, N_("must be at least {low}"), low=self.at_least)
        if self.above is not None and scaled(canonical) <= scaled(self.above):
            return faults.add(path, N_("must be more than {low}"), low=self.above)
        return canonical

    def schema(self) -> dict[str, Any]:
        whole: dict[str, Any] = {"type": "integer"}
        if self.at_least is not None:
            whole["minimum"] = int(self.at_least)
        if self.above is not None:
            whole["exclusiveMinimum"] = int(self.above)
        return {"anyOf": [{"type": "string", "pattern": DECIMAL_PATTERN}, whole]}


@dataclass(frozen=True)
class Whole(Shape):
    """A whole JSON number within bounds."""

    low: int
    high: int

    def read(self, value: Any, path: str, faults: Faults) -> Any:
        if isinstance(value, bool) or not isinstance(value, int):
            return faults.add(path, N_("must be a whole number without quotes"))
        if not self.low <= value <= self.high:
            return faults.add(
                path, N_("must be from {low} to {high}"), low=self.low, high=self.high
            )
        return value

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True)
class Flag(Shape):
    """true or false."""

    def read(self, value: Any, path: str, faults: Faults) -> Any:
        if not isinstance(value, bool):
            return faults.add(path, N_("must be true or false"))
        return value

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


@dataclass(frozen=True)
class Choice(Shape):
    """One of a few words."""

    words: Sequence[str]

    def read(self, value: Any, path: str, faults: Faults) -> Any:
        if not isinstance(value, str) or value not in self.words:
            return faults.add(path, N_("must be one of: {choices}"), choices=", ".join(self.words))
        return value

    def schema(self) -> dict[str, Any]:
        return {"enum": list(self.words)}
