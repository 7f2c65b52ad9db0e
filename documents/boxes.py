"""What can be seen on a laid-out page: texts, pictures, and boxes that are too small."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from weasyprint.formatting_structure.boxes import (
    BlockContainerBox,
    InlineBox,
    LineBox,
    ReplacedBox,
    TextBox,
)
from weasyprint.images import RasterImage

from documents.model import Sheet

PIXELS = 96 / 25.4  # CSS pixels in a millimetre
SAFE_MM, SAFE_PART = 12, 0.06
SLACK = 1.0  # pixels: rounding, and glyphs that touch their box


@dataclass(frozen=True)
class Area:
    left: float
    top: float
    right: float
    bottom: float

    def holds(self, other: Area) -> bool:
        return (
            other.left >= self.left - SLACK
            and other.top >= self.top - SLACK
            and other.right <= self.right + SLACK
            and other.bottom <= self.bottom + SLACK
        )

    def lies_in(self, other: Area) -> bool:
        """As ``holds`` says, without any slack."""
        across = self.left >= other.left and self.right <= other.right
        return across and self.top >= other.top and self.bottom <= other.bottom

    def touches(self, other: Area) -> bool:
        across = self.left < other.right and self.right > other.left
        return across and self.top < other.bottom and self.bottom > other.top


@dataclass(frozen=True)
class Text:
    """A run of text, the measured field it stands in ("" for none), the family it asks for."""

    text: str
    field: str
    family: str


@dataclass
class Seen:
    """``pictures``: the field of a row's picture and the dots per inch it is shown with."""

    overflowing: list[str] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    pictures: list[tuple[str, int]] = field(default_factory=list)


@dataclass(frozen=True)
class _Place:
    """Where the walk is: the field, its box if it has one, and the line."""

    field: str = ""
    box: Area | None = None
    line: Area | None = None


def look(page: Any, sheet: Sheet, *, flowing: bool) -> Seen:
    """``page`` is one of a WeasyPrint document's."""
    eye = _Eye(page, sheet, flowing)
    eye.walk(page._page_box, _Place())
    return eye.seen


class _Eye:
    def __init__(self, page: Any, sheet: Sheet, flowing: bool) -> None:
        self.seen = Seen()
        short = min(sheet.width_mm, sheet.height_mm)
        safe = min(SAFE_MM, short * SAFE_PART) * PIXELS
        self._sheet = Area(0, 0, page.width, page.height)
        self._safe = Area(safe, safe, page.width - safe, page.height - safe)
        self._flowing = flowing

    def walk(self, box: Any, place: _Place) -> None:
        box = getattr(box, "_box", box)  # out of flow: a placeholder stands for the box
        place = _entered(box, place)
        if isinstance(box, TextBox):
            self._text(box, place)
        elif isinstance(box, ReplacedBox):
            self._picture(box, place)
        for child in getattr(box, "children", ()):
            self.walk(child, place)

    def _text(self, box: Any, place: _Place) -> None:
        if not box.text.strip():
            return
        family = box.style["font_family"][0]
        self.seen.texts.append(Text(box.text, place.field, family))
        line = place.line
        top, bottom = (line.top, line.bottom) if line else (box.position_y, _bottom(box))
        self._measure(Area(box.position_x, top, box.position_x + box.width, bottom), place)

    def _picture(self, box: Any, place: _Place) -> None:
        source = box.element.get("src", "") if box.element is not None else ""
        if source.startswith("image:") and isinstance(box.replacement, RasterImage):
            dots = min(box.replacement.width / box.width, box.replacement.height / box.height)
            self.seen.pictures.append((source.partition("/")[2], round(dots * 96)))

    def _measure(self, area: Area, place: _Place) -> None:
        fits = self._sheet.holds(area) or self._flowing
        if place.field and not self._flowing:
            fits = fits and self._safe.holds(area)
        if place.box is not None:
            fits = fits and place.box.holds(area)
        if not fits and place.field not in self.seen.overflowing:
            self.seen.overflowing.append(place.field)


def _entered(box: Any, place: _Place) -> _Place:
    """The place inside ``box``."""
    element = getattr(box, "element", None)
    name = element.get("data-field") if element is not None and box.element_tag else None
    if name and isinstance(box, BlockContainerBox):
        return _Place(name, padding_area(box))
    if name and isinstance(box, InlineBox):
        return _Place(name, None, place.line)
    if isinstance(box, LineBox):
        line = Area(box.position_x, box.position_y, box.position_x, box.position_y + box.height)
        return _Place(place.field, place.box, line)
    return place


def padding_area(box: Any) -> Area:
    """What is inside of a laid-out box's borders."""
    left, top = box.padding_box_x(), box.padding_box_y()
    return Area(left, top, left + box.padding_width(), top + box.padding_height())


def _bottom(box: Any) -> float:
    return float(box.position_y + box.height)
