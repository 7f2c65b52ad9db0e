"""Pages for a phone: cut at the ends of paragraphs, a long paragraph at the ends of sentences."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from blueprints.classroom.excerpts.paragraphs import Paragraph

PAGE = 420  # characters: two thirds of a phone's height below the picture, at 1.8 line height
_ENDS = re.compile(r"(?:[。！？!?；;…]+|\.(?=\s))[”’」』）)\"']*")


@dataclass(frozen=True)
class Page:
    """`heading` is the heading that the page begins with, or stands under."""

    heading: str
    paragraphs: tuple[str, ...]
    begins: bool = False  # whether the heading stands on this page


def paginate(paragraphs: Iterable[Paragraph], size: int = PAGE) -> list[Page]:
    """The pages, in order. A heading begins a page; no page is empty."""
    return list(_Paginator(size).pages(paragraphs))


class _Paginator:
    def __init__(self, size: int) -> None:
        self._size = size
        self._fullest = size * 3 // 2  # a paragraph up to this stays whole
        self._heading, self._begins = "", False
        self._some: list[str] = []
        self._length = 0

    def pages(self, paragraphs: Iterable[Paragraph]) -> Iterator[Page]:
        for paragraph in paragraphs:
            if paragraph.heading:
                yield from self._end()
                self._heading, self._begins = paragraph.text, True
                continue
            for piece in _pieces(paragraph.text, self._size, self._fullest):
                if self._some and self._length + len(piece) > self._size:
                    yield from self._end()
                self._some.append(piece)
                self._length += len(piece)
        yield from self._end()

    def _end(self) -> Iterator[Page]:
        if self._some or self._begins:
            yield Page(self._heading, tuple(self._some), self._begins)
        self._some, self._length, self._begins = [], 0, False


def _pieces(text: str, size: int, fullest: int) -> Iterator[str]:
    """A paragraph whole, or in parts of about `size` that end with a sentence where one ends."""
    while len(text) > fullest:
        at = _cut(text, size)
        yield text[:at].rstrip()
        text = text[at:].lstrip()
    if text:
        yield text


def _cut(text: str, size: int) -> int:
    """Where the last sentence ends before `size`; else after a space; else just there."""
    ends = [match.end() for match in _ENDS.finditer(text, size // 2, size)]
    if ends:
        return ends[-1]
    space = text.rfind(" ", size // 2, size)
    return space + 1 if space > 0 else size
