"""What defends the judging, in figures for the desk: signatures that are missing, and the like."""

from collections.abc import Iterator
from dataclasses import dataclass

from blueprints.contests.models import RoundState
from blueprints.contests.queries.desk.alarms import Alarm, RemarkLine
from blueprints.contests.queries.desk.lines import RUNNING, Lines, label_of
from blueprints.contests.queries.recusals import open_proposals
from blueprints.contests.queries.signing import has_signing, signings_in
from blueprints.contests.queries.standings import LiveRound


@dataclass(frozen=True)
class Watched:
    """An entrant with open alarms, or with marks that are awaited again."""

    key: str
    label: str
    alarms: tuple[Alarm, ...]
    again: tuple[RemarkLine, ...]


@dataclass(frozen=True)
class Care:
    """`unsigned` are the numbers of judges asked to sign now; None where judges don't sign."""

    unsigned: tuple[int, ...] | None
    signed: int
    signers: int
    watched: tuple[Watched, ...]
    related: int  # proposed recusals; none are counted where not everybody may know of them

    @property
    def signature(self) -> str:
        """Changes with what the desk is shown of it."""
        alarms = [f"{one.key}.{len(one.alarms)}.{len(one.again)}" for one in self.watched]
        return f"{self.unsigned}{self.signed}{','.join(alarms)}r{self.related}"

    @property
    def asks_for_signatures(self) -> bool:
        return bool(self.unsigned)


def care_of(live: LiveRound, lines: Lines) -> Care:
    """The figures of a live round; to be used inside `standings.reading()`."""
    unsigned: tuple[int, ...] | None = None
    signed = signers = 0
    if has_signing(lines.slots.round) and live.facts.state != RoundState.DRAFT:
        every = [one for one in signings_in(live, lines.slots) if one.state != "none"]
        signers, signed = len(every), sum(one.state == "signed" for one in every)
        over = live.facts.state not in RUNNING
        unsigned = tuple(
            one.judge.number for one in every if one.is_asked or (over and one.state == "marking")
        )
    hidden = live.facts.names_hidden
    related = 0 if hidden else open_proposals(live, lines.slots.round)
    return Care(unsigned, signed, signers, tuple(_watched(live, lines)), related)


def _watched(live: LiveRound, lines: Lines) -> Iterator[Watched]:
    for entry in live.members.entries.values():
        alarms = tuple(one for one in lines.alarms.of(entry) if not one.settled)
        again = tuple(one for one in lines.alarms.remarks_of(entry) if not one.answered)
        if alarms or again:
            yield Watched(entry.key, label_of(entry), alarms, again)
