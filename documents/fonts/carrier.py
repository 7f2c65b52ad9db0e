"""A static face as PDF needs it: its metrics, and font programs of just the glyphs of one file."""

from __future__ import annotations

import functools
import mmap
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from fontTools.ttLib import TTFont

from documents.fonts.cff import CompactFont
from documents.fonts.faces import Face
from documents.fonts.truetype import OutlineFont

LEVEL = 6  # 9 costs three times as much for 2 % less


@dataclass(frozen=True)
class Program:
    """A font program for a PDF, compressed; ``length`` is what it unpacks to."""

    data: bytes
    length: int


class Carrier:
    """One per face and process; the file stays mapped."""

    def __init__(self, face: Face) -> None:
        self.family, self.weight, self._path = face.family, face.weight, face.path
        with face.path.open("rb") as stream:
            self._map = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        self._tables = _tables(memoryview(self._map))
        head, hhea = self._tables[b"head"], self._tables[b"hhea"]
        self.upem: int = struct.unpack_from(">H", head, 18)[0]
        self.ascent = self._scaled(struct.unpack_from(">h", hhea, 4)[0])
        self.descent = self._scaled(struct.unpack_from(">h", hhea, 6)[0])
        self.glyphs = struct.unpack_from(">H", self._tables[b"maxp"], 4)[0]
        self.compact = b"CFF " in self._tables
        self._compact = CompactFont(self._tables[b"CFF "]) if self.compact else None
        self._outlines = None if self.compact else OutlineFont(self._tables)
        self.program = functools.lru_cache(64)(self._program)
        self.places = functools.lru_cache(64)(self._places)

    def _scaled(self, number: int) -> int:
        return round(number * 1000 / self.upem)

    @functools.cached_property
    def characters(self) -> frozenset[int]:
        """The code points that the face has a glyph for."""
        with TTFont(str(self._path), lazy=True) as font:
            return frozenset(font.getBestCmap())

    @property
    def name(self) -> str:
        style = "Bold" if self.weight >= 600 else "Regular"
        return f"{self.family}-{style}".replace(" ", "")

    def _program(self, glyphs: Sequence[int]) -> Program:
        """The font of these glyphs (ascending, 0 first)."""
        if self._compact is not None:
            data = self._compact.font_of(glyphs, self.name.encode(), self.upem)
        else:
            assert self._outlines is not None
            data = self._outlines.font_of(glyphs)
        return Program(zlib.compress(data, LEVEL), len(data))

    def _places(self, glyphs: Sequence[int]) -> bytes:
        """A PDF's CIDToGIDMap for a TrueType program of these glyphs, compressed."""
        table = bytearray(2 * (glyphs[-1] + 1))
        for place, glyph in enumerate(glyphs):
            struct.pack_into(">H", table, 2 * glyph, place)
        return zlib.compress(bytes(table), 1)


def _tables(data: memoryview) -> dict[bytes, memoryview]:
    count = struct.unpack_from(">H", data, 4)[0]
    found = {}
    for number in range(count):
        tag, _, at, length = struct.unpack_from(">4sIII", data, 12 + 16 * number)
        found[tag] = data[at : at + length]
    return found
