"""Reports of units as the desk, the unit itself and, once published, everybody sees them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa

from blueprints.contests.models import (
    AppealLink,
    Entry,
    EntryPortrait,
    Report,
    ReportPlan,
    ReportStage,
    ReportState,
    Round,
    RoundEntry,
)
from blueprints.contests.queries.appeals import Slip, slips_of
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.reveal.source import portraits_of
from blueprints.contests.queries.standings import reading
from store import NotFound, db

__all__ = [
    "Board",
    "OwnPage",
    "Slip",
    "board_of",
    "own_page",
    "plan_of",
    "portrait_of",
    "report_of",
    "slips_of",
]


@dataclass(frozen=True)
class Cell:
    """An entrant's report on a stage; `state` is "" while there is none, `late` after its day."""

    stage_id: int
    state: str
    late: bool
    report_id: int | None


@dataclass(frozen=True)
class Line:
    """An entrant with its reports. `degree` is what the engine computed, None while it waits.

    `has_photo` and `saying` are of the entrant's portrait, where names aren't hidden.
    """

    key: str
    label: str
    unit: str
    project: str
    theme: str
    cells: tuple[Cell, ...]
    figures: tuple[str | None, str | None, str | None]
    degree: str | None
    reported: Decimal
    verified: Decimal
    story: str
    has_photo: bool
    saying: str


@dataclass(frozen=True)
class Board:
    """All entrants, and the sums: what units reported beside what was verified."""

    measure: str
    themes: tuple[str, ...]
    stages: tuple[ReportStage, ...]
    lines: tuple[Line, ...]
    handed_in: int
    due: int
    reported: Decimal
    verified: Decimal


@dataclass(frozen=True)
class OwnStage:
    """A stage on the unit's own page: its newest report, if any, and the earlier versions."""

    id: int
    title: str
    due_on: str
    newest: Report | None
    versions: tuple[Report, ...]


@dataclass(frozen=True)
class OwnRound:
    """A round in which the unit reports."""

    id: int
    title: str
    event: str
    measure: str
    themes: tuple[str, ...]
    takes: bool
    stages: tuple[OwnStage, ...]


@dataclass(frozen=True)
class OwnPage:
    """What an entrant's link leads to."""

    contest: str
    entry: str
    rounds: tuple[OwnRound, ...]


def plan_of(round_id: int) -> ReportPlan | None:
    """What is reported in a round, if anything."""
    return db.session.get(ReportPlan, round_id)


def board_of(round_: Round, plan: ReportPlan, today: date, audience: Audience) -> Board:
    """The reports of a round; the public sees verified ones only."""
    newest = _newest(stage.id for stage in plan.stages)
    degrees, portraits = _degrees(round_.id, audience), portraits_of(round_)
    lines = tuple(
        _line(
            plan,
            entry,
            newest,
            degrees.get(entry.ref),
            today,
            audience,
            None if round_.contest.names_hidden else portraits.get(entry.id),
        )
        for entry in _entries(round_.id)
    )
    cells = [cell for line in lines for cell in line.cells]
    return Board(
        plan.measure,
        tuple(plan.themes),
        tuple(plan.stages),
        lines,
        handed_in=sum(1 for cell in cells if cell.state),
        due=len(cells),
        reported=sum((line.reported for line in lines), Decimal(0)),
        verified=sum((line.verified for line in lines), Decimal(0)),
    )


def report_of(round_: Round, report_id: int) -> tuple[Report, list[Report]]:
    """A report of the round with every version on its stage, the newest first."""
    report = db.session.get(Report, report_id)
    if report is None or report.stage.round_id != round_.id:
        raise NotFound
    versions = db.session.scalars(
        sa.select(Report)
        .where(Report.stage_id == report.stage_id, Report.entry_id == report.entry_id)
        .order_by(Report.version.desc())
    )
    return report, list(versions)


def portrait_of(round_: Round, entry_key: str) -> str:
    """The file of the photograph of an entrant of the round; NotFound without one."""
    entry = next((one for one in _entries(round_.id) if one.key == entry_key), None)
    portrait = portraits_of(round_).get(entry.id) if entry else None
    if portrait is None or not portrait.photo or round_.contest.names_hidden:
        raise NotFound
    return portrait.photo


