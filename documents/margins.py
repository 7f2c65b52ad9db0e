"""
No margin boxes where no style sheet has any: WeasyPrint styles sixteen of them for every page.

Held by the same contract test as documents.embedding.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from typing import Any

import weasyprint.layout

RULE = re.compile(r"@(top|bottom|left|right)\b|\\", re.IGNORECASE)  # or an escape that may hide one


def has_margin_boxes(css: str) -> bool:
    return RULE.search(css) is not None


def _none(context: Any, page: Any, state: Any) -> tuple[()]:
    return ()


@contextlib.contextmanager
def without_margin_boxes() -> Iterator[None]:
    """Pages that are laid out in this block have none."""
    original = weasyprint.layout.make_margin_boxes
    weasyprint.layout.make_margin_boxes = _none
    try:
        yield
    finally:
        weasyprint.layout.make_margin_boxes = original
