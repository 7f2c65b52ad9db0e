"""
Fonts inside PDFs, in the place of WeasyPrint's own way (version 70, held by a contract test).

WeasyPrint subsets each font for each file with HarfBuzz, which takes longer than laying the
page out. Our faces are prepared (see documents.fonts.faces), so that a file's font is put
together from ready glyph programs. A file gets the glyphs of its own text and no others.
A font that isn't one of ours is never embedded: the render fails instead.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

import pydyf
import weasyprint.pdf
import weasyprint.pdf.stream
from weasyprint.text.ffi import ffi, pango

from documents.fonts.carrier import Carrier, Program

FIXED_PITCH, SERIF, SYMBOLIC = 1, 2, 4
FULL_WIDTH = 1000

_carriers: dict[tuple[str, int], Carrier] = {}


class ForeignFont(Exception):
    """Text would be set in a font that isn't one of the documents' own."""


def register(carriers: Iterable[Carrier]) -> None:
    """Make faces known to this process, by family and weight."""
    for carrier in carriers:
        _carriers[carrier.family, carrier.weight] = carrier


def regular() -> dict[str, Carrier]:
    """The faces known so far by family: the regular one, or the only one."""
    by_weight = sorted(_carriers.items(), key=lambda item: -item[0][1])
    return {family: one for (family, _), one in by_weight}


class EmbeddedFont:
    """What WeasyPrint's drawing asks of a font, answered by a static face."""

    bitmap = png = svg = colr = False
    used_in_forms = False

    def __init__(self, pango_font: Any, description: Any, font_size: float) -> None:
        family = ffi.string(pango.pango_font_description_get_family(description)).decode()
        weight = int(pango.pango_font_description_get_weight(description))
        carrier = _carriers.get((family, weight))
        if carrier is None:
            raise ForeignFont(f"{family} {weight}")
        self.carrier = carrier
        self.family, self.weight = family, weight
        self.hash = _tag(carrier.name)
        self.widths: dict[int, int] = {}
        self.to_unicode: dict[int, str] = {}
        self.missing: dict[int, int] = {}

    def get_unused_glyph_id(self, codepoint: int) -> int:
        """A number for a character that no font has; shown as the face's empty box."""
        number = self.carrier.glyphs + len(self.missing)
        return self.missing.setdefault(codepoint, min(number, 0xFFFF))


def _tag(name: str) -> str:
    """Six capital letters: a page's name for a font, or PDF's mark of one subset."""
    return "".join(chr(65 + byte % 26) for byte in sha256(name.encode()).digest()[:6])


def build_fonts_dictionary(
    pdf: pydyf.PDF,
    fonts: Mapping[Any, EmbeddedFont],
    compress: bool,
    subset: bool,
    options: Mapping[str, Any],
) -> pydyf.Dictionary:
    """WeasyPrint's function of this name, for EmbeddedFont: the /Font resources of one file."""
    found = pydyf.Dictionary()
    for font in _merged(fonts.values()):
        found[font.hash] = _add_font(pdf, font)
    return found


def _merged(fonts: Iterable[EmbeddedFont]) -> list[EmbeddedFont]:
    """Pango may give one face several keys (by features or language): they share one program."""
    by_name: dict[str, EmbeddedFont] = {}
    for font in fonts:
        first = by_name.setdefault(font.hash, font)
        if first is not font:
            first.widths.update(font.widths)
            first.to_unicode.update(font.to_unicode)
            first.missing.update(font.missing)
    return list(by_name.values())


def _add_font(pdf: pydyf.PDF, font: EmbeddedFont) -> bytes:
    carrier = font.carrier
    glyphs = tuple(sorted({0, *(glyph for glyph in font.widths if glyph < carrier.glyphs)}))
    name = f"/{_tag(f'{carrier.name} {glyphs}')}+{carrier.name}"
    program = _add(pdf, _program(carrier, carrier.program(glyphs)))
    descriptor = _add(pdf, _descriptor(font, name, program))
    descendant = pydyf.Dictionary(
        {
            "Type": "/Font",
            "Subtype": "/CIDFontType0" if carrier.compact else "/CIDFontType2",
            "BaseFont": name,
            "CIDSystemInfo": b"<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>",
            "DW": FULL_WIDTH,
            "W": _widths(font.widths),
            "FontDescriptor": descriptor,
        }
    )
    if not carrier.compact:
        descendant["CIDToGIDMap"] = _add(pdf, _compressed(carrier.places(glyphs)))
    reference = _add(pdf, descendant)
    font_dictionary = pydyf.Dictionary(
        {
            "Type": "/Font",
            "Subtype": "/Type0",
            "BaseFont": name,
            "Encoding": "/Identity-H",
            "DescendantFonts": b"[" + reference + b"]",
            "ToUnicode": _add(pdf, _compressed(zlib.compress(to_unicode(font.to_unicode), 6))),
        }
    )
    return _add(pdf, font_dictionary)


def _add(pdf: pydyf.PDF, thing: pydyf.Object) -> bytes:
    pdf.add_object(thing)
    reference: bytes = thing.reference
    return reference


def _compressed(data: bytes, **extra: Any) -> pydyf.Stream:
    return pydyf.Stream([data], {"Filter": "/FlateDecode", **extra})


def _program(carrier: Carrier, program: Program) -> pydyf.Stream:
    if carrier.compact:
        return _compressed(program.data, Subtype="/CIDFontType0C")
    return _compressed(program.data, Length1=program.length)


def _descriptor(font: EmbeddedFont, name: str, program: bytes) -> pydyf.Dictionary:
    carrier = font.carrier
    serif = 0 if "Hei" in carrier.family else SERIF
    return pydyf.Dictionary(
        {
            "Type": "/FontDescriptor",
            "FontName": name,
            "FontFamily": pydyf.String(carrier.family),
            "Flags": SYMBOLIC | serif,
            "FontBBox": pydyf.Array([0, carrier.descent, FULL_WIDTH, carrier.ascent]),
            "ItalicAngle": 0,
            "Ascent": carrier.ascent,
            "Descent": carrier.descent,
            "CapHeight": carrier.ascent,
            "StemV": 120 if carrier.weight >= 600 else 80,
            "FontFile3" if carrier.compact else "FontFile2": program,
        }
    )


def _widths(widths: Mapping[int, int]) -> pydyf.Array:
    """The W array: only widths other than a full-width character's, in runs."""
    runs: list[Any] = []
    last = -2
    for glyph in sorted(widths):
        if widths[glyph] == FULL_WIDTH:
            continue
        if glyph != last + 1:
            runs += [glyph, pydyf.Array()]
        runs[-1].append(widths[glyph])
        last = glyph
    return pydyf.Array(runs)


HEAD = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
"""
FOOT = b"""endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


def to_unicode(texts: Mapping[int, str]) -> bytes:
    """A ToUnicode CMap, so that text can be searched, copied and read aloud."""
    items = sorted(texts.items())
    parts = [HEAD]
    for start in range(0, len(items), 100):
        some = items[start : start + 100]
        lines = "".join(f"<{glyph:04x}> <{_utf16(text)}>\n" for glyph, text in some)
        parts.append(f"{len(some)} beginbfchar\n{lines}endbfchar\n".encode())
    return b"".join((*parts, FOOT))


def _utf16(text: str) -> str:
    return text.encode("utf-16-be").hex()


def install() -> None:
    """From now on WeasyPrint embeds fonts this way, in this process."""
    weasyprint.pdf.stream.Font = EmbeddedFont
    weasyprint.pdf.build_fonts_dictionary = build_fonts_dictionary
