"""The programme (秩序册): running order, judges and the rule, of a round or a whole contest."""

from dataclasses import dataclass, replace
from datetime import time
from typing import Any

from flask_babel import gettext as _

from blueprints.certificates.queries.prints.paper import PORTRAIT, Print, paper_print
from blueprints.certificates.queries.prints.wording import criterion, rule_lines
from blueprints.contests.queries.board.views import Who
from blueprints.contests.queries.paper import Programme, RoundProgramme
from blueprints.contests.queries.wording import judge_label

COLUMNS = ("time", "code", "unit", "station")  # left out where nobody has one


@dataclass(frozen=True)
class Timetable:
    """The first entrant's time, and the minutes that each one has."""

    starts: time
    minutes: int

    def of(self, index: int) -> str:
        """When the entrant at `index` (from 0) is on: 14:05."""
        hours, minutes = divmod(
            self.starts.hour * 60 + self.starts.minute + index * self.minutes, 60
        )
        return f"{hours % 24:02d}:{minutes:02d}"


def programme_print(programme: Programme, timetable: Timetable | None) -> Print:
    """The programme. Times are told for a single round only: rounds differ in pace."""
    alone, head = len(programme.rounds) == 1, programme.head
    values = {
        "words": _words(),
        "remarks": [_("Rehearsal")] if head.rehearsal else [],
        "rounds": [_round(one, timetable if alone else None) for one in programme.rounds],
    }
    head = head if alone else replace(head, event="", round="")
    return paper_print("programme", _("Programme"), PORTRAIT, head, [values])


def _words() -> dict[str, str]:
    return {
        "title": _("Programme"),
        "order": _("Running order"),
        "time": _("Time"),
        "number": _("No."),
        "code": _("Code"),
        "entrant": _("Entrant"),
        "unit": _("Unit"),
        "station": _("Station"),
        "judges": _("Judges"),
        "judge": _("Seat"),
        "name": _("Name"),
        "criteria": _("What is marked"),
        "criterion": _("Criterion"),
        "range": _("Range"),
        "by": _("Marked by"),
        "rule": _("How it is scored"),
    }


def _round(programme: RoundProgramme, timetable: Timetable | None) -> dict[str, Any]:
    entrants = [_entrant(who, n, timetable) for n, who in enumerate(programme.entrants)]
    return {
        "title": " · ".join(dict.fromkeys((programme.event, programme.round))),
        "has": {key: int(any(e[key] for e in entrants)) for key in COLUMNS},
        "entrants": entrants,
        "judges": [
            {"seat": judge_label(judge.number), "name": judge.name, "unit": judge.unit}
            for judge in programme.judges
        ],
        "criteria": _criteria(programme),
        "rule": rule_lines(programme.rule),
    }


def _entrant(who: Who, index: int, timetable: Timetable | None) -> dict[str, Any]:
    return {
        "time": timetable.of(index) if timetable else "",
        "number": who.position,
        "code": who.code,
        "name": who.label,
        "unit": who.unit,
        "station": who.station,
    }


def _criteria(programme: RoundProgramme) -> list[dict[str, Any]]:
    judged = [{**criterion(item), "by": _("Judges")} for item in programme.judged]
    return judged + [{**criterion(item), "by": _("Desk")} for item in programme.measured]
