"""What has to be looked at before a round takes a step: shown where the step is confirmed."""

from dataclasses import dataclass

from flask_babel import gettext as _

from blueprints.contests.models import Round
from blueprints.contests.queries.desk.lines import Lines
from blueprints.contests.queries.desk.slots import slots_of
from blueprints.contests.queries.facts import EntryFacts
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.ledger import full_label
from blueprints.contests.queries.standings import LiveRound, reading
from blueprints.contests.queries.wording import judge_label, status_label

NAMED = 12  # how many entrants a warning names before it only counts


@dataclass(frozen=True)
class Gap:
    """An entrant whose result isn't complete, and what is missing, in words."""

    label: str
    missing: str


@dataclass(frozen=True)
class PrizeLine:
    """A prize and who gets it; `undecided` are tied across its boundary."""

    title: str
    winners: tuple[str, ...]
    undecided: tuple[str, ...]


@dataclass(frozen=True)
class Summary:
    """The round before a step."""

    entries: int
    judges: int
    gaps: tuple[Gap, ...]
    gaps_more: int
    shared: tuple[tuple[int, tuple[str, ...]], ...]
    statuses: tuple[tuple[str, str], ...]
    first: tuple[tuple[int, str, str], ...]
    prizes: tuple[PrizeLine, ...]
    seq: int
    head_hash: str


def summary(round_: Round) -> Summary:
    """What the person who takes the step puts their name to."""
    with reading(round_.id) as live:
        lines = Lines(live, slots_of(round_))
        entries = live.members.entries.values()
        open_ones = [entry for entry in entries if not lines.is_settled(entry)]
        unlocked = [e for e in entries if lines.is_settled(e) and lines.waiting(e)]
        incomplete = [*open_ones, *unlocked]
        return Summary(
            entries=len(live.members.entries),
            judges=len(live.members.judges),
            gaps=tuple(_gap(live, lines, entry) for entry in incomplete[:NAMED]),
            gaps_more=max(0, len(incomplete) - NAMED),
            shared=_shared(live),
            statuses=_statuses(live),
            first=_first(live),
            prizes=_prizes(live),
            seq=live.facts.seq,
            head_hash=live.facts.head_hash,
        )


def _gap(live: LiveRound, lines: Lines, entry: EntryFacts) -> Gap:
    missing = [judge_label(judge.number) for judge in lines.waiting(entry)]
    missing += lines.slots.desk_missing(live.book, entry.id)
    return Gap(_label(live, entry), _(", ").join(missing) or _("an earlier result"))


def _shared(live: LiveRound) -> tuple[tuple[int, tuple[str, ...]], ...]:
    groups: dict[int, list[str]] = {}
    for row in live.standings(Audience.DESK).rows:
        if row.tied and row.place is not None:
            groups.setdefault(row.place, []).append(_named(live, row.entry))
    return tuple((place, tuple(names)) for place, names in groups.items())


def _statuses(live: LiveRound) -> tuple[tuple[str, str], ...]:
    return tuple(
        (_label(live, entry), status_label(live.book.statuses[entry.id]))
        for entry in live.members.entries.values()
        if entry.id in live.book.statuses
    )


def _first(live: LiveRound) -> tuple[tuple[int, str, str], ...]:
    ranked = [row for row in live.standings(Audience.DESK).rows if row.place is not None]
    return tuple(
        (row.place or 0, _named(live, row.entry), row.total or "") for row in ranked[:3]
    )


def _prizes(live: LiveRound) -> tuple[PrizeLine, ...]:
    return tuple(
        PrizeLine(
            award.title or award.prize,
            tuple(_named(live, ref) for ref in award.entries),
            tuple(_named(live, ref) for ref in award.undecided),
        )
        for award in live.standings(Audience.DESK).prizes
    )


def _named(live: LiveRound, ref: str) -> str:
    return _label(live, next(e for e in live.members.entries.values() if e.ref == ref))


def _label(live: LiveRound, entry: EntryFacts) -> str:
    return full_label(entry, live.facts.names_hidden)
