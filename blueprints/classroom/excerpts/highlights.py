"""Highlights: which characters of a paragraph, or which part of a picture, are marked for all."""

from collections.abc import Iterable
from dataclasses import dataclass

WHOLE = 1000  # boxes are given per mille of the picture


@dataclass(frozen=True)
class Span:
    """Characters `start` to before `end` of a paragraph."""

    start: int
    end: int


@dataclass(frozen=True)
class Segment:
    """A piece of a paragraph."""

    text: str
    marked: bool


@dataclass(frozen=True)
class Box:
    """A part of a picture, per mille of its width and height."""

    x: int
    y: int
    width: int
    height: int

    def __str__(self) -> str:
        return f"{self.x},{self.y},{self.width},{self.height}"


def segments(text: str, spans: Iterable[Span]) -> list[Segment]:
    """The paragraph in pieces; spans may overlap, or reach beyond its end."""
    marked = bytearray(len(text))
    for span in spans:
        for at in range(max(0, span.start), min(len(text), span.end)):
            marked[at] = 1
    found: list[Segment] = []
    begin = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or marked[at] != marked[begin]:
            found.append(Segment(text[begin:at], bool(marked[begin])))
            begin = at
    return found


def read_box(text: str) -> Box | None:
    """The box of `x,y,width,height`; None for what is none, or lies outside of the picture."""
    parts = text.split(",")
    if len(parts) != 4 or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    if any(len(part) > 4 for part in parts):
        return None
    box = Box(*(int(part) for part in parts))
    inside = box.x + box.width <= WHOLE and box.y + box.height <= WHOLE
    return box if inside and box.width > 0 and box.height > 0 else None
