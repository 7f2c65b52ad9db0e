"""A font of one glyph under many names: small, quick to make, its licence as a test wants it."""

import io
import string
from functools import cache

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from blueprints.certificates.queries.fonts.coverage import gb2312

HAN = "".join(map(chr, sorted(gb2312())))


@cache  # two of the same are the same bytes, and building one takes a while
def font(
    family: str = "Shili FangSong", characters: str = string.printable + HAN, rights: int = 0
) -> bytes:
    """A font whose every character is the same bar; `rights` is OS/2 fsType."""
    shown = sorted({ord(one) for one in characters if one.isprintable()})
    names = [".notdef", "bar"]
    pen = TTGlyphPen(None)
    pen.moveTo((100, 0))
    for point in ((100, 700), (200, 700), (200, 0)):
        pen.lineTo(point)
    pen.closePath()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap(dict.fromkeys(shown, "bar"))
    builder.setupGlyf({name: pen.glyph() for name in names})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (1000, 100)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": family, "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120, fsType=rights, usWeightClass=400)
    builder.setupPost()
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()
