"""
Whether a sheet may depend on the sheets that are laid out with it.

Rows share a layout because that is fast. But `position: fixed` stands on every page of a document,
`string()`, `element()` and `target-text()` fetch text from elsewhere in it, counters go on, and
selectors count sheets: so one person's name could come to stand in another's file. A template
that says such a thing has each row laid out alone. Words are looked for, not meanings: one found
too many costs time, one missed costs a secret.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from documents.errors import Refused

# A backslash, as an escape may hide any of the others.
WORDS = re.compile(
    r"\\|fixed|footnote|running|string|element\(|target-|counter|-quote|:has", re.IGNORECASE
)
HARMLESS = re.compile(r"table-layout\s*:\s*fixed", re.IGNORECASE)
COMMENT = re.compile(r"/\*[^*]*(?:\*(?!/)[^*]*)*(?:\*/|\Z)")
# What may be the sheet's own element: its names, and whatever names no element or class.
SHEET = re.compile(r"\.sheet|\bsection|\bbody|[*\]&]|(?:^|[\s>+~,]):(?!root\b)", re.IGNORECASE)
PLACE = re.compile(r"[:+~]")  # only by these does a selector ask where an element stands


def reaching(css: str) -> bool:
    """Whether a style sheet may reach beyond the sheet it is for."""
    return reaching_words(css) or any(map(_counts_sheets, _preludes(COMMENT.sub(" ", css))))


def reaching_words(source: str) -> bool:
    """The same of declarations, as they stand in `style` attributes."""
    return WORDS.search(HARMLESS.sub("", source)) is not None


def check(fragment: Iterable[Element | str]) -> None:
    """Raise Refused for such a style in a row of a template whose source showed none."""
    for part in fragment:
        for element in () if isinstance(part, str) else part.iter():
            if reaching_words(style := str(element.get("style", ""))):
                raise Refused("refused", style[:200])


def _preludes(css: str) -> Iterator[str]:
    """What stands before each block: selectors and at-rules."""
    pieces = re.split(r"([{};])", css)
    return (text for text, end in zip(pieces[::2], pieces[1::2], strict=False) if end == "{")


def _counts_sheets(prelude: str) -> bool:
    if prelude.lstrip().lower().startswith("@page"):
        return ":" in prelude  # the first page of a layout is another row's
    return bool(SHEET.search(prelude) and PLACE.search(prelude))
