"""What the announcer sees: who is on stage, who is next, what to read out, prizes in order.

Figures are those of the hall: read with the public's eyes, so that nothing released later, or
behind a freeze, can slip out by being read aloud. The desk may open the announcer's eyes.
"""

from dataclasses import dataclass

import sqlalchemy as sa

from blueprints.contests.models import (
    AnnouncerNote,
    Entry,
    EntryPortrait,
    Round,
    RoundState,
)
from blueprints.contests.queries.desk.lines import RUNNING, label_of
from blueprints.contests.queries.eyes import sees_all
from blueprints.contests.queries.facts import EntryFacts, Freeze, RoundFacts
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.standings import LiveRound, reading
from store import db

SETTLED = (RoundState.CONFIRMED, RoundState.PUBLISHED)


@dataclass(frozen=True)
class Card:
    """An entrant as read out. Name, unit and the rest are empty while names are hidden."""

    label: str
    name: str
    unit: str
    station: str
    position: int
    pronunciation: str
    line: str


@dataclass(frozen=True)
class Spoken:
    """A result that may be read out. `final` once it is published; else it stands so far."""

    card: Card
    status: str
    total: str
    place: int | None
    tied: bool
    final: bool


@dataclass(frozen=True)
class PrizeCall:
    """A prize with its winners, in the order in which prizes are read out: the first one last."""

    title: str
    winners: tuple[Card, ...]


@dataclass(frozen=True)
class AnnouncerView:
    """The announcer's page. `seq` and `epoch` say at which place of the ledger."""

    round_id: int
    contest: str
    event: str
    title: str
    state: str
    names_hidden: bool
    sees_all: bool
    freeze: Freeze | None
    on_stage: Card | None
    upcoming: Card | None
    entries: int
    spoken: Spoken | None
    before: Spoken | None
    prizes: tuple[PrizeCall, ...]
    epoch: int
    seq: int


@dataclass(frozen=True)
class NoteLine:
    """An entrant in the list where pronunciations are written."""

    key: str
    label: str
    name: str
    unit: str
    pronunciation: str


def announcer_view(round_: Round) -> AnnouncerView:
    """The page as it is now."""
    audience = Audience.DESK if sees_all(round_) else Audience.PUBLIC
    order, stage, facts = _stage(round_)
    cards = _Cards(round_, hidden=facts.names_hidden)
    at = [entry.id for entry in order].index(stage.id) if stage else -1
    upcoming = order[at + 1] if at + 1 < len(order) else None
    with reading(round_.id, audience) as live:
        spoken = _spoken(live, cards, stage, audience) if stage else None
        earlier = order[at - 1] if at > 0 and not spoken else None
        before = _spoken(live, cards, earlier, audience) if earlier else None
        prizes = _prizes(live, cards, audience)
    running = facts.state in RUNNING
    return AnnouncerView(
        round_id=facts.id,
        contest=facts.contest_title,
        event=facts.event_title,
        title=facts.title,
        state=facts.state,
        names_hidden=facts.names_hidden,
        sees_all=audience is Audience.DESK,
        freeze=facts.freeze,
        on_stage=cards.of(stage) if stage and running else None,
        upcoming=cards.of(upcoming) if upcoming and running else None,
        entries=len(order),
        spoken=spoken if running else None,
        before=before if running else None,
        prizes=prizes,
        epoch=facts.epoch,
        seq=facts.seq,
    )


def notes_of(round_: Round) -> list[NoteLine]:
    """Everybody in running order, with how the name is read."""
    order, _stage_entry, _facts = _stage(round_)
    cards = _Cards(round_, hidden=False)
    return [
        NoteLine(entry.key, label_of(entry), entry.name, entry.unit, cards.of(entry).pronunciation)
        for entry in order
    ]


def _stage(round_: Round) -> tuple[list[EntryFacts], EntryFacts | None, RoundFacts]:
    """The running order and who is on stage: the hall sees them too, freeze or not."""
    with reading(round_.id, Audience.DESK) as live:
        order = list(live.members.entries.values())
        return order, live.members.entries.get(live.facts.on_stage_id or 0), live.facts


class _Cards:
    """Makes cards; notes and lines are read once for all."""

    def __init__(self, round_: Round, *, hidden: bool) -> None:
        self._hidden = hidden
        self._notes = {} if hidden else _texts(AnnouncerNote, "pronunciation", round_)
        self._lines = {} if hidden else _texts(EntryPortrait, "line", round_)

    def of(self, entry: EntryFacts) -> Card:
        return Card(
            label=label_of(entry),
            name="" if self._hidden else entry.name,
            unit="" if self._hidden else entry.unit,
            station=entry.station,
            position=entry.position,
            pronunciation=self._notes.get(entry.id, ""),
            line=self._lines.get(entry.id, ""),
        )


def _texts(
    model: type[AnnouncerNote] | type[EntryPortrait], name: str, round_: Round
) -> dict[int, str]:
    rows = db.session.execute(
        sa.select(model.entry_id, getattr(model, name))
        .join(Entry, Entry.id == model.entry_id)
        .where(Entry.event_id == round_.event_id)
    )
    return {entry_id: text for entry_id, text in rows if text}


def _spoken(live: LiveRound, cards: _Cards, entry: EntryFacts, audience: Audience) -> Spoken | None:
    """The entrant's result, if this audience may know it and nothing is missing."""
    row = live.standings(audience).row(entry.ref)
    if row.status in ("incomplete", "waiting"):
        return None
    card, final = cards.of(entry), live.facts.is_published
    return Spoken(card, row.status, row.total or "", row.place, row.tied, final)


def _prizes(live: LiveRound, cards: _Cards, audience: Audience) -> tuple[PrizeCall, ...]:
    """The lowest prize first. For the hall's eyes when they are confirmed."""
    facts = live.facts
    may_know = audience is Audience.DESK and facts.state in SETTLED
    if not may_know and (facts.is_cut or facts.prizes_confirmed_at is None):
        return ()
    by_ref = {entry.ref: entry for entry in live.members.entries.values()}
    return tuple(
        PrizeCall(award.title or award.prize, tuple(cards.of(by_ref[ref]) for ref in award.entries))
        for award in reversed(live.standings(audience).prizes)
        if award.entries
    )
