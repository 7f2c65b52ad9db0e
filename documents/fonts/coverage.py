"""Which characters a font can show."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from fontTools.ttLib import TTCollection, TTFont, TTLibError

from documents.fonts.sources import FAMILIES, ROLES, SOURCES, installed

RESTRICTED, BITMAP_ONLY = 0x0002, 0x0200
INVISIBLE = frozenset("\n\r\t\u200b\u200c\u200d\u2060\ufeff\u00ad\u3000\u00a0 ")
MOST_FONT_BYTES = 40 * 1024 * 1024


@dataclass(frozen=True)
class FontFacts:
    """
    What an uploaded font is.

    ``embeddable``: its makers allow it inside documents (OS/2 fsType) and it has outlines
    that documents can carry.
    """

    family: str
    style: str
    weight: int
    glyphs: int
    embeddable: bool
    characters: frozenset[int]

    def covers(self, chars: Iterable[str]) -> bool:
        return all(ord(char) in self.characters or char in INVISIBLE for char in chars)


def look_at(path: Path) -> FontFacts | None:
    """The facts of a font file (TTF, OTF; the first of a collection); None when it is none."""
    try:
        if path.stat().st_size > MOST_FONT_BYTES:
            return None
        with TTFont(str(path), fontNumber=0, lazy=True) as font:
            return _facts(font)
    except (TTLibError, OSError, KeyError, AssertionError, ValueError, IndexError):
        return None
    except Exception:  # noqa: BLE001  # fontTools raises struct.error, TypeError … on broken files
        return None


def _facts(font: TTFont) -> FontFacts:
    rights = font["OS/2"].fsType
    refused = rights & BITMAP_ONLY or rights & 0x000F == RESTRICTED
    outlines = "glyf" in font or "CFF " in font
    return FontFacts(
        family=font["name"].getBestFamilyName() or "",
        style=font["name"].getBestSubFamilyName() or "",
        weight=int(font["OS/2"].usWeightClass),
        glyphs=int(font["maxp"].numGlyphs),
        embeddable=bool(outlines and not refused),
        characters=frozenset(font.getBestCmap() or {}),
    )


def missing(text: str, families: Sequence[str] = FAMILIES) -> str:
    """The characters of ``text`` that none of the built-in ``families`` can show, in order."""
    known = frozenset().union(*(covered(family) for family in families))
    lacking = dict.fromkeys(
        char for char in text if ord(char) not in known and char not in INVISIBLE
    )
    return "".join(lacking)


@functools.cache
def covered(family: str) -> frozenset[int]:
    """The characters of a built-in family (of its regular face)."""
    family = ROLES.get(family, (family, 400))[0]
    source = next(source for source in SOURCES if (source.family, source.weight) == (family, 400))
    path = installed(source.file)
    if not source.inside:
        with TTFont(str(path), lazy=True) as font:
            return frozenset(font.getBestCmap())
    with TTCollection(str(path), lazy=True) as collection:
        for font in collection.fonts:
            if font["name"].getDebugName(1) == source.inside:
                return frozenset(font.getBestCmap())
    raise KeyError(source.inside)
