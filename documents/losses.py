"""
Text and pictures that a row has and its pages don't show.

WeasyPrint drops what runs off the bottom of a page inside an absolute box, and says nothing.
So what the boxes hold is noted before they are laid out, and compared with what the pages hold
afterwards. Held by the same contract test as documents.embedding.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

import weasyprint.document
from weasyprint.formatting_structure.boxes import BlockBox, Box, ReplacedBox, TextBox

from documents.boxes import Area, padding_area
from documents.fonts.coverage import INVISIBLE

PICTURE = "\ufffc"  # stands for a picture among an element's characters
MOST_TOLD = 60


@dataclass(frozen=True)
class Loss:
    """The field that isn't wholly shown ("" when it can't be told), and what is missing of it."""

    field: str
    text: str


@dataclass
class _Held:
    """What stands directly in one element, and the measured box around it."""

    field: str
    text: str = ""


Row = dict[Element, _Held]


class Contents:
    """What the boxes of each row hold; rows count from 0 within one layout."""

    def __init__(self) -> None:
        self._rows: list[Row] = []

    def note(self, root: Any, starts: Sequence[Element]) -> None:
        """``root``: a box that isn't laid out yet; ``starts``: the element of each row."""
        numbers = {element: number for number, element in enumerate(starts)}
        self._rows = [{} for _ in starts]
        _note(root, "", {}, numbers, self._rows)

    def lost(self, row: int, pages: Sequence[Any], values: Mapping[str, Any]) -> list[Loss]:
        """``values``: the row's fields, so that what is missing can be named."""
        seen: dict[Element, str] = {}
        for page in pages:
            _see(page._page_box, Area(0, 0, page.width, page.height), seen)
        told: dict[str, str] = {}
        for element, held in self._rows[row].items():
            if not _same(held.text, shown := seen.get(element, "")):
                field, text = _loss(held, shown, values)
                told[field] = told.get(field, "") + text
        return [Loss(field, text[:MOST_TOLD]) for field, text in told.items()]


@contextlib.contextmanager
def noting(starts: Sequence[Element]) -> Iterator[Contents]:
    """What is laid out in this block is noted first."""
    contents = Contents()
    original = weasyprint.document.build_formatting_structure

    def build(*arguments: Any) -> Any:
        root = original(*arguments)
        contents.note(root, starts)
        return root

    weasyprint.document.build_formatting_structure = build
    try:
        yield contents
    finally:
        weasyprint.document.build_formatting_structure = original


def _note(box: Any, field: str, row: Row, numbers: dict[Element, int], rows: list[Row]) -> None:
    if box.is_running():
        return  # shown in a page's margin, or nowhere on purpose
    if isinstance(box, TextBox | ReplacedBox):
        if _is_of_an_element(box) and (text := _characters(box)):
            row.setdefault(box.element, _Held(field)).text += text
        return
    if box.element in numbers:
        row = rows[numbers[box.element]]
    field = box.element.get("data-field", field)
    for child in getattr(box, "children", ()):
        _note(child, field, row, numbers, rows)


def _see(box: Any, clip: Area | None, seen: dict[Element, str], page: Area | None = None) -> None:
    """``clip`` is what can be seen; None where something turned or moved the boxes."""
    page = page or clip
    if not isinstance(box, Box):  # out of flow: a placeholder, and other boxes may clip it
        box, clip = box._box, clip and page
    if isinstance(box, TextBox | ReplacedBox):
        if _is_of_an_element(box) and (clip is None or _is_visible(box, clip)):
            seen[box.element] = seen.get(box.element, "") + _characters(box)
        return
    if isinstance(box, BlockBox):
        clip = _narrower(box, clip)
    for child in getattr(box, "children", ()):
        _see(child, clip, seen, page)


def _is_of_an_element(box: Any) -> bool:
    """Not of a page's margin, nor made up by a style: such text may change with the page."""
    return box.element_tag is not None and "::" not in box.element_tag


def _narrower(box: Any, clip: Area | None) -> Area | None:
    if clip is None or box.style["transform"]:
        return None
    if box.style["overflow"] == "visible":
        return clip
    inner = padding_area(box)
    return Area(
        max(clip.left, inner.left),
        max(clip.top, inner.top),
        min(clip.right, inner.right),
        min(clip.bottom, inner.bottom),
    )


def _is_visible(box: Any, clip: Area) -> bool:
    """Half a character may be cut: it can still be read, and ``overflow`` is found for it."""
    left, right = box.position_x, box.position_x + box.width
    top, bottom = box.position_y, box.position_y + box.height
    if isinstance(box, ReplacedBox):
        return Area(left, top, right, bottom).touches(clip)
    size, spacing = box.style["font_size"], box.style["letter_spacing"]
    room = size / 2 + (0 if spacing == "normal" else max(0, spacing))
    middle = (top + bottom) / 2
    return Area(left + room, middle, right - room, middle).lies_in(clip)


def _characters(box: Any) -> str:
    return PICTURE if isinstance(box, ReplacedBox) else "".join(box.text.split())


def _same(held: str, shown: str) -> bool:
    """Lines may be hyphenated, and a table's head is repeated: more than held is no loss."""
    return held == shown or not any(char not in INVISIBLE for char in _missing(held, shown))


def _missing(held: str, shown: str) -> str:
    if held.startswith(shown):
        return held[len(shown) :]
    return "".join((Counter(held) - Counter(shown)).elements())


def _loss(held: _Held, shown: str, values: Mapping[str, Any]) -> tuple[str, str]:
    """Named after the first field that stands in the element and not among what is shown of it."""
    for name, value in values.items():
        text = "".join(str(value).split())
        if text and text in held.text and text not in shown:
            return name, text
    return held.field, _missing(held.text, shown).replace(PICTURE, "")
