"""The report on paper, for the documents engine: the same words and figures as on its page."""

from functools import lru_cache
from typing import Any

from flask_babel import gettext as _
from flask_babel import pgettext

from blueprints.certificates.queries.prints import Print
from blueprints.certificates.queries.prints.paper import (
    FOLDER,
    PORTRAIT,
    file_name,
    language,
    page_words,
)
from blueprints.classroom import curve as curves
from blueprints.classroom.queries.attendance import Standing
from blueprints.classroom.queries.report.seasons import SeasonReport
from blueprints.classroom.queries.report.sessions import Report
from blueprints.classroom.queries.report.wording import (
    figure_lines,
    result,
    rule,
    season_lines,
)
from config import ROOT
from documents import Options, Row, Template
from web.formats import day, minute, moment

MOST_ROWS = 300  # in the table; those after them are named in running text
TOGETHER = 25  # names in one paragraph: pages break between paragraphs
TEMPLATES = ROOT / "templates"


def session_print(report: Report, organisation: str) -> Print:
    """A session's report."""
    facts = report.facts
    since, until = facts.course.since, facts.course.until
    when = f"{moment(since)} – {minute(until)}" if since and until else ""
    values = {
        "title": facts.title,
        "facts": [text for text in (organisation, when) if text],
        "rehearsal": "" if facts.counts else _("Rehearsal: counts nowhere."),
        "figures": _figures(figure_lines(report.figures)),
        "rule": rule(facts),
        "curve": _curve(report),
        "sessions": [],
        "contributors": [
            {"name": one.name or one.nickname, "total": one.total} for one in report.contributors
        ],
        "cloud": [{"text": word.text, "size": word.size} for word in report.words],
        "people": [
            {
                "name": one.name or one.nickname,
                "unit": one.unit,
                "minutes": one.minutes,
                "share": one.share,
                "result": result(one, facts),
                "ok": one.is_fulfilled,
            }
            for one in report.standings[:MOST_ROWS]
        ],
        "further": _further(report),
    }
    return _print(_("Session report"), facts.title, organisation, values)


def season_print(title: str, report: SeasonReport, organisation: str) -> Print:
    """A season's report: its figures, and a line for each session."""
    days = [one.starts_at for one in report.sessions]
    when = f"{day(days[0])} – {day(days[-1])}" if days else ""
    values = {
        "title": title,
        "facts": [text for text in (organisation, when) if text],
        "rehearsal": "",
        "figures": _figures(season_lines(report)),
        "rule": "",
        "curve": None,
        "sessions": [
            {
                "title": one.title,
                "day": day(one.starts_at),
                "people": one.figures.unique,
                "peak": one.figures.peak,
                "minutes": one.figures.total_s // 60,
                "contributions": one.figures.contributions,
            }
            for one in report.sessions
        ],
        "contributors": [],
        "cloud": [],
        "people": [],
        "further": [],
    }
    return _print(_("Season report"), title, organisation, values)


def _print(kind: str, title: str, organisation: str, values: dict[str, Any]) -> Print:
    name = file_name(kind, title)
    common = {"lang": language(), "page": page_words(), "kind": kind, "words": _words()}
    return Print(
        name=name,
        template=_template(),
        rows=(Row(values),),
        options=Options(title=name, author=organisation, common=common),
    )


def _figures(lines: list[tuple[str, str, str]]) -> list[dict[str, str]]:
    return [{"label": label, "value": value, "note": note} for label, value, note in lines]


def _further(report: Report) -> list[dict[str, Any]]:
    """Whoever has no row in the table: all names with minutes, by what came of them."""
    rest = report.standings[MOST_ROWS:]
    groups = (
        (_("Fulfilled"), [one for one in rest if one.is_fulfilled]),
        (_("Not fulfilled"), [one for one in rest if not one.is_fulfilled]),
    )
    return [
        {
            "heading": f"{heading} ({len(people)})",
            "lines": [
                " · ".join(_named(one) for one in people[start : start + TOGETHER])
                for start in range(0, len(people), TOGETHER)
            ],
        }
        for heading, people in groups
        if people
    ]


def _named(one: Standing) -> str:
    """In brackets: nicknames may end in figures of their own."""
    minutes = _("%(count)d min", count=one.minutes)
    return f"{one.name or one.nickname} ({minutes})".replace(" ", "\N{NO-BREAK SPACE}")


def _curve(report: Report) -> dict[str, Any] | None:
    drawn = report.curve
    if drawn is None:
        return None
    return {
        "line": drawn.line,
        "area": drawn.area,
        "minutes": [{"at": tick.at, "figure": tick.figure} for tick in drawn.minutes],
        "people": [{"at": tick.at, "figure": tick.figure} for tick in drawn.people],
        "peak": {"x": drawn.peak[0], "y": drawn.peak[1], "people": drawn.peak_people},
        "width": curves.WIDTH,
        "height": curves.HEIGHT,
        "left": curves.LEFT,
        "right": curves.WIDTH - curves.RIGHT,
        "floor": curves.HEIGHT - curves.BOTTOM,
    }


def _words() -> dict[str, str]:
    return {
        "curve": _("Viewers over time"),
        "minutes": _("minutes since the beginning"),
        "contributors": _("Top contributors"),
        "cloud": _("Frequent words"),
        "attendance": pgettext("report", "Attendance"),
        "rule": _("Fulfilled with:"),
        "name": pgettext("person", "Name"),
        "unit": _("Unit"),
        "min": _("min"),
        "share": _("Share"),
        "result": pgettext("report", "Result"),
        "sessions": pgettext("classroom", "Sessions"),
        "session": _("Session"),
        "day": _("Day"),
        "people": pgettext("report", "People"),
        "peak": _("Peak"),
        "in_all": _("Minutes in all"),
        "contributions": _("Contributions"),
        "further": _("Further viewers; their shares and units are in the workbook"),
    }


@lru_cache(maxsize=1)
def _template() -> Template:
    css = "\n".join(
        p.read_text() for p in (FOLDER / "prints.css", TEMPLATES / "documents/classroom/report.css")
    )
    return Template(
        ref="class-report",
        title_zh="",
        title_en="",
        kind="print",
        sheet=PORTRAIT,
        body=(TEMPLATES / "documents/classroom/report.html").read_text(),
        css=css,
        flowing=True,
    )
