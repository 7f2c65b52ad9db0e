"""Shapes of JSON lists and objects. Unknown keys are refused with their path."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from scoring.contest_file.faults import Faults, joined
from scoring.contest_file.shapes import MAX_NAME, Shape, kind_of
from scoring.errors import N_


@dataclass(frozen=True)
class ListOf(Shape):
    """A list of one shape. Items with faults are left out of the result."""

    item: Shape
    longest: int
    shortest: int = 0

    def read(self, value: Any, path: str, faults: Faults) -> Any:
        if not isinstance(value, list):
            return faults.add(path, N_("must be a list, not {kind}"), kind=kind_of(value))
        if len(value) > self.longest:
            return faults.add(path, N_("has more than {longest} entries"), longest=self.longest)
        if len(value) < self.shortest:
            return faults.add(path, N_("needs at least {shortest} entries"), shortest=self.shortest)
        return [self.item.read(one, f"{path}[{n}]", faults) for n, one in enumerate(value)]

    def schema(self) -> dict[str, Any]:
        schema = {"type": "array", "items": self.item.schema(), "maxItems": self.longest}
        return {**schema, "minItems": self.shortest} if self.shortest else schema


@dataclass(frozen=True)
class Table(Shape):
    """An object whose keys are names and whose values have one shape."""

    value: Shape
    longest: int = 1000

    def read(self, value: Any, path: str, faults: Faults) -> Any:
        if not isinstance(value, dict):
            return faults.add(path, N_("must be an object, not {kind}"), kind=kind_of(value))
        if len(value) > self.longest:
            return faults.add(path, N_("has more than {longest} entries"), longest=self.longest)
        return {key: self.value.read(one, joined(path, key), faults) for key, one in value.items()}

    def schema(self) -> dict[str, Any]:
        return {
            "type": "object",
            "additionalProperties": self.value.schema(),
            "maxProperties": self.longest,
        }


@dataclass(frozen=True)
class Record(Shape):
    """An object with known keys. Unknown keys are refused, with a guess at what was meant."""

    needed: Mapping[str, Shape]
    optional: Mapping[str, Shape]

    def read(self, value: Any, path: str, faults: Faults) -> Any:
        if not isinstance(value, dict):
            return faults.add(path, N_("must be an object, not {kind}"), kind=kind_of(value))
        result: dict[str, Any] = {}
        for key, one in value.items():
            shape = self.needed.get(key) or self.optional.get(key)
            if shape is None:
                self._refuse(key, path, faults)
            else:
                result[key] = shape.read(one, joined(path, key), faults)
        for key in self.needed:
            if key not in value:
                result[key] = faults.add(path, N_("“{key}” is missing"), key=key)
        return result

    def _refuse(self, key: Any, path: str, faults: Faults) -> None:
        known = [*self.needed, *self.optional]
        shown = str(key)[:MAX_NAME]
        close = get_close_matches(shown, known, n=1)
        where = joined(path, shown)
        if close:
            faults.add(where, N_("is not known here; did you mean “{guess}”?"), guess=close[0])
        else:
            faults.add(where, N_("is not known here; known: {known}"), known=", ".join(known))

    def schema(self) -> dict[str, Any]:
        properties = {k: s.schema() for k, s in {**self.needed, **self.optional}.items()}
        schema: dict[str, Any] = {"type": "object", "properties": properties}
        if self.needed:
            schema["required"] = list(self.needed)
        return {**schema, "additionalProperties": False}


@dataclass(frozen=True)
class Variant(Shape):
    """A record whose other keys depend on the word under ``tag``."""

    tag: str
    records: Mapping[str, Record]

    def read(self, value: Any, path: str, faults: Faults) -> Any:
        if not isinstance(value, dict):
            return faults.add(path, N_("must be an object, not {kind}"), kind=kind_of(value))
        word = value.get(self.tag)
        record = self.records.get(word) if isinstance(word, str) else None
        if record is None:
            choices = ", ".join(self.records)
            return faults.add(
                joined(path, self.tag), N_("must be one of: {choices}"), choices=choices
            )
        rest = {key: one for key, one in value.items() if key != self.tag}
        return {self.tag: word, **record.read(rest, path, faults)}

    def schema(self) -> dict[str, Any]:
        return {"oneOf": [self._tagged(word, record) for word, record in self.records.items()]}

    def _tagged(self, word: str, record: Record) -> dict[str, Any]:
        schema = record.schema()
        return {
            **schema,
            "properties": {self.tag: {"const": word}, **schema["properties"]},
            "required": [self.tag, *record.needed],
        }


@dataclass(frozen=True)
class TextOr(Shape):
    """A name, or in full form another shape (a record or a list)."""

    name: Shape
    full: Shape

    def read(self, value: Any, path: str, faults: Faults) -> Any:
        shape = self.name if isinstance(value, str) else self.full
        return shape.read(value, path, faults)

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [self.name.schema(), self.full.schema()]}
