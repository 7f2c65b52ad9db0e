"""A round as one judge sees it. Nothing here reads another judge's row."""

from collections.abc import Iterable

import sqlalchemy as sa

from blueprints.contests.models import ContestEvent, Entry, Round, RoundEntry, RoundJudge
from blueprints.contests.queries.console.own_rows import OwnRows, own_rows
from blueprints.contests.queries.console.views import Console, Entrant, RoundCard, Slot, SlotView
from blueprints.contests.rules import judged_items
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
    seat = db.session.execute(
        sa.select(Round, RoundJudge.items)
        .join(RoundJudge, RoundJudge.round_id == Round.id)
        .where(Round.id == round_id, RoundJudge.judge_id == judge_id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if seat is None:
        raise NotFound
    round_, items = seat
    fold = own_rows(round_id, judge_id)
    entrants = tuple(_entrants(round_, fold))
    on_stage = next((e.key for e in entrants if fold.ids[e.key] == round_.on_stage_id), None)
    return Console(
        round_id=round_.id,
        title=round_.title,
        event_title=round_.event.title,
        state=round_.state,
        seq=round_.seq,
        slots=tuple(_slots(judged_items(round_, items))),
        entrants=entrants,
        on_stage=on_stage,
    )


def version_of(judge_id: int, round_id: int) -> str:
    """Changes whenever `console` of this round would; cheap, for ETags."""
    row = db.session.execute(
        sa.select(Round, RoundJudge.id)
        .join(RoundJudge, RoundJudge.round_id == Round.id)
        .where(Round.id == round_id, RoundJudge.judge_id == judge_id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise NotFound
    round_ = row[0]
    return f"{round_.id}.{round_.epoch}.{round_.seq}.{round_.contest.version}"


def _entrants(round_: Round, fold: OwnRows) -> Iterable[Entrant]:
    rows = db.session.execute(
        sa.select(Entry, RoundEntry.station)
        .join(RoundEntry, RoundEntry.entry_id == Entry.id)
        .where(RoundEntry.round_id == round_.id)
        .order_by(RoundEntry.position, RoundEntry.id)
    )
    hidden = round_.contest.names_hidden
    for position, (entry, station) in enumerate(rows, 1):
        fold.ids[entry.key] = entry.id
        yield _entrant(entry, station, position, hidden, fold)


def _entrant(entry: Entry, station: str, position: int, hidden: bool, fold: OwnRows) -> Entrant:
    sheet, refused, reason = fold.sheet(entry.id)
    name = "" if hidden else entry.name
    return Entrant(
        key=entry.key,
        label=entry.code or name or f"#{position}",
        name=name if entry.code else "",
        unit="" if hidden else entry.unit,
        station=station,
        position=position,
        status=fold.statuses.get(entry.id, "ok"),
        sheet=sheet,
        refused=refused,
        reason=reason,
        marks=dict(fold.marks.get(entry.id, {})),
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
    fold = own_rows(round_.id, judge_id)
    entrants = db.session.scalar(sa.select(sa.func.count()).where(RoundEntry.round_id == round_.id))
    locked = sum(1 for entry_id in fold.sheets if fold.sheet(entry_id)[0] in ("locked", "asked"))
    return RoundCard(round_.id, round_.title, event_title, round_.state, entrants or 0, locked)
