"""Seals that bodies upload: what is kept of them is shapes alone (SVG), or ink on nothing (PNG).

A seal is printed over names and dates, so its ground must be clear; it is printed 42 mm wide, so
it must be square and have pixels enough.
"""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]
from PIL import Image

MOST_BYTES = 2_000_000
LEAST_PIXELS, KEPT_PIXELS, MOST_PIXELS = 600, 1000, 6000  # 1000 on 42 mm are 600 dpi
SLANT = 0.03  # how far from square a drawing may be
CLEAR_SHARE = 0.2  # a full circle leaves 21.5 % of its square
CLEAR = 16  # of 255: what scanners leave of an erased ground
MOST_ELEMENTS = 3000

SVG = "{http://www.w3.org/2000/svg}"
SHAPES = frozenset({"svg", "g", "path", "rect", "circle", "ellipse", "line",
                    "polyline", "polygon"})  # fmt: skip
SILENT = frozenset({"title", "desc", "metadata"})
PAINT = frozenset({"fill", "stroke", "fill-rule", "fill-opacity", "stroke-width", "stroke-linecap",
                   "stroke-linejoin", "stroke-miterlimit", "stroke-dasharray", "stroke-opacity",
                   "opacity"})  # fmt: skip
GEOMETRY = frozenset({"id", "d", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry",
                      "width", "height", "points", "transform", "viewBox",
                      "preserveAspectRatio"})  # fmt: skip
_PLAIN = re.compile(r"[\w\s#.,%+()-]*")
_DOCTYPE = re.compile(rb"<!DOCTYPE[^>\[]*>", re.IGNORECASE)  # what drawing programs write
_LENGTH = re.compile(r"\s*([\d.]+)\s*(?:mm|cm|in|pt|px)?\s*")


class SealError(ValueError):
    """Why a seal can't be used.

    `code`: kind (neither SVG nor PNG), broken, too_large, not_square, too_small (fewer than 600
    pixels), not_clear (the ground isn't transparent), text (letters are to be turned into
    outlines first), style (a style sheet instead of colours on the shapes), foreign (anything
    else than shapes: pictures, scripts, gradients, copies, links).
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


@dataclass(frozen=True)
class Seal:
    """What is kept: `media` is image/svg+xml or image/png."""

    content: bytes
    media: str


def check_seal(content: bytes) -> Seal:
    """The seal without anything but its ink; raises SealError."""
    if len(content) > MOST_BYTES:
        raise SealError("too_large")
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Seal(_checked_png(content), "image/png")
    if b"<svg" in content[:4096]:
        return Seal(_checked_svg(content), "image/svg+xml")
    raise SealError("kind")


def _checked_png(content: bytes) -> bytes:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # Pillow only warns of pictures that would explode
            with Image.open(io.BytesIO(content), formats=("PNG",)) as image:
                _check_size(image.width, image.height)
                image.verify()  # WeasyPrint has Pillow load what is cut off, wherever it is loaded
            with Image.open(io.BytesIO(content), formats=("PNG",)) as image:
                ink = image.convert("RGBA")
    except (OSError, SyntaxError, Warning, Image.DecompressionBombError) as problem:
        raise SealError("broken") from problem
    _check_clear(ink.getchannel("A"))
    if ink.width > KEPT_PIXELS:
        side = (KEPT_PIXELS, round(KEPT_PIXELS * ink.height / ink.width))
        ink = ink.resize(side, Image.Resampling.LANCZOS)
    out = io.BytesIO()
    ink.save(out, "PNG", optimize=True)
    return out.getvalue()


def _check_size(width: int, height: int) -> None:
    if max(width, height) > MOST_PIXELS:
        raise SealError("too_large", f"{width} × {height}")
    if min(width, height) < LEAST_PIXELS:
        raise SealError("too_small", f"{width} × {height}")
    _check_square(width, height)


def _check_square(width: float, height: float) -> None:
    if not height or abs(width / height - 1) > SLANT:
        raise SealError("not_square", f"{width:g} × {height:g}")


def _check_clear(alpha: Image.Image) -> None:
    clear = sum(alpha.histogram()[: CLEAR + 1])
    if clear < CLEAR_SHARE * alpha.width * alpha.height:
        raise SealError("not_clear")


def _checked_svg(content: bytes) -> bytes:
    try:
        root = fromstring(_DOCTYPE.sub(b"", content, count=1), forbid_dtd=True)
    except (ET.ParseError, DefusedXmlException, ValueError, LookupError) as problem:
        raise SealError("broken") from problem
    if root.tag != f"{SVG}svg":
        raise SealError("broken")
    if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
        raise SealError("too_large", "shapes")
    _check_square(*_measures(root))
    try:
        kept = _kept(root)
    except RecursionError as problem:
        raise SealError("too_large", "depth") from problem
    ET.register_namespace("", SVG[1:-1])
    text: bytes = ET.tostring(kept, encoding="utf-8")
    return text


def _measures(root: ET.Element) -> tuple[float, float]:
    try:
        _, _, width, height = map(float, re.split(r"[\s,]+", root.get("viewBox", "").strip()))
    except ValueError:
        found = [_LENGTH.fullmatch(root.get(side, "")) for side in ("width", "height")]
        if not (found[0] and found[1]):
            raise SealError("not_square", "no viewBox") from None
        width, height = float(found[0][1]), float(found[1][1])
        root.set("viewBox", f"0 0 {width:g} {height:g}")
    return width, height


def _kept(element: ET.Element) -> ET.Element:
    """A copy of only what draws; editors' own notes are left out without a word."""
    kept = ET.Element(element.tag, _attributes(element))
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        name = tag.removeprefix(SVG)
        if not tag.startswith(SVG) or name in SILENT:
            continue
        if name not in SHAPES:
            raise SealError({"text": "text", "style": "style"}.get(name, "foreign"), name)
        kept.append(_kept(child))
    return kept


def _attributes(element: ET.Element) -> dict[str, str]:
    given = dict(element.items())
    for declaration in given.pop("style", "").split(";"):
        name, _, value = declaration.partition(":")
        given[name.strip()] = value.strip()
    return {
        name: value
        for name, value in given.items()
        if name in PAINT | GEOMETRY and _PLAIN.fullmatch(value) and "url(" not in value.lower()
    }
