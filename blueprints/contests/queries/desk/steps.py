"""What has to be looked at before a round takes a step: shown where the step is confirmed."""

from dataclasses import dataclass

from flask_babel import gettext as _

from blueprints.contests.models import Round
from blueprints.contests.queries.desk.lines import Lines, label_of
from blueprints.contests.queries.desk.slots import slots_of
from blueprints.contests.queries.facts import EntryFacts
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.ledger import full_label
from blueprints.contests.queries.recusals import open_proposals
from blueprints.contests.queries.setup.checks import judges_needed
from blueprints.contests.queries.signing import Signing, lacking
from blueprints.contests.queries.standings import LiveRound, reading
from blueprints.contests.queries.wording import status_label
from blueprints.contests.rules import judged_items, scheme_of

NAMED = 8  # how many entrants a warning names before it only counts


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
    """The round before a step. With fewer than `judges_needed` no total ever comes out;
    `related` are recusals that were found and wait for a decision, none while names are hidden;
    `unsigned` are judges who would not sign, or whose signature is for an earlier state.
    """

    entries: int
    judges: int
    judges_needed: int
    related: int
    gaps: tuple[Gap, ...]
    gaps_more: int
    not_begun: tuple[str, ...]
    not_begun_more: int
    shared: tuple[tuple[int, tuple[str, ...]], ...]
    statuses: tuple[tuple[str, str], ...]
    first: tuple[tuple[int, str, str], ...]
    prizes: tuple[PrizeLine, ...]
    unsigned: tuple[Signing, ...]
    seq: int
    head_hash: str


def summary(round_: Round) -> Summary:
    """What the person who takes the step puts their name to."""
    unsigned = tuple(lacking(round_))
    with reading(round_.id, Audience.DESK) as live:
        lines = Lines(live, slots_of(round_))
        entries = live.members.entries.values()
        gaps = [e for e in entries if lines.has_begun(e) and _is_open(lines, e)]
        not_begun = [e for e in entries if not lines.has_begun(e)]
        return Summary(
            entries=len(live.members.entries),
            judges=len(live.members.judges),
            judges_needed=judges_needed(scheme_of(round_)) if judged_items(round_) else 0,
            related=0 if live.facts.names_hidden else open_proposals(live, round_),
            gaps=tuple(_gap(live, lines, entry) for entry in gaps[:NAMED]),
            gaps_more=max(0, len(gaps) - NAMED),
            not_begun=tuple(label_of(entry) for entry in not_begun[: 2 * NAMED]),
            not_begun_more=max(0, len(not_begun) - 2 * NAMED),
            shared=_shared(live),
            statuses=_statuses(live),
            first=_first(live),
            prizes=_prizes(live),
            unsigned=unsigned,
            seq=live.facts.seq,
            head_hash=live.facts.head_hash,
        )


def _is_open(lines: Lines, entry: EntryFacts) -> bool:
    """Whether a mark is missing, or a sheet isn't locked although all its marks are there."""
    return not lines.is_settled(entry) or bool(lines.waiting(entry))


def _gap(live: LiveRound, lines: Lines, entry: EntryFacts) -> Gap:
    numbers = [str(judge.number) for judge in lines.waiting(entry)]
    missing = [_("judge %(numbers)s", numbers=_(", ").join(numbers))] if numbers else []
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
    return tuple((row.place or 0, _named(live, row.entry), row.total or "") for row in ranked[:3])


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
