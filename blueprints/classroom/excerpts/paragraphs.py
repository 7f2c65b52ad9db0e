"""Paragraphs of plain text: what an excerpt is made of, whatever it was before."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LONGEST_HEADING = 160
MOST_BREAKS = 40_000  # paragraphs; what has more is no book
_SPACES = re.compile(r"[^\S\n]+")


@dataclass(frozen=True)
class Paragraph:
    """`heading` is a chapter's or section's: it begins a page."""

    text: str
    heading: bool = False


def of_text(text: str) -> list[Paragraph]:
    """A pasted text: a paragraph a line, empty lines left out; `# ` begins a heading."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return list(_cleaned(_of_line(line) for line in lines[:MOST_BREAKS]))


def clean(text: str) -> str:
    """Without characters that have no shape: controls, direction marks, unassigned ones."""
    shown = "".join(c for c in text if c in "\t\n" or unicodedata.category(c) not in _SHAPELESS)
    return _SPACES.sub(" ", shown).strip()


_SHAPELESS = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})


def _of_line(line: str) -> Paragraph:
    if line.startswith(("# ", "## ", "### ")):
        return Paragraph(line.lstrip("#"), heading=True)
    return Paragraph(line)


def _cleaned(some: Iterable[Paragraph]) -> Iterator[Paragraph]:
    for one in some:
        text = clean(one.text)
        if text:
            yield Paragraph(text[:LONGEST_HEADING], True) if one.heading else Paragraph(text)
