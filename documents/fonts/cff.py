"""
CFF fonts: reading a glyph's program out of a static face, writing a font of a few glyphs.

The format is Adobe's Technical Note 5176. Static faces have no subroutines, so that a glyph is
one run of bytes and a new font is those runs behind a new index. What is written is a CID font
whose CIDs are the old glyph numbers: the text of a page needs no renumbering.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

CHARSTRINGS, PRIVATE, DEFAULT_WIDTH, NOMINAL_WIDTH = 17, 18, 20, 21
FDARRAY, FDSELECT, FONT_MATRIX = (12, 36), (12, 37), (12, 7)
Operator = int | tuple[int, int]
Dict = dict[Operator, list[float]]


class Index:
    """An INDEX structure inside ``data`` at ``at``: an array of runs of bytes."""

    def __init__(self, data: memoryview, at: int) -> None:
        self._data = data
        self.count = struct.unpack_from(">H", data, at)[0]
        if not self.count:
            self.end = at + 2
            return
        self._size = data[at + 2]
        self._offsets = at + 3
        self._base = at + 2 + (self.count + 1) * self._size
        self.end = self._base + self._offset(self.count)

    def _offset(self, number: int) -> int:
        at = self._offsets + number * self._size
        return int.from_bytes(self._data[at : at + self._size], "big")

    def __getitem__(self, number: int) -> bytes:
        start, end = self._offset(number), self._offset(number + 1)
        return bytes(self._data[self._base + start : self._base + end])


class CompactFont:
    """The glyph programs of one static face's ``CFF`` table."""

    def __init__(self, table: memoryview) -> None:
        names = Index(table, table[2])
        tops = Index(table, names.end)
        top = parse_dict(tops[0])
        self._programs = Index(table, int(top[CHARSTRINGS][0]))
        self.glyphs = self._programs.count
        if FDARRAY in top:
            fonts = Index(table, int(top[FDARRAY][0]))
            dicts = [parse_dict(fonts[number]) for number in range(fonts.count)]
            self._select = _selector(table, int(top[FDSELECT][0]), self.glyphs)
        else:
            dicts, self._select = [top], bytes(self.glyphs)
        self._private = [_widths_only(table, entry) for entry in dicts]

    def font_of(self, glyphs: Sequence[int], name: bytes, upem: int) -> bytes:
        """A CFF font of these glyphs (ascending, starting with 0), CID = glyph number."""
        programs = [self._programs[glyph] for glyph in glyphs]
        used = sorted({self._select[glyph] for glyph in glyphs})
        place = {number: at for at, number in enumerate(used)}
        select = bytes(place[self._select[glyph]] for glyph in glyphs)
        return write_font(
            name, glyphs, programs, select, [self._private[number] for number in used], upem
        )


def _selector(table: memoryview, at: int, glyphs: int) -> bytes:
    """FDSelect as one byte per glyph (formats 0 and 3)."""
    if table[at] == 0:
        return bytes(table[at + 1 : at + 1 + glyphs])
    ranges = struct.unpack_from(">H", table, at + 1)[0]
    out = bytearray()
    for number in range(ranges):
        first, font, following = struct.unpack_from(">HBH", table, at + 3 + 3 * number)
        out += bytes([font]) * (following - first)
    return bytes(out)


def _widths_only(table: memoryview, font: Dict) -> bytes:
    """A Private DICT that says nothing but the two widths that glyph programs count from."""
    if PRIVATE not in font:
        return b""
    size, at = (int(number) for number in font[PRIVATE])
    private = parse_dict(bytes(table[at : at + size]))
    parts = b""
    for operator in (DEFAULT_WIDTH, NOMINAL_WIDTH):
        if operator in private:
            parts += integer(int(private[operator][0])) + bytes([operator])
    return parts


