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
    """``carriers``: the built-in and the uploaded faces by their own families."""

    def __init__(self, carriers: Mapping[str, Carrier]) -> None:
        self._carriers = carriers

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
        base = ROLES[family][0] if family in ROLES else family
        if base in self._carriers and base not in FALLBACKS:
            yield self._carriers[base]
        for name in FALLBACKS.get(base, FALLBACKS[SONG]):
            yield self._carriers[name]
