"""What became of the projects, for everybody: in the order of the result, and in yuan."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import sqlalchemy as sa

from blueprints.contests.models import Report, ReportPlan, ReportStage, ReportState, Round
from blueprints.contests.queries.board.rows import place_of
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.reports import Board, Line, board_of
from blueprints.contests.queries.results import prizes_by_entry
from blueprints.contests.queries.standings import reading
from store import db


@dataclass(frozen=True)
class Project:
    """A verified project beside what it won: `place` is empty without one."""

    report: Line
    place: str
    prizes: tuple[str, ...]


@dataclass(frozen=True)
class Benefit:
    """In yuan, of verified reports: what the units stated, and what the desk found."""

    reported: Decimal = Decimal(0)
    verified: Decimal = Decimal(0)

    def __add__(self, other: "Benefit") -> "Benefit":
        return Benefit(self.reported + other.reported, self.verified + other.verified)


def projects_of(round_: Round, plan: ReportPlan, today: date) -> tuple[Board, tuple[Project, ...]]:
    """The public board of a published round, and its projects with the best first."""
    board = board_of(round_, plan, today, Audience.PUBLIC)
    won = _won(round_.id)
    told = [line for line in board.lines if line.project]
    told.sort(key=lambda line: won[line.key][0])
    return board, tuple(Project(line, *won[line.key][1:]) for line in told)


def benefits_of(round_ids: Iterable[int]) -> dict[int, Benefit]:
    """Of each of these rounds its verified reports; of a report the newest version counts."""
    query = (
        sa.select(ReportStage.round_id, Report)
        .join(ReportStage, ReportStage.id == Report.stage_id)
        .where(ReportStage.round_id.in_(list(round_ids)))
        .order_by(Report.version)
    )
    newest = {
        (report.stage_id, report.entry_id): (round_id, report)
        for round_id, report in db.session.execute(query)
    }
    found: dict[int, Benefit] = {}
    for round_id, report in newest.values():
        if report.state == ReportState.VERIFIED:
            stated, seen = (Decimal(one or 0) for one in (report.benefit, report.verified_benefit))
            found[round_id] = found.get(round_id, Benefit()) + Benefit(stated, seen)
    return found


def _won(round_id: int) -> dict[str, tuple[int, str, tuple[str, ...]]]:
    """Key of the entrant → where it stands in the result, its place, its prizes."""
    with reading(round_id, Audience.PUBLIC) as live:
        result = live.standings(Audience.PUBLIC)
        prizes = prizes_by_entry(live, result, Audience.PUBLIC)
        keys = {entry.ref: entry.key for entry in live.members.entries.values()}
        return {
            keys[row.entry]: (at, place_of(row, None).text, prizes.get(row.entry, ()))
            for at, row in enumerate(result.rows)
        }