def own_page(token_hash: str, open_states: tuple[str, ...]) -> OwnPage:
    """The page behind an entrant's link. NotFound for a link that is none, or without reports."""
    entry = db.session.scalar(
        sa.select(Entry)
        .join(AppealLink, AppealLink.entry_id == Entry.id)
        .where(AppealLink.token_hash == token_hash)
    )
    if entry is None:
        raise NotFound
    plans = db.session.scalars(
        sa.select(ReportPlan)
        .join(RoundEntry, RoundEntry.round_id == ReportPlan.round_id)
        .where(RoundEntry.entry_id == entry.id)
        .order_by(ReportPlan.round_id)
    ).all()
    if not plans:
        raise NotFound
    contest = plans[0].round.contest
    return OwnPage(
        contest.title,
        entry.code if contest.names_hidden else f"{entry.code} {entry.name}".strip(),
        tuple(_own_round(plan, entry, open_states) for plan in plans),
    )


def _own_round(plan: ReportPlan, entry: Entry, open_states: tuple[str, ...]) -> OwnRound:
    round_ = plan.round
    found = db.session.scalars(
        sa.select(Report)
        .join(ReportStage, ReportStage.id == Report.stage_id)
        .where(ReportStage.round_id == plan.round_id, Report.entry_id == entry.id)
        .order_by(Report.version.desc())
    ).all()
    return OwnRound(
        round_.id,
        round_.title,
        round_.event.title,
        plan.measure,
        tuple(plan.themes),
        round_.state in open_states and round_.contest.archived_at is None,
        tuple(
            OwnStage(
                stage.id,
                stage.title,
                stage.due_on,
                next((one for one in found if one.stage_id == stage.id), None),
                tuple(one for one in found if one.stage_id == stage.id),
            )
            for stage in plan.stages
        ),
    )


def _newest(stage_ids: Iterable[int]) -> dict[tuple[int, int], Report]:
    found: dict[tuple[int, int], Report] = {}
    query = sa.select(Report).where(Report.stage_id.in_(list(stage_ids))).order_by(Report.version)
    for report in db.session.scalars(query):
        found[report.stage_id, report.entry_id] = report
    return found


def _entries(round_id: int) -> list[Entry]:
    query = (
        sa.select(Entry)
        .join(RoundEntry, RoundEntry.entry_id == Entry.id)
        .where(RoundEntry.round_id == round_id)
        .order_by(RoundEntry.position, RoundEntry.id)
    )
    return list(db.session.scalars(query))


def _degrees(round_id: int, audience: Audience) -> dict[str, str | None]:
    """Ref → total, where the engine has one."""
    with reading(round_id, audience) as live:
        return {row.entry: row.total for row in live.standings(audience).rows}


def _line(
    plan: ReportPlan,
    entry: Entry,
    newest: dict[tuple[int, int], Report],
    degree: str | None,
    today: date,
    audience: Audience,
    portrait: EntryPortrait | None,
) -> Line:
    reports = [newest.get((stage.id, entry.id)) for stage in plan.stages]
    told = [one for one in reports if one and _may_be_told(one, audience)]
    last = told[-1] if told else None
    hidden = plan.round.contest.names_hidden
    return Line(
        key=entry.key,
        label=entry.code if hidden else f"{entry.code} {entry.name}".strip(),
        unit="" if hidden else entry.unit,
        project=last.project if last else "",
        theme=last.theme if last else "",
        cells=tuple(
            _cell(stage, report, today) for stage, report in zip(plan.stages, reports, strict=True)
        ),
        figures=(last.baseline, last.target, last.actual) if last else (None, None, None),
        degree=degree,
        reported=_sum(one.benefit for one in told),
        verified=_sum(one.verified_benefit for one in told),
        story=last.story if last else "",
        has_photo=portrait is not None and bool(portrait.photo),
        saying=portrait.line if portrait else "",
    )


def _may_be_told(report: Report, audience: Audience) -> bool:
    return audience is Audience.DESK or report.state == ReportState.VERIFIED


def _cell(stage: ReportStage, report: Report | None, today: date) -> Cell:
    if report is None:
        return Cell(stage.id, "", bool(stage.due_on) and today.isoformat() > stage.due_on, None)
    late = bool(stage.due_on) and _day(report.handed_in_at) > stage.due_on
    return Cell(stage.id, report.state, late, report.id)


def _day(moment: datetime) -> str:
    return moment.date().isoformat()


def _sum(amounts: Iterable[str | None]) -> Decimal:
    return sum((Decimal(one) for one in amounts if one), Decimal(0))
