"""The result sheet (成绩单) of a round: only what `ResultView` says, in words."""

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
from blueprints.certificates.queries.prints.wording import rule_lines
from blueprints.contests.boards import sentence
from blueprints.contests.queries.board.views import TileGroup
from blueprints.contests.queries.paper import PaperHead
from blueprints.contests.queries.results import ResultRow, ResultView
from blueprints.contests.queries.results_table import amendment_line, package_line
from blueprints.contests.queries.wording import judge_label, status_label

WITHOUT_TOTAL = ("dns", "dnf", "dq", "forfeit")
PORTRAIT_EMS = 46  # of table columns that 180 mm hold at 9.5 pt, with their padding
DENSE_EMS = 72  # the same for 267 mm


@dataclass(frozen=True)
class ResultOptions:
    """`marks`: each judge's marks below the entrant. `units`: with a column of units."""

    marks: bool = False
    units: bool = True


@dataclass(frozen=True)
class _Column:
    """`key` is "part:<n>" for the parts; `ems` is how much room it asks for."""

    key: str
    title: str
    css: str
    ems: float


def result_print(view: ResultView, head: PaperHead, url: str, options: ResultOptions) -> Print:
    """The sheet; landscape when its columns need it. `url` leads to the result's page."""
    columns = _columns(view, options)
    needed = sum(column.ems for column in columns)
    values = {
        "words": _words(view),
        "columns": [{"title": column.title, "css": column.css} for column in columns],
        "entrants": [_entrant(row, columns, options) for row in view.rows],
        "remarks": _remarks(view, head),
        "dense": needed > DENSE_EMS,
        "rule": rule_lines(view.rule),
        "signatures": [_("Chief referee"), _("Supervisor"), _("Date")],
        "url": url,
    }
    sheet = PORTRAIT if needed <= PORTRAIT_EMS else LANDSCAPE
    return paper_print("result", _("Result sheet"), sheet, head, [values])


def _words(view: ResultView) -> dict[str, str]:
    return {
        "title": _("Result sheet"),
        "rule": _("How it is scored"),
        "check": _("Scan to compare this sheet with the published result."),
        "ledger": _("Ledger of this round: row %(count)d", count=view.seq),
        "hash": _("SHA-256 of that row:"),
    }


def _remarks(view: ResultView, head: PaperHead) -> list[str]:
    found = [_("Rehearsal: not a result of a contest.")] if head.rehearsal else []
    if not view.published:
        found.append(_("For internal use: this result has not been published."))
    if view.has_prizes and not view.prizes_confirmed:
        found.append(_("The prizes have not been confirmed yet."))
    found += [amendment_line(one) for one in view.amendments]
    return [*found, package_line(view.package)] if view.package else found


def _columns(view: ResultView, options: ResultOptions) -> list[_Column]:
    rows = view.rows
    columns = [_Column("place", _("Place"), "place", 4)]
    if any(row.who.code for row in rows):
        columns.append(_Column("code", _("Code"), "short middle", 4))
    columns.append(_Column("name", _("Entrant"), "", 7))
    if options.units and any(row.who.unit for row in rows):
        columns.append(_Column("unit", _("Unit"), "", 11))
    columns += [_figures(f"part:{n}", title) for n, title in enumerate(view.columns)]
    columns.append(_figures("total", view.total_title or _("Total"), " strong"))
    if view.prizes_confirmed and any(row.prizes for row in rows):
        columns.append(_Column("prize", _("Prize"), "middle", 6))
    if view.advances:
        columns.append(_Column("goes_on", _("Goes on"), "middle", 5))
    return columns


def _figures(key: str, title: str, css: str = "") -> _Column:
    return _Column(key, title, f"figure{css}", min(max(width(title), 4.5), 7))


def _entrant(row: ResultRow, columns: list[_Column], options: ResultOptions) -> dict[str, Any]:
    texts = _texts(row)
    small = {"place": _("tied") if row.place.tied else "", "total": _so_far(row)}
    more = _explanations(row)
    marks = [_marks(group) for group in row.groups] if options.marks else []
    return {
        "height": 1 + bool(more) + bool(marks),
        "cells": [
            {"text": texts[column.key], "small": small.get(column.key, ""), "css": column.css}
            for column in columns
        ],
        "more": more,
        "marks": marks,
    }


def _texts(row: ResultRow) -> dict[str, str]:
    going = {"certain": _("Goes on"), "questionable": _("Not yet certain")}
    return {
        "place": row.place.text or "–",
        "code": row.who.code,
        "name": row.who.label,
        "unit": row.who.unit,
        "total": _total(row),
        "prize": _(", ").join(row.prizes),
        "goes_on": going.get(row.advanced, ""),
        **{f"part:{n}": value or "–" for n, value in enumerate(row.parts)},
    }


def _total(row: ResultRow) -> str:
    return status_label(row.status) if row.status in WITHOUT_TOTAL else row.total or "–"


def _so_far(row: ResultRow) -> str:
    return _("so far") if row.status == "incomplete" and row.total else ""


def _explanations(row: ResultRow) -> list[str]:
    """What explains a place: how a tie was parted, what was taken off, who did not judge."""
    found = [_("Judge %(number)d recused", number=number) for number in row.recused]
    found += [sentence(note) for note in row.notes]
    if row.decided:
        found.append(_("Equal total, place by: %(step)s", step=sentence(row.decided)))
    if row.below:
        found.append(_("Below the pass line: no prize"))
    return found


def _marks(group: TileGroup) -> dict[str, Any]:
    attempt = _("Attempt %(number)d", number=group.attempt) if group.attempt else ""
    words = {"recused": _("recused"), "absent": _("absent")}
    marks = [
        {
            "judge": judge_label(tile.judge),
            "text": words.get(tile.state, tile.text or "–"),
            "dropped": tile.state == "dropped",
        }
        for tile in group.tiles
    ]
    return {"title": " ".join(t for t in (group.title, attempt) if t), "marks": marks}
