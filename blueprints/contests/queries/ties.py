"""Shared places that a decision could part, and the prizes that wait for one."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from blueprints.contests.models import Round
from blueprints.contests.queries.facts import EntryFacts
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.ledger import full_label
from blueprints.contests.queries.standings import LiveRound, reading
from scoring import Message
from scoring.describing import describe
from scoring.schemes.model import Scheme


@dataclass(frozen=True)
class SharedPlace:
    """Entrants with one place: by (key, label) for a form, by id of the contest file."""

    place: int
    total: str
    entries: tuple[tuple[str, str], ...]
    refs: frozenset[str]


@dataclass(frozen=True)
class WaitingPrize:
    """A prize that nobody of the tied gets until their order is decided; `place` is theirs."""

    title: str
    place: int
    entries: tuple[str, ...]


def tie_words(scheme: Scheme) -> dict[str, Message]:
    """What the engine names `value:practical`, in words."""
    said = describe(scheme).ties
    names = [f"{tie.key}:{tie.ref}" if tie.ref else tie.key for tie in scheme.ties]
    stored = {"tie_break": Message("tie-break"), "arbitration": Message("arbitration")}
    return {**stored, **dict(zip(names, said, strict=False))}


def shared_places(round_: Round) -> list[SharedPlace]:
    """The places of the desk's standings that are shared, from the first on."""
    with reading(round_.id, Audience.DESK) as live:
        return _shared(live)


def is_shared(round_: Round, refs: Iterable[str]) -> bool:
    """Whether these are all who share a place: a decision on others parts nobody."""
    named = frozenset(refs)
    return any(one.refs == named for one in shared_places(round_))


def waiting_prizes(round_: Round) -> list[WaitingPrize]:
    """Prizes that a decision would give. Who is equal by the scheme's band stays equal."""
    with reading(round_.id, Audience.DESK) as live:
        shared, hidden = _shared(live), live.facts.names_hidden
        labels = {one.ref: full_label(one, hidden) for one in live.members.entries.values()}
        return [
            WaitingPrize(
                award.title or award.prize,
                tie.place,
                tuple(labels[ref] for ref in dict.fromkeys(award.undecided)),
            )
            for award in live.standings(Audience.DESK).prizes
            if (tie := _tie_of(shared, award.undecided)) is not None
        ]


def _tie_of(shared: Iterable[SharedPlace], refs: Iterable[str]) -> SharedPlace | None:
    """The shared place of two or more of these entrants."""
    named = set(refs)
    return next((one for one in shared if len(one.refs & named) > 1), None)


def _shared(live: LiveRound) -> list[SharedPlace]:
    by_ref = {entry.ref: entry for entry in live.members.entries.values()}
    groups: dict[int, list[EntryFacts]] = defaultdict(list)
    totals: dict[int, str] = {}
    for row in live.standings(Audience.DESK).rows:
        if row.tied and row.place is not None and not _is_last(live, by_ref[row.entry]):
            groups[row.place].append(by_ref[row.entry])
            totals[row.place] = row.total or ""
    hidden = live.facts.names_hidden
    return [
        SharedPlace(
            place,
            totals[place],
            tuple((one.key, full_label(one, hidden)) for one in group),
            frozenset(one.ref for one in group),
        )
        for place, group in sorted(groups.items())
        if len(group) > 1
    ]


def _is_last(live: LiveRound, entry: EntryFacts) -> bool:
    """Whom a status puts behind all others, no decision parts."""
    status = live.book.statuses.get(entry.id, "")
    return live.contest.round(live.facts.ref).scheme.statuses.get(status) == "last"
