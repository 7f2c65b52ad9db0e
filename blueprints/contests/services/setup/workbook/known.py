"""What a contest has already: what the rows of a workbook are compared with."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from flask_babel import force_locale
from flask_babel import gettext as _

from blueprints.contests.models import (
    Contest,
    ContestEvent,
    ContestUnit,
    Entry,
    Judge,
    Round,
    RoundEntry,
    RoundState,
    Scheme,
)
from blueprints.contests.rules import rounds_needed
from scoring.presets import PRESETS
from store import db
from web.languages import LANGUAGES


@dataclass
class KnownEvent:
    """An event with the round that takes its entrants: the first that has not begun."""

    title: str
    id: int | None = None  # None: the workbook brings it
    round_id: int | None = None
    has_rounds: bool = False
    places: int = 0  # entrants in that round, and those the workbook adds
    items: tuple[str, ...] = ()  # titles of its judged items
    codes: set[str] = field(default_factory=set)
    names: dict[tuple[str, str], str] = field(default_factory=dict)  # (name, unit) → where

    @property
    def takes_entries(self) -> bool:
        return self.round_id is not None or (self.id is None and not self.has_rounds)


@dataclass
class Known:
    """Events and units by title, seats of judges by (name, unit), schemes by title."""

    events: dict[str, KnownEvent]
    units: dict[str, int | None]  # name → most
    judges: dict[tuple[str, str], int]
    schemes: dict[str, str]  # title → preset, or "own:<id>"
    scheme_labels: list[str]  # the titles as a reader writes them
    entries_of_unit: Counter[str] = field(default_factory=Counter)
    named_units: set[str] = field(default_factory=set)  # on the sheet so far

    def event(self, text: str) -> KnownEvent | None:
        """The event a cell names; an empty cell means the only one there is."""
        if not text and len(self.events) == 1:
            return next(iter(self.events.values()))
        return self.events.get(folded(text))


def folded(text: str) -> str:
    """How titles are compared: without regard to case and blanks."""
    return "".join(text.split()).casefold()


def known_of(contest: Contest) -> Known:
    """Read once for a whole workbook."""
    schemes = scheme_titles(contest.id)
    events = {folded(event.title): _event(event) for event in contest.events}
    counted = _note_entries(contest.id, events)
    units = db.session.execute(
        sa.select(ContestUnit.name, ContestUnit.most).where(ContestUnit.contest_id == contest.id)
    )
    judges = db.session.execute(
        sa.select(Judge.name, Judge.unit, Judge.id).where(Judge.contest_id == contest.id)
    )
    return Known(
        events,
        {row.name: row.most for row in units},
        {(row.name, row.unit): row.id for row in judges},
        schemes,
        scheme_choices(contest.id),
        counted,
    )


def scheme_choices(contest_id: int) -> list[str]:
    """What the column of marking schemes may say, in the reader's language."""
    own = sa.select(Scheme.title).where(Scheme.contest_id == contest_id, Scheme.family != "")
    ready = [_(preset.title) for name, preset in PRESETS.items() if not rounds_needed(name)]
    return [*ready, *dict.fromkeys(db.session.scalars(own.order_by(Scheme.id)))]


def scheme_titles(contest_id: int) -> dict[str, str]:
    """Title in any language → which ready-made or own scheme it is."""
    known = {name: name for name in PRESETS if not rounds_needed(name)}
    for language in LANGUAGES:
        with force_locale(language):
            known |= {folded(_(PRESETS[name].title)): name for name in list(known.values())}
    own = db.session.execute(
        sa.select(Scheme.title, Scheme.id)
        .where(Scheme.contest_id == contest_id, Scheme.family != "")
        .order_by(Scheme.id)
    )
    return known | {folded(row.title): f"own:{row.id}" for row in own}


def judged_titles(document: dict[str, Any]) -> tuple[str, ...]:
    """What judges mark by a scheme: titles, or ids of items without one."""
    items: Iterable[dict[str, Any]] = document.get("items", ())
    return tuple(str(one.get("title") or one["id"]) for one in items if one["kind"] == "judged")


def _event(event: ContestEvent) -> KnownEvent:
    drafts = [one for one in event.rounds if one.state == RoundState.DRAFT]
    first = drafts[0] if drafts else None
    return KnownEvent(
        event.title,
        event.id,
        first.id if first else None,
        has_rounds=bool(event.rounds),
        items=judged_titles(first.scheme.document) if first else (),
    )


def _note_entries(contest_id: int, events: dict[str, KnownEvent]) -> Counter[str]:
    counted: Counter[str] = Counter()
    by_id = {event.id: event for event in events.values()}
    for row in db.session.execute(
        sa.select(Entry.event_id, Entry.code, Entry.name, Entry.unit).where(
            Entry.contest_id == contest_id
        )
    ):
        event = by_id[row.event_id]
        counted[row.unit] += 1
        event.codes |= {row.code} - {""}
        event.names[row.name, row.unit] = _("in the contest already")
    counts = db.session.execute(
        sa.select(RoundEntry.round_id, sa.func.count())
        .join(Round, Round.id == RoundEntry.round_id)
        .where(Round.contest_id == contest_id)
        .group_by(RoundEntry.round_id)
    )
    places = {row[0]: row[1] for row in counts}
    for event in events.values():
        event.places = places.get(event.round_id or 0, 0)
    return counted
