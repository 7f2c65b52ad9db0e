"""Which typeface shows which character of a batch, in the order of the fall-backs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from documents.fonts.carrier import Carrier
from documents.fonts.coverage import INVISIBLE
from documents.fonts.sources import FALLBACKS, ROLES, SONG


@dataclass(frozen=True)
class Lack:
    """Characters that the asked family hasn't: ``other`` is who shows them, "" nobody."""

    characters: str
    other: str


class Typefaces:
    """``filled``: role → the carrier of the font uploaded for it."""

    def __init__(self, built_in: Mapping[str, Carrier], filled: Mapping[str, Carrier]) -> None:
        self._built_in, self._filled = built_in, filled

    def lacks(self, text: str, family: str) -> list[Lack]:
        """What of ``text`` isn't shown in ``family`` (a CSS name)."""
        chain = list(self._chain(family))
        missed: dict[str, dict[str, None]] = {}
        for char in text:
            if char in INVISIBLE or ord(char) in chain[0].characters:
                continue
            other = next((one.family for one in chain[1:] if ord(char) in one.characters), "")
            missed.setdefault(other, {})[char] = None
        return [Lack("".join(chars), other) for other, chars in missed.items()]

    def _chain(self, family: str) -> Iterable[Carrier]:
        if family in self._filled:
            yield self._filled[family]
        base = ROLES[family][0] if family in ROLES else family
        for name in FALLBACKS.get(base, FALLBACKS[SONG]):
            yield self._built_in[name]
