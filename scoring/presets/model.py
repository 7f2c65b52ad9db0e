"""A preset: a scheme whose titles still have to be put into somebody's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Preset:
    """``title`` and ``summary`` are templates; ``rounds`` lists rounds it needs above it."""

    id: str
    title: str
    summary: str
    scheme: Mapping[str, Any]
    judges: int = 0
    rounds: tuple[str, ...] = ()

    def document(self, translate: Callable[[str], str] = str) -> dict[str, Any]:
        """A scheme for ``read_scheme``; every title has gone through ``translate``."""
        whole = {"id": self.id, "title": self.title, **self.scheme}
        translated: dict[str, Any] = _translated(whole, translate)
        return translated


def _translated(value: Any, translate: Callable[[str], str]) -> Any:
    if isinstance(value, dict):
        return {
            key: _title(one, translate)
            if key in ("title", "levels")
            else _translated(one, translate)
            for key, one in value.items()
        }
    if isinstance(value, list):
        return [_translated(one, translate) for one in value]
    return value


def _title(value: Any, translate: Callable[[str], str]) -> Any:
    return [translate(one) for one in value] if isinstance(value, list) else translate(value)
