"""Getting values out of the editor's fields."""

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

MOST = 60  # items, or steps
TEXT = 200
_WIDE = str.maketrans("０１２３４５６７８９．－％，", "0123456789.-%,")
_PLACE = re.compile(r"(items|parts|pass|ties)-(\d{1,3})-(\w+)(?:-(.+))?")


class Fields(Protocol):
    """A form as the web framework gives it."""

    def get(self, key: str, default: str = "") -> str: ...

    def getlist(self, key: str) -> list[str]: ...

    def __iter__(self) -> Iterator[str]: ...


class Part:
    """The fields of one item or step: `Part(form, "items-0")`."""

    def __init__(self, form: Fields, prefix: str) -> None:
        self._form, self._prefix = form, prefix

    def text(self, name: str, longest: int = TEXT) -> str:
        return " ".join(self._form.get(f"{self._prefix}-{name}", "").split())[:longest]

    def number(self, name: str) -> str:
        """A decimal as typed, full-width digits read alike; `30%` is 0.3."""
        return decimal_text(self.text(name, 40))

    def whole(self, name: str) -> int | str | None:
        """A whole number; what is none stays text, so that the engine says what is wrong."""
        text = self.number(name)
        if not text:
            return None
        return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else text

    def lines(self, name: str) -> list[str]:
        text = self._form.get(f"{self._prefix}-{name}", "")
        return [" ".join(line.split())[:500] for line in text.splitlines() if line.strip()][:20]

    def chosen(self, name: str) -> list[str]:
        return self._form.getlist(f"{self._prefix}-{name}")[:200]

    def json(self, name: str) -> dict[str, Any]:
        """What the form carries unseen. It comes from anybody, and the engine checks it."""
        try:
            found = json.loads(self._form.get(f"{self._prefix}-{name}", "") or "{}")
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}


def places(form: Fields, group: str) -> list[str]:
    """Prefixes of a group in their order: `items-0`, `items-1` …"""
    found = {int(m[2]) for key in form if (m := _PLACE.fullmatch(key)) and m[1] == group}
    return [f"{group}-{n}" for n in sorted(found)[:MOST]]


def decimal_text(text: str) -> str:
    """What was typed as the engine writes decimals."""
    text = text.translate(_WIDE).replace(" ", "")
    if text.endswith("%"):
        try:
            return format((Decimal(text[:-1]) / 100).normalize(), "f")
        except InvalidOperation:
            return text
    return text


def without_blanks(values: Mapping[str, Any]) -> dict[str, Any]:
    """Keys that say nothing are left out."""
    return {key: value for key, value in values.items() if value not in ("", None, [], {})}
