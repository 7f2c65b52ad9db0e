"""What of an entrant's result can be amended, with how it stands now."""

from dataclasses import dataclass

from blueprints.contests.access import entry_by_key
from blueprints.contests.book import Deduction, MarkKey
from blueprints.contests.models import Round
from blueprints.contests.queries.desk.slots import Slots, slot_title, slots_of
from blueprints.contests.queries.facts import EntryFacts
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.ledger import full_label
from blueprints.contests.queries.standings import LiveRound, reading
from blueprints.contests.queries.wording import judge_label
from store import NotFound


@dataclass(frozen=True)
class Target:
    """A value of the sheets. `code` names it in a form: judge (or nought), attempt, item."""

    code: str
    by: str
    title: str
    now: str


@dataclass(frozen=True)
class Amendable:
    """An entrant, with everything that an amendment may change."""

    key: str
    label: str
    targets: tuple[Target, ...]
    status: str
    deductions: tuple[Deduction, ...]


def entrants_of(round_: Round) -> list[tuple[str, str]]:
    """(key, label) of everybody in the round, to choose from."""
    hidden = round_.contest.names_hidden
    with reading(round_.id, Audience.DESK) as live:
        return [(e.key, full_label(e, hidden)) for e in live.members.entries.values()]


def amendable(round_: Round, entry_key: str) -> Amendable:
    """The entrant's values as they stand. NotFound when the entrant isn't in the round."""
    entry_id = entry_by_key(round_.contest_id, entry_key).id
    slots = slots_of(round_)
    with reading(round_.id, Audience.DESK) as live:
        entry = live.members.entries.get(entry_id)
        if entry is None:
            raise NotFound
        return Amendable(
            entry.key,
            full_label(entry, live.facts.names_hidden),
            tuple(_targets(live, slots, entry)),
            live.book.statuses.get(entry.id, "ok"),
            tuple(d for d in live.book.deductions.values() if d.entry_id == entry.id),
        )


def _targets(live: LiveRound, slots: Slots, entry: EntryFacts) -> list[Target]:
    marks = live.book.marks_of(entry.id)
    owed = [
        (judge.id, judge_label(judge.number), item, attempt)
        for judge in live.members.judges.values()
        for item, attempt in slots.of_judge(judge, entry)
    ]
    owed += [(None, "", item, attempt) for item, attempt in slots.of_desk()]
    found = []
    for judge_id, by, item, attempt in owed:
        mark = marks.get(MarkKey(entry.id, judge_id, item.id, attempt))
        code = f"{judge_id or 0}:{attempt}:{item.id}"
        found.append(Target(code, by, slot_title(item, attempt), mark.value if mark else ""))
    return found
