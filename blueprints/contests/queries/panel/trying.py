"""What would move if: the entrants by name, as far as names may be seen."""

from dataclasses import dataclass

from blueprints.contests.models import Round
from blueprints.contests.queries.desk.lines import label_of
from blueprints.contests.queries.facts import JudgeFacts, members
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.files import contest_file
from blueprints.contests.what_if import Change, Moved, tried


@dataclass(frozen=True)
class MovedLine:
    """An entrant who would move."""

    label: str
    name: str
    moved: Moved


@dataclass(frozen=True)
class WhatIf:
    """What was tried, and what would come of it."""

    change: Change
    judges: tuple[JudgeFacts, ...]
    lines: tuple[MovedLine, ...]

    @property
    def places(self) -> int:
        return sum(line.moved.moves_place for line in self.lines)

    @property
    def short(self) -> int:
        """How many would have no result any more: their places say nothing then."""
        return sum(line.moved.falls_short for line in self.lines)


def what_if(round_: Round, change: Change) -> WhatIf:
    """Try it on a copy. A judge who isn't in the round is left in."""
    who = members(round_.id)
    judges = tuple(who.judges.values())
    if change.without not in {judge.ref for judge in judges}:
        change = Change("", change.method, change.low, change.high)
    if not change.is_any:
        return WhatIf(change, judges, ())
    document = contest_file(round_.contest, Audience.DESK)
    hidden = round_.contest.names_hidden
    by_ref = {entry.ref: entry for entry in who.entries.values()}
    return WhatIf(
        change,
        judges,
        tuple(
            MovedLine(label_of(by_ref[one.entry]), "" if hidden else by_ref[one.entry].name, one)
            for one in tried(document, round_.ref, change)
        ),
    )
