"""The history of a round: its ledger in words, paged, and as rows for an export."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from blueprints.contests.models import LedgerRow, Round
from blueprints.contests.queries.desk.lines import label_of
from blueprints.contests.queries.desk.slots import item_title
from blueprints.contests.queries.facts import EntryFacts, Members, members
from blueprints.contests.queries.wording import Names, actor_label, judge_label, sentence
from blueprints.contests.rules import scheme_of
from store import db
from web.paging import Page, paged

ROWS_PER_PAGE = 100


@dataclass(frozen=True)
class Event:
    """One ledger row in words. `judge` is who marked, `by` who did anything else."""

    seq: int
    at: datetime
    kind: str
    entry: str
    who: str
    text: str
    note: str | None
    hash: str


def history(round_: Round, page: int) -> Page[Event]:
    """The newest rows first, one page of them."""
    names = names_of(round_)
    query = _rows(round_.id).order_by(LedgerRow.seq.desc())
    found = paged(query, page, ROWS_PER_PAGE)
    events = [event_of(row, names) for row in found.items]
    return Page(events, found.number, found.per_page, found.total)


def history_of(round_: Round, entry_id: int) -> list[Event]:
    """Everything about one entrant, newest first."""
    names = names_of(round_)
    query = _rows(round_.id).where(LedgerRow.entry_id == entry_id)
    rows = db.session.scalars(query.order_by(LedgerRow.seq.desc()))
    return [event_of(row, names) for row in rows]


def every_event(round_: Round) -> Iterator[Event]:
    """The whole ledger in order, for an export."""
    names = names_of(round_)
    for row in db.session.scalars(_rows(round_.id).order_by(LedgerRow.seq)):
        yield event_of(row, names)


def event_of(row: LedgerRow, names: Names) -> Event:
    """A row in words. Judges are named by their seat, the desk by the account's name."""
    who = (
        names.judge(row)
        if row.actor.startswith("judge:")
        else actor_label(row.actor, row.actor_name)
    )
    return Event(
        row.seq, row.at, row.kind, names.entry(row), who, sentence(row, names), row.note, row.hash
    )


def names_of(round_: Round) -> Names:
    """How this round's rows name entrants, judges and items; no names while coding is blind."""
    who: Members = members(round_.id)
    hidden = round_.contest.names_hidden
    labels = {entry.id: full_label(entry, hidden) for entry in who.entries.values()}
    return Names(
        entries=labels,
        refs={entry.ref: labels[entry.id] for entry in who.entries.values()},
        judges={judge.id: judge_label(judge.number) for judge in who.judges.values()},
        items={item.id: item_title(item) for item in scheme_of(round_).items},
    )


def full_label(entry: EntryFacts, hidden: bool) -> str:
    """Code and name, or the code alone."""
    return label_of(entry) if hidden else f"{label_of(entry)} {entry.name}"


def _rows(round_id: int) -> sa.Select[Any]:
    return sa.select(LedgerRow).where(LedgerRow.round_id == round_id)
