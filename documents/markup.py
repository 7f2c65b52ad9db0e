"""
One row's HTML as a checked tree: known elements, known addresses, a bounded depth.

The tree is what is laid out; nothing is parsed a second time, so what was checked is what is
used. Every row is parsed by itself: a row can't open an element that another closes.
"""

from __future__ import annotations

import io
import re
from xml.etree.ElementTree import Element

import tinyhtml5

from documents.allowed import HTML_ELEMENTS, SVG_ELEMENTS
from documents.errors import Refused

MOST_DEPTH = 60
MOST_ELEMENTS = 20_000
SVG = "{http://www.w3.org/2000/svg}"
LINK = re.compile(r"(https?://|mailto:|#)", re.IGNORECASE)
PICTURE = re.compile(r"(asset:|image:|data:image/)", re.IGNORECASE)
URL = re.compile(r"url\(\s*['\"]?\s*([^'\")]*)", re.IGNORECASE)


def parse(html: str, row: int = 0) -> list[Element | str]:
    """The checked children of the body (a leading text as a string); raises Refused."""
    # As a stream: a short text alone would be taken for the name of a file to read.
    root = tinyhtml5.parse(io.StringIO(html), namespace_html_elements=False)
    body = root.find("body")
    head = root.find("head")
    if head is not None and len(head):
        raise Refused("refused", f"<{head[0].tag}>")
    if body is None:
        raise Refused("refused", "<frameset>")
    check(body, row)
    return [body.text or "", *body]


def check(body: Element, row: int) -> None:
    """Walk without recursion, as the depth isn't known to be harmless yet."""
    count = 0
    ahead = [(child, 1) for child in body]
    while ahead:
        element, depth = ahead.pop()
        count += 1
        if depth > MOST_DEPTH:
            raise Refused("too_large", "depth")
        if count > MOST_ELEMENTS:
            raise Refused("too_large", "elements")
        if isinstance(element.tag, str):
            _check_element(element, row)
        ahead += [(child, depth + 1) for child in element]


def _check_element(element: Element, row: int) -> None:
    tag = str(element.tag)
    svg = tag.startswith(SVG)
    if tag.removeprefix(SVG) not in (SVG_ELEMENTS if svg else HTML_ELEMENTS):
        raise Refused("refused", f"<{tag.rpartition('}')[2]}>")
    for name, value in element.items():
        _check_attribute(element, tag, str(name), str(value))
    if tag == "img":
        _name_picture(element, row)


def _check_attribute(element: Element, tag: str, name: str, value: str) -> None:
    plain = name.rpartition("}")[2].lower()
    if plain.startswith("on") or plain in {"rel", "srcset", "base", "background", "download"}:
        raise Refused("refused", f"{plain}=")
    if plain == "href":
        allowed = LINK if tag == "a" else re.compile("#")
        if not allowed.match(value.strip()):
            raise Refused("refused", value[:200])
    if plain == "src" and not (tag == "img" and (not value or PICTURE.match(value))):
        raise Refused("refused", value[:200])
    for target in URL.findall(value):
        if not re.match(r"(#|asset:|data:image/)", target, re.IGNORECASE):
            raise Refused("refused", target[:200])


def _name_picture(element: Element, row: int) -> None:
    """``image:photo`` means this row's photo; an ``img`` without any address shows nothing."""
    source = element.get("src", "")
    if source.lower().startswith("image:"):
        element.set("src", f"image:{row}/{source[6:]}")
