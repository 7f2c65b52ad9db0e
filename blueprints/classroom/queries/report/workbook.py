"""The report as a workbook: figures as numbers, texts as texts that no program executes."""

import io
import re
import time
from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import pgettext
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter

from blueprints.classroom.queries.report.seasons import SeasonReport
from blueprints.classroom.queries.report.sessions import Report
from blueprints.classroom.queries.report.wording import (
    figure_lines,
    result,
    rule,
    season_lines,
)
from web.formats import clock, moment
from web.sheets import neutral

_NUMBER = re.compile(r"[\d,]+(\.\d+)?", re.ASCII)
BREATH = 50  # rows; others of this process go on meanwhile

Cell = str | int | float | None
Row = list[Cell]


def session_workbook(report: Report) -> bytes:
    """Figures, attendance, viewers over time, contributors and words: a sheet each."""
    return _book(
        (_("Report"), (14, 40, 40), _summary(report)),
        (pgettext("report", "Attendance"), (18, 18, 24, *[12] * 9, 40), _attendance(report)),
        (_("Viewers over time"), (14, 14), _viewers(report)),
        (_("Top contributors"), (18, 18, 12, 12, 12), _contributors(report)),
        (_("Words"), (18, 12), _words(report)),
    )


def season_workbook(title: str, report: SeasonReport) -> bytes:
    """The season's figures, and its sessions."""
    figures: list[Row] = [[_("Season"), title, ""], [], *_figures(season_lines(report))]
    return _book(
        (_("Report"), (18, 30, 40), figures),
        (pgettext("classroom", "Sessions"), (36, 20, *[12] * 8), _sessions(report)),
    )


def _book(*sheets: tuple[str, tuple[int, ...], Iterable[Row]]) -> bytes:
    book = Workbook(write_only=True)
    for title, widths, rows in sheets:
        sheet = book.create_sheet(title[:31])
        for number, width in enumerate(widths, 1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        for count, row in enumerate(rows):
            sheet.append([_safe(cell) for cell in row])
            if count % BREATH == 0:
                time.sleep(0)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _safe(cell: Cell) -> Cell:
    return neutral(ILLEGAL_CHARACTERS_RE.sub("", cell)) if isinstance(cell, str) else cell


def _summary(report: Report) -> Iterable[Row]:
    facts = report.facts
    yield [_("Session"), facts.title, ""]
    if facts.course.since:
        yield [_("Begun"), moment(facts.course.since), ""]
    yield [_("Rule"), rule(facts), ""]
    yield []
    yield from _figures(figure_lines(report.figures))


def _figures(lines: Iterable[tuple[str, str, str]]) -> Iterable[Row]:
    """What the page writes as text, as numbers where it is one, so that programs can add it up."""
    for label, text, explanation in lines:
        yield [
            label,
            float(text.replace(",", "")) if _NUMBER.fullmatch(text) else text,
            explanation,
        ]


def _attendance(report: Report) -> Iterable[Row]:
    yield [
        pgettext("person", "Name"), _("Nickname"), _("Unit"), _("Minutes"),
        pgettext("attendance", "Live"), _("Replay"),
        _("Adjusted"), _("Share %"), _("Seen %"), _("Quiz %"), _("Check-ins"), _("Visits"),
        pgettext("report", "Result"), _("Credit hours"), _("First seen"), _("Last seen"),
    ]  # fmt: skip
    for one in report.standings:
        yield [
            one.name, one.nickname, one.unit, one.minutes, one.live_s // 60, one.replay_s // 60,
            round(one.adjusted_s / 60), one.share, one.progress, one.quiz_percent, one.sign_ins,
            one.visits, result(one, report.facts), float(one.hours(report.facts)),
            clock(one.first_at) if one.first_at else "", clock(one.last_at) if one.last_at else "",
        ]  # fmt: skip


def _viewers(report: Report) -> Iterable[Row]:
    yield [_("Minute"), pgettext("report", "People")]
    yield from ([minute, people] for minute, people in (report.curve.rows if report.curve else ()))


def _contributors(report: Report) -> Iterable[Row]:
    yield [
        pgettext("person", "Name"),
        _("Nickname"),
        _("Messages"),
        _("Questions"),
        pgettext("report", "Votes"),
    ]
    for one in report.contributors:
        yield [one.name, one.nickname, one.messages, one.questions, one.votes]


def _words(report: Report) -> Iterable[Row]:
    yield [_("Word"), _("Messages")]
    yield from ([word.text, word.messages] for word in report.words)


def _sessions(report: SeasonReport) -> Iterable[Row]:
    yield [
        _("Session"), _("Begins"), _("Peak"), pgettext("report", "People"), _("Visits"),
        _("Duration (min)"), _("Minutes in all"), _("Messages"), _("Questions"), _("Fulfilled"),
    ]  # fmt: skip
    for one in report.sessions:
        figures = one.figures
        yield [
            one.title, moment(one.starts_at), figures.peak, figures.unique, figures.visits,
            figures.duration_s // 60, figures.total_s // 60, figures.messages, figures.questions,
            figures.fulfilled,
        ]  # fmt: skip
