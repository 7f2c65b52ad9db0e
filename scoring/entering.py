"""Putting marks on score sheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scoring.contest import Mark
from scoring.schemes.items import Item, mark_amount
from scoring.sheets import ScoreSheet


def put_mark(
    sheet: ScoreSheet, item: Item, judge: str | None, attempt: int, canonical: str
) -> None:
    """Put a checked mark in its place; a measured value has no judge."""
    if item.is_judged:
        sheet.marks.setdefault(judge or "", {})[item.id, attempt] = mark_amount(canonical)
    else:
        sheet.desk[item.id, attempt] = mark_amount(canonical)


def take_mark(sheet: ScoreSheet, item: Item, judge: str | None, attempt: int) -> None:
    """Take a mark away; nothing happens when there is none."""
    slots = sheet.marks.get(judge or "", {}) if item.is_judged else sheet.desk
    slots.pop((item.id, attempt), None)


def put_marks(
    sheets: Mapping[str, ScoreSheet], items: Mapping[str, Item], marks: Iterable[Mark]
) -> None:
    """All marks of a round, later versions over earlier ones. Entries without a sheet wait."""
    given = list(marks)
    if any(mark.version > 1 for mark in given):
        given.sort(key=lambda mark: mark.version)
    judged = {item.id for item in items.values() if item.is_judged}
    for entry, item, value, judge, attempt, _version in given:
        sheet = sheets.get(entry)
        if sheet is None:
            continue
        if item in judged:
            slots = sheet.marks.get(judge or "")
            if slots is None:
                slots = sheet.marks[judge or ""] = {}
            slots[item, attempt] = mark_amount(value)
        else:
            sheet.desk[item, attempt] = mark_amount(value)
