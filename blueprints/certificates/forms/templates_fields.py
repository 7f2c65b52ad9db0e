"""The rows in which a template's fields are declared: parallel inputs, one row each.

Rows come and go in the browser without being numbered anew, and without scripts there are
some empty ones to fill in; so they are read as lists, not by WTForms.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from flask import request
from flask_babel import gettext as _

from documents.gallery.package import MOST_FIELDS
from documents.model import FIELD_KINDS

NAMES = (
    "name", "kind", "label_zh", "label_en", "required", "example_zh", "example_en", "most",
)  # fmt: skip
EMPTY_ROWS = 2  # to fill in without scripts
MOST_TEXT = 400
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass
class FieldRow:
    """One row as it was sent, and what is wrong with it."""

    values: dict[str, str]
    error: str = ""

    @property
    def is_empty(self) -> bool:
        """Nothing was typed; the choosers don't count."""
        typed = ("name", "label_zh", "label_en", "example_zh", "example_en", "most")
        return not any(self.values[name] for name in typed)


@dataclass
class FieldRows:
    """All rows of the form."""

    rows: list[FieldRow] = field(default_factory=list)

    @classmethod
    def sent(cls) -> "FieldRows":
        """Those that this request has sent; empty ones are left out."""
        columns = [request.form.getlist(f"field_{name}") for name in NAMES]
        lines = zip_longest(*columns, fillvalue="")
        rows = [
            FieldRow(dict(zip(NAMES, (text.strip() for text in line), strict=True)))
            for line in lines
        ]
        return cls([row for row in rows if not row.is_empty][: MOST_FIELDS + 1])

    @classmethod
    def of(cls, fields: list[dict[str, Any]]) -> "FieldRows":
        """Those of a stored content."""
        return cls([FieldRow(_texts(one)) for one in fields])

    def shown(self) -> Iterator[FieldRow]:
        """The rows, and some empty ones to fill in."""
        yield from self.rows
        for _more in range(EMPTY_ROWS):
            yield FieldRow({**dict.fromkeys(NAMES, ""), "kind": "text", "required": "1"})

    def validate(self) -> bool:
        """Set each row's error; whether there are none."""
        seen: set[str] = set()
        for row in self.rows:
            row.error = _fault(row.values, seen)
            seen.add(row.values["name"])
        if len(self.rows) > MOST_FIELDS:
            self.rows[-1].error = _("A template may have %(most)d fields.", most=MOST_FIELDS)
        return not any(row.error for row in self.rows)

    def content(self) -> list[dict[str, Any]]:
        """The fields as a version stores them."""
        return [_field(row.values) for row in self.rows]


def _fault(values: Mapping[str, str], seen: set[str]) -> str:
    if not _NAME.fullmatch(values["name"]):
        return _("A field's name is lower-case letters, digits and underscores, a letter first.")
    if values["name"] in seen:
        return _("There are two fields called %(name)s.", name=values["name"])
    if values["kind"] not in FIELD_KINDS:
        return _("Choose one of the kinds.")
    if not values["label_zh"] and not values["label_en"]:
        return _("Say what the field is called for people, in Chinese or English.")
    if values["most"] and not re.fullmatch(r"[1-9][0-9]{0,4}", values["most"]):
        return _("The most characters must be a whole number, or nothing.")
    if max(map(len, values.values())) > MOST_TEXT:
        return _("A text of this field is too long.")
    return ""


def _field(values: Mapping[str, str]) -> dict[str, Any]:
    return {
        **values,
        "label_zh": values["label_zh"] or values["label_en"],
        "label_en": values["label_en"] or values["label_zh"],
        "required": values["required"] == "1",
        "most": int(values["most"]) if values["most"] else None,
    }


def _texts(given: Mapping[str, Any]) -> dict[str, str]:
    return {
        **{name: str(given[name]) for name in NAMES if name not in ("required", "most")},
        "required": "1" if given["required"] else "0",
        "most": str(given["most"] or ""),
    }
