"""
TrueType fonts: reading glyphs out of a static face, writing a font of a few glyphs.

The new font has its own glyph numbers, in the order given; a PDF's CIDToGIDMap leads from the
old ones to them. Parts of composed glyphs come along at the end.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

ARGS_ARE_WORDS, HAS_SCALE, MORE, HAS_XY_SCALE, HAS_MATRIX = 0x1, 0x8, 0x20, 0x40, 0x80


class OutlineFont:
    """The glyphs of one static face; ``tables`` are views of the tables by tag."""

    def __init__(self, tables: dict[bytes, memoryview]) -> None:
        self._tables = tables
        self.glyphs = struct.unpack_from(">H", tables[b"maxp"], 4)[0]
        self._long = struct.unpack_from(">h", tables[b"head"], 50)[0] == 1
        self._metrics = struct.unpack_from(">H", tables[b"hhea"], 34)[0]

    def _glyph(self, number: int) -> bytes:
        loca = self._tables[b"loca"]
        if self._long:
            start, end = struct.unpack_from(">II", loca, number * 4)
        else:
            start, end = (2 * half for half in struct.unpack_from(">HH", loca, number * 2))
        return bytes(self._tables[b"glyf"][start:end])

    def _metric(self, number: int) -> bytes:
        """Advance and left side bearing."""
        table = self._tables[b"hmtx"]
        if number < self._metrics:
            return bytes(table[number * 4 : number * 4 + 4])
        advance = bytes(table[self._metrics * 4 - 4 : self._metrics * 4 - 2])
        at = self._metrics * 4 + (number - self._metrics) * 2
        return advance + bytes(table[at : at + 2])

    def font_of(self, glyphs: Sequence[int]) -> bytes:
        """A font of these glyphs, the first of which must be 0, numbered in this order."""
        order = list(glyphs)
        place = {number: at for at, number in enumerate(order)}
        outlines = []
        at = 0
        while at < len(order):
            outlines.append(self._placed(self._glyph(order[at]), order, place))
            at += 1
        metrics = b"".join(self._metric(number) for number in order)
        return self._written(outlines, metrics)

    def _placed(self, outline: bytes, order: list[int], place: dict[int, int]) -> bytes:
        """The outline padded to four bytes; a composed one with its parts' new numbers."""
        if len(outline) >= 10 and outline[0] & 0x80:
            outline = _renumbered(outline, order, place)
        return outline + bytes(-len(outline) % 4)

    def _written(self, outlines: list[bytes], metrics: bytes) -> bytes:
        offsets, at = [0], 0
        for outline in outlines:
            at += len(outline)
            offsets.append(at)
        count = len(outlines)
        head = bytearray(self._tables[b"head"])
        struct.pack_into(">h", head, 50, 1)
        hhea = bytearray(self._tables[b"hhea"])
        struct.pack_into(">H", hhea, 34, count)
        maxp = bytearray(self._tables[b"maxp"])
        struct.pack_into(">H", maxp, 4, count)
        return write_sfnt(
            {
                b"glyf": b"".join(outlines),
                b"head": bytes(head),
                b"hhea": bytes(hhea),
                b"hmtx": metrics,
                b"loca": struct.pack(f">{count + 1}I", *offsets),
                b"maxp": bytes(maxp),
            }
        )


def _renumbered(outline: bytes, order: list[int], place: dict[int, int]) -> bytes:
    out = bytearray(outline)
    at, flags = 10, MORE
    while flags & MORE:
        flags, part = struct.unpack_from(">HH", out, at)
        if part not in place:
            place[part] = len(order)
            order.append(part)
        struct.pack_into(">H", out, at + 2, place[part])
        at += 8 if flags & ARGS_ARE_WORDS else 6
        at += 2 * bool(flags & HAS_SCALE) + 4 * bool(flags & HAS_XY_SCALE)
        at += 8 * bool(flags & HAS_MATRIX)
    return bytes(out)


def write_sfnt(tables: dict[bytes, bytes]) -> bytes:
    """Checksums are left 0: readers of fonts inside PDFs don't look at them."""
    count = len(tables)
    power = count.bit_length() - 1
    head = struct.pack(">IHHHH", 0x00010000, count, 16 << power, power, (count - (1 << power)) * 16)
    at = 12 + 16 * count
    records, bodies = [], []
    for tag in sorted(tables):
        body = tables[tag]
        records.append(struct.pack(">4sIII", tag, 0, at, len(body)))
        padded = body + bytes(-len(body) % 4)
        bodies.append(padded)
        at += len(padded)
    return b"".join((head, *records, *bodies))
