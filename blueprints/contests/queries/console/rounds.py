"""A round as one judge sees it. Nothing here reads another judge's row."""

from collections.abc import Iterable

import sqlalchemy as sa

from blueprints.contests.models import (
    ContestEvent,
    Entry,
    Judge,
    Round,
    RoundEntry,
    RoundJudge,
)
from blueprints.contests.queries.console.own_rows import OwnRows, own_rows
from blueprints.contests.queries.console.views import Console, Entrant, RoundCard, Slot, SlotView
from blueprints.contests.queries.signing import own_state
from blueprints.contests.rules import is_assigned, judged_items
from scoring.numbers import scaled_text
from scoring.schemes.items import Item
from store import NotFound, db


def rounds_of(judge_id: int) -> list[RoundCard]:
    """The judge's rounds in the order of the contest."""
    rows = db.session.execute(
        sa.select(Round, ContestEvent.title)
        .join(ContestEvent, ContestEvent.id == Round.event_id)
        .join(RoundJudge, RoundJudge.round_id == Round.id)
        .where(RoundJudge.judge_id == judge_id)
        .order_by(ContestEvent.position, ContestEvent.id, Round.position, Round.id)
    ).all()
    return [_card(round_, event_title, judge_id) for round_, event_title in rows]


def console(judge_id: int, round_id: int) -> Console:
    """The round for this judge. NotFound when the judge doesn't sit in it."""
    round_, judge, items = _seat_in(judge_id, round_id)
    slots = tuple(_slots(judged_items(round_, items)))
    rows = own_rows(round_id, judge_id)
    entrants = []
    on_stage = None
    for position, (entry, station) in enumerate(_running_order(round_id), 1):
        asked_for = frozenset(
            view.slot for view in slots if is_assigned(round_, judge.ref, entry.ref, *view.slot)
        )
        names = not round_.contest.names_hidden
        entrants.append(_entrant(entry, station, position, names, asked_for, rows))
        if entry.id == round_.on_stage_id:
            on_stage = entry.key
    return Console(
        round_id=round_.id,
        title=round_.title,
        event_title=round_.event.title,
        state=round_.state,
        seq=round_.seq,
        slots=slots,
        entrants=tuple(entrants),
        on_stage=on_stage,
        signing=own_state(judge_id, round_),
    )


def version_of(judge_id: int, round_id: int) -> str:
    """Changes whenever `console` of this round would; cheap, for ETags."""
    round_ = _seat_in(judge_id, round_id)[0]
    return f"{round_.id}.{round_.epoch}.{round_.seq}.{round_.contest.version}"


def _seat_in(judge_id: int, round_id: int) -> tuple[Round, Judge, list[str] | None]:
    """The round, the judge, and the items the judge marks there (None: all judged ones)."""
    row = db.session.execute(
        sa.select(Round, Judge, RoundJudge.items)
        .join(RoundJudge, RoundJudge.round_id == Round.id)
        .join(Judge, Judge.id == RoundJudge.judge_id)
        .where(Round.id == round_id, Judge.id == judge_id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise NotFound
    return row[0], row[1], row[2]


def _running_order(round_id: int) -> Iterable[tuple[Entry, str]]:
    rows = db.session.execute(
        sa.select(Entry, RoundEntry.station)
        .join(RoundEntry, RoundEntry.entry_id == Entry.id)
        .where(RoundEntry.round_id == round_id)
        .order_by(RoundEntry.position, RoundEntry.id)
    )
    return ((entry, station) for entry, station in rows)


def _entrant(
    entry: Entry,
    station: str,
    position: int,
    names: bool,
    asked_for: frozenset[Slot],
    rows: OwnRows,
) -> Entrant:
    sheet, refused, reason = rows.sheet(entry.id)
    name = entry.name if names else ""
    return Entrant(
        key=entry.key,
        label=entry.code or name or f"#{position}",
        name=name if entry.code else "",
        unit=entry.unit if names else "",
        station=station,
        position=position,
        status=rows.statuses.get(entry.id, "ok"),
        sheet=sheet,
        refused=refused,
        reason=reason,
        asked_for=asked_for,
        marks=dict(rows.marks.get(entry.id, {})),
        remark=rows.remarks.get(entry.id),
    )


def _slots(items: list[Item]) -> Iterable[SlotView]:
    for item in items:
        for attempt in range(1, item.span + 1):
            yield SlotView(
                slot=Slot(item.id, attempt),
                title=item.title or item.id,
                attempts=item.span,
                minimum=scaled_text(item.minimum or 0),
                maximum=scaled_text(item.maximum or 0),
                step=None if item.step is None else scaled_text(item.step),
                decimals=item.decimals,
                levels=item.levels,
                counts_plainly=item.factor == 1,
            )


def _card(round_: Round, event_title: str, judge_id: int) -> RoundCard:
    rows = own_rows(round_.id, judge_id)
    entrants = db.session.scalar(sa.select(sa.func.count()).where(RoundEntry.round_id == round_.id))
    locked = sum(1 for entry_id in rows.sheets if rows.sheet(entry_id)[0] in ("locked", "asked"))
    return RoundCard(round_.id, round_.title, event_title, round_.state, entrants or 0, locked)
