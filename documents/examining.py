"""
Looking at laid-out rows before they are printed: what doesn't fit, what can't be shown.

A measured box is an element with ``data-field="name"``. Its content must not be wider or
higher than the box, and must keep the safe margin of the sheet (12 mm, less on small sheets).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from documents.batch import Batch
from documents.boxes import Seen, look
from documents.errors import Refused
from documents.fetching import kind_of
from documents.losses import Loss
from documents.model import Finding, Row

LEAST_DPI = 150


def examine(batch: Batch, rows: Sequence[Row], first: int) -> list[tuple[Finding, ...]]:
    """The findings of each row; raises Refused for what is wrong with the template itself."""
    found = [_given(batch, row) for row in rows]
    sound = []
    for number, row in enumerate(rows):
        undefined = _undefined(batch, row, first + number)
        if undefined:
            found[number].append(undefined)
        else:
            sound.append(number)
    for number, pages, losses in _laid_out(batch, rows, sound, first):
        found[number] += _shown(batch, pages)
        found[number] += _lost(losses)
    return [_unique(some) for some in found]


def _unique(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(one for at, one in enumerate(findings) if one not in findings[:at])


def _given(batch: Batch, row: Row) -> list[Finding]:
    """What the row itself lacks."""
    found = []
    for field in batch.template.fields:
        if field.kind == "image":
            if field.name in row.images:
                found += _picture(row, field.name)
            elif field.required:
                found.append(Finding("missing_image", field.name))
        elif field.required and row.values.get(field.name, batch.given(field.name)) in ("", None):
            found.append(Finding("missing", field.name))
    return found


def _picture(row: Row, name: str) -> list[Finding]:
    try:
        kind_of(row.images[name].read_bytes())
    except OSError:
        return [Finding("missing_image", name, {"reason": "unreadable"})]
    return []


def _undefined(batch: Batch, row: Row, number: int) -> Finding | None:
    try:
        batch.fragment(row, number)
    except Refused as problem:
        if problem.code != "undefined":
            raise
        return Finding("undefined", problem.detail, {"line": problem.line})
    return None


def _laid_out(
    batch: Batch, rows: Sequence[Row], numbers: Sequence[int], first: int
) -> Iterator[tuple[int, list[Any], list[Loss]]]:
    """Each row's pages and losses: from one layout of all, or one by one when that isn't plain."""
    if not numbers:
        return
    if not batch.alone:
        layout = batch.lay_out([rows[number] for number in numbers], first)
        if len(layout.pages) == len(numbers):
            for at, number in enumerate(numbers):
                pages = [layout.pages[at]]
                yield number, pages, batch.lost(layout, at, rows[number], pages)
            return
    for number in numbers:
        layout = batch.lay_out([rows[number]], first + number)
        losses = batch.lost(layout, 0, rows[number], layout.pages)
        yield number, layout.pages, losses


def _lost(losses: Sequence[Loss]) -> Iterator[Finding]:
    """What is missing doesn't fit either, though its box may never have been laid out."""
    for loss in losses:
        yield Finding("overflow", loss.field)
        yield Finding("lost", loss.field, {"text": loss.text})


def _shown(batch: Batch, pages: Sequence[Any]) -> list[Finding]:
    found = []
    if len(pages) > 1 and not batch.template.flowing:
        found.append(Finding("many_pages", detail={"pages": len(pages)}))
    for page in pages:
        seen = look(page, batch.template.sheet, flowing=batch.template.flowing)
        found += [Finding("overflow", field) for field in seen.overflowing]
        found += _characters(batch, seen)
        found += [
            Finding("low_resolution", field, {"dpi": dpi})
            for field, dpi in seen.pictures
            if dpi < LEAST_DPI
        ]
    return found


def _characters(batch: Batch, seen: Seen) -> list[Finding]:
    found = []
    for text in seen.texts:
        for lack in batch.typefaces.lacks(text.text, text.family):
            code = "other_typeface" if lack.other else "no_glyph"
            detail = {"characters": lack.characters}
            if lack.other:
                detail["typeface"] = lack.other
            found.append(Finding(code, text.field, detail))
    return found
