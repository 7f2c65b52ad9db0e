"""A workbook without faults becomes events, units, entrants and judges: all of it, or nothing."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.access import Right, contest_for
from blueprints.contests.days import parse_day
from blueprints.contests.models import Contest, Judge, Round, RoundJudge, RoundState
from blueprints.contests.models.contest import Release
from blueprints.contests.services.setup.common import note
from blueprints.contests.services.setup.contests import add_event
from blueprints.contests.services.setup.details import DetailsInput
from blueprints.contests.services.setup.entries import EntryInput, add_entries
from blueprints.contests.services.setup.judges import add_judge
from blueprints.contests.services.setup.rounds import add_round
from blueprints.contests.services.setup.tables import split_names
from blueprints.contests.services.setup.units import UnitInput, put_unit
from blueprints.contests.services.setup.workbook.checking import check_book, scheme_named
from blueprints.contests.services.setup.workbook.known import Known, folded, known_of
from blueprints.contests.services.setup.workbook.plan import Book, BookPlan, BookRow
from store import UserError, db, write
from store.actors import Actor


@dataclass(frozen=True)
class BookAdded:
    """How many of what came in."""

    events: int
    units: int
    entries: int
    judges: int


def import_book(actor: Actor, contest_id: int, book: Book, now: datetime) -> BookAdded:
    """Add everything in a workbook, or refuse it whole when a cell is wrong."""
    with write():
        contest = contest_for(actor, contest_id, Right.SET_UP)
        plan = check_book(contest, book)
        if plan.faults:
            raise UserError(
                _("%(n)s cells need to be corrected; nothing was added.", n=plan.faults),
                code="faults",
            )
        events = _add_events(actor, contest, plan, now)
        for row in plan.rows("units"):
            put_unit(contest, _unit(row))
        db.session.expire(contest, ["events"])
        known = known_of(contest)
        entries = _add_entries(actor, plan, known, now)
        judges = _add_judges(actor, contest, plan, known, now)
        added = BookAdded(events, len(plan.rows("units")), entries, judges)
        subject = f"contest:{contest.id}"
        note(actor, "contest.workbook_imported", subject, contest, now, **vars(added))
        return added


def _add_events(actor: Actor, contest: Contest, plan: BookPlan, now: datetime) -> int:
    known, added = known_of(contest), 0
    for row in plan.rows("events"):
        event = known.events.get(folded(row.cells["event"]))
        if event is not None and event.has_rounds:
            continue
        event_id = event.id if event else None
        if event_id is None:
            event_id = add_event(actor, contest.id, row.cells["event"], now)
        scheme = scheme_named(known, row.cells["scheme"]) or ""
        title = row.cells["round"] or _("Final")
        add_round(actor, event_id, title, scheme, Release.EACH, now)
        added += 1
    return added


def _unit(row: BookRow) -> UnitInput:
    cells = row.cells
    most = int(cells["most"]) if cells["most"] else None
    return UnitInput(cells["name"], cells["zone"], cells["leader"], most)


def _add_entries(actor: Actor, plan: BookPlan, known: Known, now: datetime) -> int:
    by_round: dict[int, list[EntryInput]] = defaultdict(list)
    for name in ("entries", "teams"):
        for row in plan.rows(name):
            event = known.event(row.cells["event"])
            assert event is not None  # the check found it
            assert event.round_id is not None
            by_round[event.round_id].append(_entry(row))
    for round_id, given in by_round.items():
        add_entries(actor, round_id, given, now)
    return sum(map(len, by_round.values()))


def _entry(row: BookRow) -> EntryInput:
    cells = row.cells
    return EntryInput(
        name=cells["name"],
        unit=cells["unit"],
        code=cells["code"],
        zone=cells.get("zone", ""),
        station=cells.get("station", ""),
        people=split_names(cells.get("members", "")),
        details=DetailsInput(
            born_on=parse_day(cells.get("born_on", "")),
            contact=cells.get("contact", ""),
            occupation=cells.get("occupation", ""),
            certificate=cells.get("certificate", ""),
        ),
    )


def _add_judges(actor: Actor, contest: Contest, plan: BookPlan, known: Known, now: datetime) -> int:
    """Seats of new judges; where rows name events or items, they sit for those alone."""
    panels: dict[int, dict[int, list[str] | None]] = defaultdict(dict)
    seats, added = dict(known.judges), 0
    for row in plan.rows("judges"):
        who = (row.cells["name"], row.cells["unit"])
        if who not in seats:
            seats[who] = add_judge(actor, contest.id, *who, now)
            added += 1
        event = (
            known.event(row.cells["event"]) if row.cells["event"] or row.cells["items"] else None
        )
        if event is not None and event.id is not None:
            panels[seats[who]][event.id] = list(split_names(row.cells["items"])) or None
    db.session.flush()
    for judge_id, events in panels.items():
        _seat_only(contest, judge_id, events)
    return added


def _seat_only(contest: Contest, judge_id: int, events: dict[int, list[str] | None]) -> None:
    """Keep a judge's seats in the rounds of these events that have not begun."""
    query = (
        sa.select(RoundJudge, Round)
        .join(Round, Round.id == RoundJudge.round_id)
        .join(Judge, Judge.id == RoundJudge.judge_id)
        .where(
            Round.contest_id == contest.id,
            Round.state == RoundState.DRAFT,
            RoundJudge.judge_id == judge_id,
        )
    )
    for seat, round_ in db.session.execute(query):
        if round_.event_id not in events:
            db.session.delete(seat)
        else:
            seat.items = _item_ids(round_, events[round_.event_id])


def _item_ids(round_: Round, titles: list[str] | None) -> list[str] | None:
    if titles is None:
        return None
    items = round_.scheme.document.get("items", ())
    found = [
        one["id"]
        for one in items
        if one["kind"] == "judged" and (one.get("title") or one["id"]) in titles
    ]
    return found or None  # a later round of the event may be marked otherwise
