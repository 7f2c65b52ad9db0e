"""For a round frozen midway: what the public doesn't know yet, and every board in between."""

from collections.abc import Sequence

import sqlalchemy as sa

from blueprints.contests.models import LedgerRow, Round
from blueprints.contests.queries.desk.slots import item_title
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.reveal.source import portraits_of, standings
from blueprints.contests.queries.standings import reading
from blueprints.contests.reveal import Pending, Standing
from blueprints.contests.rules import scheme_of
from store import db

RULED = ""  # the name of what is no mark: a status, a deduction


class Midway:
    """A frozen round on its way to the result. `rank` is what the resolver asks it for."""

    def __init__(self, round_: Round) -> None:
        self._portraits = portraits_of(round_)
        with reading(round_.id, Audience.PUBLIC) as live:
            self._live = live
            self._feed = live.trial(Audience.PUBLIC)
            public = live.trial(Audience.PUBLIC).fed
            since = round_.frozen_seq or 0 if live.rulings_are_public else 0
        with reading(round_.id, Audience.DESK) as desk:
            marks = desk.trial(Audience.DESK).fed
        self._marks = {
            key: marks.get(key) for key in {*public, *marks} if public.get(key) != marks.get(key)
        }
        self._rows = _rows_since(round_, since)
        self._items = {item.id: (n, item) for n, item in enumerate(scheme_of(round_).items)}
        self._done = 0
        self.pending = self._pending()

    def rank(self, shown: Sequence[Pending]) -> Sequence[Standing]:
        """The board with these shown; each time the same ones first, and some more."""
        for one in shown[self._done :]:
            self._show(one)
        self._done = len(shown)
        if self._done == len(self.pending):
            self._rule(None)
        return standings(self._live, self._feed.scorer.standings(), self._portraits, {})

    def _pending(self) -> list[Pending]:
        """Item by item as the scheme has them; what was ruled comes last."""
        entries = self._live.members.entries
        ordered = sorted(self._marks, key=lambda key: (self._items[key.item][0], key.attempt))
        slots = dict.fromkeys((key.entry_id, key.item, key.attempt) for key in ordered)
        found = [
            Pending(entries[entry].key, _name(item, attempt), self._what(item, attempt))
            for entry, item, attempt in slots
        ]
        ruled = dict.fromkeys(row.entry_id for row in self._rows if row.entry_id in entries)
        return [*found, *(Pending(entries[entry].key, RULED, "") for entry in ruled)]

    def _what(self, item_id: str, attempt: int) -> str:
        item = self._items[item_id][1]
        return item_title(item) if item.span == 1 else f"{item_title(item)} {attempt}"

    def _show(self, one: Pending) -> None:
        entry_id = next(e.id for e in self._live.members.entries.values() if e.key == one.key)
        if one.name == RULED:
            self._rule(entry_id)
            return
        for key in self._marks:
            if key.entry_id == entry_id and _name(key.item, key.attempt) == one.name:
                self._feed.put(key, self._marks[key])

    def _rule(self, entry_id: int | None) -> None:
        """Rows about one entry; with None those about several (who won a tie-break)."""
        for row in self._rows:
            if row.entry_id == entry_id:
                self._feed.rule(row)
        self._rows = [row for row in self._rows if row.entry_id != entry_id]


def _name(item: str, attempt: int) -> str:
    return f"{item}/{attempt}"


def _rows_since(round_: Round, since: int) -> list[LedgerRow]:
    kinds = ("status", "deduction", "deduction_withdrawn", "recusal", "decision", "amendment")
    return list(
        db.session.scalars(
            sa.select(LedgerRow)
            .where(
                LedgerRow.round_id == round_.id,
                LedgerRow.seq > since,
                LedgerRow.kind.in_(kinds),
            )
            .order_by(LedgerRow.seq)
        )
    )
