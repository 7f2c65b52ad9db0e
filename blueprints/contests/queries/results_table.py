"""A result as a table of text for spreadsheets, and as JSON: the rows of `ResultView`."""

import re
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from blueprints.contests.boards import sentence
from blueprints.contests.models import Round
from blueprints.contests.queries.amendments import Amendment
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.packages import PackageLine, amendment_json
from blueprints.contests.queries.results import ResultRow, ResultView, result_document
from blueprints.contests.queries.wording import judge_label, state_label, status_label
from web.formats import local
from web.sheets import neutral

_FIGURE = re.compile(r"-?[0-9]+(?:[.:][0-9]+)*", re.ASCII)


@dataclass(frozen=True)
class ResultTable:
    """Neutral cells: no spreadsheet program takes one for a formula. `below` stands under it."""

    title: str
    head: list[str]
    rows: list[list[str]]
    below: list[list[str]]


def result_table(view: ResultView) -> ResultTable:
    """Every row of the result, the amendments, and by what it can be checked."""
    title = " · ".join(dict.fromkeys((view.contest, view.event, view.round)))
    return ResultTable(
        title=title,
        head=_cells(_head(view)),
        rows=[_cells(_row(row)) for row in view.rows],
        below=[[], *(_cells(line) for line in _below(view, title))],
    )


def result_json(round_: Round, audience: Audience, view: ResultView) -> dict[str, Any]:
    """The engine's JSON of the round, with what was amended and by what it can be checked."""
    return {
        **result_document(round_.id, audience),
        "published": view.published,
        "amendments": [amendment_json(round_.ref, one) for one in view.amendments],
        "package": _package_json(view.package),
        "ledger": {"rows": view.seq, "head": view.hash},
    }


def amendment_line(one: Amendment) -> str:
    """An amendment in one sentence."""
    old, new = one.old or "–", one.new or "–"
    return _(
        "Amended on %(day)s: %(entry)s, %(what)s %(old)s → %(new)s. Reason: %(reason)s",
        day=local(one.decided_at or one.asked_at).strftime("%Y-%m-%d %H:%M"),
        entry=one.entry,
        what=one.what,
        old=old,
        new=new,
        reason=one.reason,
    )


def package_line(package: PackageLine) -> str:
    """By which package the result can be worked out again."""
    return _(
        "Result package version %(version)d, SHA-256 %(sum)s",
        version=package.version,
        sum=package.sha256,
    )


def _head(view: ResultView) -> list[str]:
    return [
        _("Place"),
        _("Code"),
        _("Entrant"),
        _("Unit"),
        *view.columns,
        view.total_title or _("Total"),
        _("Status"),
        _("Prize"),
        _("Goes on"),
        _("Remarks"),
    ]


def _row(row: ResultRow) -> list[str]:
    going = {"certain": _("Goes on"), "questionable": _("Not yet certain")}
    return [
        row.place.text,
        row.who.code,
        row.who.label,
        row.who.unit,
        *(value or "" for value in row.parts),
        row.total or "",
        "" if row.status == "ok" else status_label(row.status),
        _(", ").join(row.prizes),
        going.get(row.advanced, ""),
        _("; ").join(_remarks(row)),
    ]


def _remarks(row: ResultRow) -> list[str]:
    found = [_("tied")] if row.place.tied else []
    found += [_("%(judge)s recused", judge=judge_label(number)) for number in row.recused]
    found += [sentence(note) for note in row.notes]
    if row.decided:
        found.append(_("Equal total, place by: %(step)s", step=sentence(row.decided)))
    if row.below:
        found.append(_("Below the pass line: no prize"))
    return found


def _below(view: ResultView, title: str) -> list[list[str]]:
    lines = [[title], [_("State"), state_label(view.state)]]
    if view.has_prizes and not view.prizes_confirmed:
        lines.append([_("The prizes have not been confirmed yet.")])
    lines += [[amendment_line(one)] for one in view.amendments]
    if view.package:
        lines.append([package_line(view.package)])
    lines.append([_("Ledger of this round: row %(count)d", count=view.seq), view.hash])
    return lines


def _package_json(package: PackageLine | None) -> dict[str, Any] | None:
    if package is None:
        return None
    return {
        "version": package.version,
        "sha256": package.sha256,
        "signed_by": package.signed_by,
        "fingerprint": package.signed_fingerprint,
        "path": f"/results/packages/{package.id}.zip",
    }


def _cells(values: list[str]) -> list[str]:
    """Figures as they are, also below nought; everything else so that it stays text."""
    return [value if _FIGURE.fullmatch(value) else neutral(value) for value in values]
