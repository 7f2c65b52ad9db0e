"""Judges' score sheets (评分表): empty ones to write on, and filled ones as in the ledger."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from blueprints.certificates.queries.prints.paper import (
    LANDSCAPE,
    PORTRAIT,
    Print,
    paper_print,
    width,
)
from blueprints.certificates.queries.prints.wording import criterion
from blueprints.contests.queries.board.views import Who
from blueprints.contests.queries.paper import (
    DESK,
    Cell,
    EntrantSheet,
    JudgeSheets,
    ScoreSheets,
    SheetItem,
)
from blueprints.contests.queries.wording import judge_label, status_label
from web.formats import clock, day

MOST_COLUMNS = 10  # criteria beside one another on a landscape sheet
PORTRAIT_COLUMNS = 1
UNIT_COLUMNS = 6  # criteria beside which the units still have room
SHORT_LINES = 7  # lines of a slip that fits on half a page
SHORT_SLIP_EMS = 30  # of a criterion's title in its column of a slip


@dataclass(frozen=True)
class ScoreOptions:
    """`each`: a sheet for every entrant; else one per judge with all entrants.

    `filled`: with the marks of the ledger. `numbers`: only these judges (`DESK` is the desk);
    None is all.
    """

    each: bool = False
    filled: bool = False
    numbers: frozenset[int] | None = None


def score_print(sheets: ScoreSheets, options: ScoreOptions) -> Print:
    """A document per judge. With more criteria than a table holds, a sheet per entrant."""
    widest = max((len(judge.items) for judge in sheets.judges), default=0)
    each = options.each or widest > MOST_COLUMNS
    sheet = PORTRAIT if each or widest <= PORTRAIT_COLUMNS else LANDSCAPE
    title = _("Filled score sheets") if options.filled else _("Score sheets")
    rows = [
        _judge(judge, sheets, options, each=each)
        for judge in sheets.judges
        if options.numbers is None or judge.number in options.numbers
    ]
    return paper_print("slips" if each else "scores", title, sheet, sheets.head, rows)


def _judge(
    judge: JudgeSheets, sheets: ScoreSheets, options: ScoreOptions, *, each: bool
) -> dict[str, Any]:
    entrants = [e for e in judge.entrants if not each or _is_marked(e)]
    lines = [_entrant(entrant, judge, options) for entrant in entrants]
    return {
        "words": _words(sheets, options),
        "judge": label_of(judge),
        "judge_name": judge.name,
        "remarks": [_("Rehearsal")] if sheets.head.rehearsal else [],
        "criteria": [criterion(item) for item in judge.items],
        "with_sum": int(_has_sum(judge) and not options.filled),
        "entrants": lines,
        "has": {
            "code": int(any(line["code"] for line in lines)),
            "unit": int(any(line["unit"] for line in lines) and len(judge.items) <= UNIT_COLUMNS),
        },
        "corrections": _corrections(judge) if options.filled else [],
        "filled": int(options.filled),
        "with_locks": int(options.filled and judge.number != DESK),
        "short": int(_fits_half_a_page(judge.items)),
        "signatures": [_signed_by(judge), _("Date")],
    }


def label_of(judge: JudgeSheets) -> str:
    """评委 3, or 裁判台."""
    return _("Desk") if judge.number == DESK else judge_label(judge.number)


def _signed_by(judge: JudgeSheets) -> str:
    return _("Scorer's signature") if judge.number == DESK else _("Judge's signature")


def _has_sum(judge: JudgeSheets) -> bool:
    """Whether the marks are added up; levels, attempts and measures count each by itself."""
    items = judge.items
    alone = any(item.span > 1 or item.levels for item in items)
    return len(items) > 1 and not alone and judge.number != DESK


def _is_marked(entrant: EntrantSheet) -> bool:
    return not entrant.excuse and any(cell.asked for cell in entrant.cells)


def _fits_half_a_page(items: tuple[SheetItem, ...]) -> bool:
    lines = sum(1 + len(i.levels) + int(width(i.title) > SHORT_SLIP_EMS) for i in items)
    return lines <= SHORT_LINES


def _words(sheets: ScoreSheets, options: ScoreOptions) -> dict[str, str]:
    filled = _("As in the ledger up to row %(count)d", count=sheets.head.seq)
    return {
        "title": _("Filled score sheets") if options.filled else _("Score sheet"),
        "ledger": filled if options.filled else "",
        "number": _("No."),
        "code": _("Code"),
        "entrant": _("Entrant"),
        "unit": _("Unit"),
        "criterion": _("Criterion"),
        "range": _("Range"),
        "mark": _("Mark"),
        "total": _("Total"),
        "remark": _("Remark"),
        "locked": _("Locked"),
        "corrections": _("Corrections"),
    }


def _entrant(entrant: EntrantSheet, judge: JudgeSheets, options: ScoreOptions) -> dict[str, Any]:
    who = entrant.who
    return {
        "number": who.position,
        "code": who.code,
        "name": who.label,
        "unit": who.unit,
        "excuse": _excuse(entrant),
        "cells": [
            {**criterion(item), **_cell(cell)}
            for item, cell in zip(judge.items, entrant.cells, strict=True)
        ],
        "locked": _locked(entrant) if options.filled else "",
    }


def _cell(cell: Cell) -> dict[str, Any]:
    """What stands in a box: the mark, and struck through what stood there before."""
    before = [version.value for version in cell.versions[:-1] if version.value is not None]
    value = cell.value
    taken_back = bool(cell.versions) and value is None
    return {
        "asked": int(cell.asked),
        "value": "–" if taken_back else value or "",
        "before": before,
    }


def _excuse(entrant: EntrantSheet) -> str:
    if entrant.excuse:
        return _("absent") if entrant.excuse == "absent" else _("recused")
    return "" if entrant.status == "ok" else status_label(entrant.status)


def _locked(entrant: EntrantSheet) -> str:
    if entrant.locked_at is None:
        return _("not locked")
    return _("%(time)s, row %(row)d", time=clock(entrant.locked_at), row=entrant.locked_seq)


def _corrections(judge: JudgeSheets) -> list[str]:
    """Every mark that was entered more than once, in words."""
    return [
        _correction(entrant.who, item, cell)
        for entrant in judge.entrants
        for item, cell in zip(judge.items, entrant.cells, strict=True)
        if len(cell.versions) > 1
    ]


def _correction(who: Who, item: SheetItem, cell: Cell) -> str:
    steps = " → ".join(_version(v.value, v.seq) for v in cell.versions)
    newest = cell.versions[-1]
    at = f"{day(newest.at)} {clock(newest.at)}"
    text = _("%(who)s, %(item)s: %(steps)s (%(at)s)", who=_name(who), item=item.title,
             steps=steps, at=at)  # fmt: skip
    return f"{text} {newest.note}".rstrip()


def _version(value: str | None, seq: int) -> str:
    shown = _("taken back") if value is None else value
    return _("%(value)s [row %(row)d]", value=shown, row=seq)


def _name(who: Who) -> str:
    return f"{who.code} {who.label}" if who.code else who.label
