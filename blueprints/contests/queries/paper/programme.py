"""The programme (秩序册) of a contest: who is on when and where, who judges, how it is scored."""

from dataclasses import dataclass

import sqlalchemy as sa

from blueprints.contests.models import ContestEvent, Judge, Round
from blueprints.contests.queries.board.rows import who
from blueprints.contests.queries.board.views import Who
from blueprints.contests.queries.desk.slots import slots_of
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.paper.head import PaperHead, paper_head
from blueprints.contests.queries.paper.sheets import SheetItem, item_of
from blueprints.contests.queries.results import Rule
from blueprints.contests.queries.standings import reading
from scoring.describing import describe
from store import NotFound, db


@dataclass(frozen=True)
class ProgrammeJudge:
    """A judge of a round, as announced."""

    number: int
    name: str
    unit: str


@dataclass(frozen=True)
class RoundProgramme:
    """One round: entrants in running order, judges, what is marked and how it counts."""

    event: str
    round: str
    entrants: tuple[Who, ...]
    judges: tuple[ProgrammeJudge, ...]
    judged: tuple[SheetItem, ...]
    measured: tuple[SheetItem, ...]
    rule: Rule


@dataclass(frozen=True)
class Programme:
    """The rounds of a contest, or one of them, in their order."""

    head: PaperHead
    rounds: tuple[RoundProgramme, ...]


def programme(round_id: int, *, whole: bool) -> Programme:
    """The programme of a round, or with `whole` of every round of its contest.

    While a contest is blind, entrants are named by code alone and judges' units are left out,
    for they would tell where entrants are from.
    """
    head = paper_head(round_id)
    ids = _rounds_beside(round_id) if whole else [round_id]
    return Programme(head, tuple(_round(one) for one in ids))


def _rounds_beside(round_id: int) -> list[int]:
    contest_id = sa.select(Round.contest_id).where(Round.id == round_id).scalar_subquery()
    return list(
        db.session.scalars(
            sa.select(Round.id)
            .join(ContestEvent, ContestEvent.id == Round.event_id)
            .where(Round.contest_id == contest_id)
            .order_by(ContestEvent.position, ContestEvent.id, Round.position, Round.id)
        )
    )


def _round(round_id: int) -> RoundProgramme:
    round_ = db.session.get(Round, round_id)
    if round_ is None:
        raise NotFound
    slots = slots_of(round_)
    with reading(round_id, Audience.DESK) as live:
        said = describe(live.contest.round(live.facts.ref).scheme)
        hidden = live.facts.names_hidden
        units = _units([] if hidden else list(live.members.judges))
        return RoundProgramme(
            event=live.facts.event_title,
            round=live.facts.title,
            entrants=tuple(who(live, entry) for entry in live.members.entries.values()),
            judges=tuple(
                ProgrammeJudge(judge.number, judge.name, units.get(judge.id, ""))
                for judge in live.members.judges.values()
            ),
            judged=tuple(item_of(item, 1) for item in slots.judged),
            measured=tuple(item_of(item, 1) for item in slots.desk),
            rule=Rule(said.parts, said.ties, said.rules),
        )


def _units(judge_ids: list[int]) -> dict[int, str]:
    query = sa.select(Judge.id, Judge.unit).where(Judge.id.in_(judge_ids))
    return {row.id: row.unit for row in db.session.execute(query)}
