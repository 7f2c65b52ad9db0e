"""SVG pictures of a template, reduced to drawing: no scripts, no addresses, nothing unknown."""

import re
from xml.etree import ElementTree as ET  # writing only; reading is defusedxml's

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

SVG = "{http://www.w3.org/2000/svg}"
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
MOST_ELEMENTS = 20_000
MOST_DEPTH = 60

_ELEMENTS = """
svg g defs use symbol title desc style path rect circle ellipse line polyline polygon text tspan
linearGradient radialGradient stop clipPath mask pattern image
"""
_ATTRIBUTES = """
id class d x y x1 y1 x2 y2 cx cy r rx ry fx fy width height points viewBox version style
preserveAspectRatio transform gradientTransform gradientUnits patternTransform patternUnits
patternContentUnits clipPathUnits maskUnits maskContentUnits spreadMethod offset pathLength
fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin
stroke-miterlimit stroke-dasharray stroke-dashoffset opacity color display visibility
stop-color stop-opacity clip-path clip-rule mask vector-effect shape-rendering dx dy rotate
font-family font-size font-weight font-style text-anchor letter-spacing
"""
ELEMENTS = frozenset(_ELEMENTS.split())
ATTRIBUTES = frozenset(_ATTRIBUTES.split())
_DOCTYPE = re.compile(rb"<!DOCTYPE[^\[\]>]*>", re.IGNORECASE)  # one without declarations of its own
_ADDRESS = re.compile(r"url\(\s*['\"]?(?!#)", re.IGNORECASE)
_RISKY_STYLE = re.compile(r"[@\\]|expression|javascript:", re.IGNORECASE)
_PICTURE = re.compile(r"data:image/(png|jpeg);base64,[A-Za-z0-9+/=\s]+")

ET.register_namespace("", SVG[1:-1])
ET.register_namespace("xlink", XLINK_HREF[1:].partition("}")[0])


class NoPicture(ValueError):
    """It is no SVG, or one that is far too deep or has far too many parts."""


def drawing_only(content: bytes) -> bytes:
    """The same drawing without anything but drawing. Raises NoPicture."""
    try:
        root = fromstring(_DOCTYPE.sub(b"", content, count=1), forbid_dtd=True)
    except (ET.ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise NoPicture from error
    if root.tag != f"{SVG}svg":
        raise NoPicture
    _refuse_huge(root)
    _clean(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def _refuse_huge(root: ET.Element) -> None:
    layer, depth, count = [root], 0, 0
    while layer:
        depth, count = depth + 1, count + len(layer)
        if depth > MOST_DEPTH or count > MOST_ELEMENTS:
            raise NoPicture
        layer = [child for element in layer for child in element]


def _clean(root: ET.Element) -> None:
    for element in root.iter():
        for child in [child for child in element if not _draws(child)]:
            element.remove(child)
        for name in [name for name in element.attrib if not _harmless(element, name)]:
            del element.attrib[name]


def _draws(element: ET.Element) -> bool:
    if not isinstance(element.tag, str) or not element.tag.startswith(SVG):
        return False
    name = element.tag.removeprefix(SVG)
    return name in ELEMENTS and (name != "style" or _plain_style(element.text or ""))


def _harmless(element: ET.Element, name: str) -> bool:
    value = element.attrib[name]
    if name in ("href", XLINK_HREF):
        return value.startswith("#") or (
            element.tag == f"{SVG}image" and _PICTURE.fullmatch(value) is not None
        )
    return name in ATTRIBUTES and (
        _plain_style(value) if name == "style" else not _ADDRESS.search(value)
    )


def _plain_style(text: str) -> bool:
    return not _ADDRESS.search(text) and not _RISKY_STYLE.search(text)