def parse_dict(data: bytes) -> Dict:
    """A DICT's operators with their operands (reals aren't needed and read as 0)."""
    found: Dict = {}
    operands: list[float] = []
    at = 0
    while at < len(data):
        first = data[at]
        if first <= 21:
            operator: Operator = first
            if first == 12:
                at += 1
                operator = (12, data[at])
            found[operator], operands = operands, []
            at += 1
        else:
            number, at = _operand(data, at)
            operands.append(number)
    return found


def _operand(data: bytes, at: int) -> tuple[float, int]:
    first = data[at]
    if first == 28:
        return struct.unpack_from(">h", data, at + 1)[0], at + 3
    if first == 29:
        return struct.unpack_from(">i", data, at + 1)[0], at + 5
    if first == 30:
        at += 1
        while data[at] & 0x0F != 0x0F and data[at] >> 4 != 0x0F:
            at += 1
        return 0.0, at + 1
    if first <= 246:
        return first - 139, at + 1
    if first <= 250:
        return (first - 247) * 256 + data[at + 1] + 108, at + 2
    return -(first - 251) * 256 - data[at + 1] - 108, at + 2


def integer(number: int) -> bytes:
    """An integer operand, always five bytes, so that lengths are known before the numbers."""
    return b"\x1d" + struct.pack(">i", number)


def write_index(entries: Sequence[bytes]) -> bytes:
    if not entries:
        return b"\0\0"
    offsets, at = [1], 1
    for entry in entries:
        at += len(entry)
        offsets.append(at)
    size = (at.bit_length() + 7) // 8
    head = struct.pack(">HB", len(entries), size)
    return b"".join((head, *(offset.to_bytes(size, "big") for offset in offsets), *entries))


def write_font(
    name: bytes,
    cids: Sequence[int],
    programs: Sequence[bytes],
    select: bytes,
    privates: Sequence[bytes],
    upem: int,
) -> bytes:
    """A CID-keyed CFF font with one FD per entry of ``privates``."""
    start = b"\1\0\4\4" + write_index([name])
    strings = write_index([b"Adobe", b"Identity"]) + b"\0\0"
    charset = struct.pack(f">B{len(cids) - 1}H", 0, *cids[1:])
    glyphs = write_index(programs)
    top_length = len(write_index([_top(upem, cids[-1] + 1, 0, 0, 0, 0)]))
    at_charset = len(start) + top_length + len(strings)
    at_select = at_charset + len(charset)
    at_glyphs = at_select + 1 + len(select)
    at_privates = at_glyphs + len(glyphs)
    at_fonts = at_privates + sum(map(len, privates))
    fonts = write_index(_fonts(privates, at_privates))
    top = write_index([_top(upem, cids[-1] + 1, at_charset, at_glyphs, at_fonts, at_select)])
    return b"".join((start, top, strings, charset, b"\0", select, glyphs, *privates, fonts))


def _fonts(privates: Sequence[bytes], at: int) -> list[bytes]:
    fonts = []
    for private in privates:
        fonts.append(integer(len(private)) + integer(at) + bytes([PRIVATE]))
        at += len(private)
    return fonts


def _top(upem: int, count: int, charset: int, glyphs: int, fonts: int, select: int) -> bytes:
    parts = [integer(391), integer(392), integer(0), b"\x0c\x1e"]
    if upem != 1000:
        scale = _real(1 / upem)
        zero = integer(0)
        parts += [scale, zero, zero, scale, zero, zero, b"\x0c\x07"]
    parts += [
        integer(count), b"\x0c\x22", integer(charset), b"\x0f", integer(glyphs), b"\x11",
        integer(fonts), b"\x0c\x24", integer(select), b"\x0c\x25",
    ]  # fmt: skip
    return b"".join(parts)


def _real(number: float) -> bytes:
    """A real operand, in nibbles."""
    codes = {".": 10, "-": 14, **{str(digit): digit for digit in range(10)}}
    nibbles = [codes[char] for char in f"{number:.9f}"] + [15]
    if len(nibbles) % 2:
        nibbles.append(15)
    pairs = zip(nibbles[::2], nibbles[1::2], strict=True)
    return b"\x1e" + bytes(high << 4 | low for high, low in pairs)
