"""Reads the characters out of XHTML as a parser meets them: no tree, no attributes, no markup."""

from blueprints.classroom.excerpts.paragraphs import LONGEST_HEADING, Paragraph, clean


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SKIPPED = _words(
    "head script style template noscript rt rp svg math object iframe audio video nav form"
)
_HEADINGS = _words("h1 h2 h3 h4 h5 h6")
_INLINE = _words(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q rb rbc "
    "rtc ruby s samp small span strike strong sub sup time tt u var wbr img"
)


class TextReader:
    """A target for an XML parser; fed with one document after the other, in `found` afterwards."""

    def __init__(self, most_characters: int, most_paragraphs: int) -> None:
        self.found: list[Paragraph] = []
        self._left, self._most = most_characters, most_paragraphs
        self._text: list[str] = []
        self._skipping = 0
        self._heading = 0

    @property
    def is_full(self) -> bool:
        """Whether there was more than was asked for."""
        return self._left < 0 or len(self.found) > self._most

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        name = _name(tag)
        if self._skipping or name in _SKIPPED:
            self._skipping += 1
            return
        if name not in _INLINE:
            self._break()
        if name in _HEADINGS:
            self._heading += 1

    def end(self, tag: str) -> None:
        name = _name(tag)
        if self._skipping:
            self._skipping -= 1
            return
        if name not in _INLINE:
            self._break()
        if name in _HEADINGS:
            self._heading -= 1

    def data(self, text: str) -> None:
        if not self._skipping and not self.is_full:
            self._left -= len(text)
            self._text.append(text)

    def close(self) -> None:
        """The end of a document is the end of a paragraph, whatever was left open."""
        self._break()
        self._skipping = self._heading = 0

    def _break(self) -> None:
        text = clean(" ".join("".join(self._text).split()))
        self._text = []
        if text and not self.is_full:
            heading = self._heading > 0
            self.found.append(Paragraph(text[:LONGEST_HEADING] if heading else text, heading))


def _name(tag: str) -> str:
    return tag.rpartition("}")[2].lower()
