"""Photographs and lines of a round's entrants, for those who prepare a ceremony."""

from dataclasses import dataclass

from blueprints.contests.models import Round
from blueprints.contests.queries.board.rows import who
from blueprints.contests.queries.board.views import Who
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.reveal.source import portraits_of
from blueprints.contests.queries.standings import reading


@dataclass(frozen=True)
class PortraitLine:
    """An entrant with what the hall will show. `photo` is the file, or empty."""

    who: Who
    photo: str
    line: str


def portrait_lines(round_: Round) -> list[PortraitLine]:
    """In running order: the list tells nothing of places."""
    known = portraits_of(round_)
    with reading(round_.id, Audience.PUBLIC) as live:
        entries = live.members.entries.values()
        return [
            PortraitLine(
                who(live, entry),
                known[entry.id].photo if entry.id in known else "",
                known[entry.id].line if entry.id in known else "",
            )
            for entry in entries
        ]
