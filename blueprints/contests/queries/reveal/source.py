"""From standings to the plain rows that a reveal is worked out from."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from blueprints.contests.models import Entry, EntryPortrait, Round
from blueprints.contests.queries.board.rows import place_of, who
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.results import prizes_by_entry
from blueprints.contests.queries.standings import LiveRound, reading
from blueprints.contests.reveal import Entrant, Standing
from scoring.results import RoundResult
from store import db
from store.base import canonical_json


@dataclass(frozen=True)
class Source:
    """A round's result as a reveal needs it, the best first; `digest` names this very result.

    `tiers` are the prizes, the highest first, with how many get each.
    """

    final: tuple[Standing, ...]
    tiers: tuple[tuple[str, int], ...]
    digest: str


def source_of(round_: Round) -> Source:
    """The result as the desk has it."""
    portraits = portraits_of(round_)
    with reading(round_.id, Audience.DESK) as live:
        result = live.standings(Audience.DESK)
        final = standings(live, result, portraits, prizes_by_entry(live, result, Audience.DESK))
    counts: dict[str, int] = {}
    for award in result.prizes:
        counts[award.title or award.prize] = len(award.entries) or award.count or 0
    rows = [[o.entrant.key, o.place, o.text, o.total, list(o.prizes)] for o in final]
    digest = hashlib.sha256(canonical_json(rows).encode()).hexdigest()
    return Source(final, tuple(counts.items()), digest)


def standings(
    live: LiveRound,
    result: RoundResult,
    portraits: Mapping[int, EntryPortrait],
    prizes: Mapping[str, tuple[str, ...]],
) -> tuple[Standing, ...]:
    """A result's rows with who is behind them, as everybody may know them: codes while blind."""
    entries = {entry.ref: entry for entry in live.members.entries.values()}
    hidden = live.facts.names_hidden
    found = []
    for row in result.rows:
        if row.entry not in entries:
            continue
        shown = who(live, entries[row.entry])
        portrait = None if hidden else portraits.get(entries[row.entry].id)
        found.append(
            Standing(
                entrant=Entrant(
                    key=shown.key,
                    label=shown.label,
                    unit=shown.unit,
                    line=portrait.line if portrait else "",
                    photo=bool(portrait and portrait.photo),
                ),
                place=row.place,
                total=row.total or "",
                text=place_of(row, None).text,
                prizes=prizes.get(row.entry, ()),
            )
        )
    return tuple(found)


def portraits_of(round_: Round) -> dict[int, EntryPortrait]:
    """Photographs and lines by entry."""
    query = sa.select(EntryPortrait).join(Entry, Entry.id == EntryPortrait.entry_id)
    found = db.session.scalars(query.where(Entry.contest_id == round_.contest_id))
    return {one.entry_id: one for one in found}
