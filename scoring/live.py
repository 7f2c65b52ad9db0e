"""One round, scored mark by mark.

``RoundScorer`` keeps the score sheets of a round. A new mark costs the reading of one sheet
and a new ranking; only where a scheme compares entries with one another is everything
worked out again. The result never depends on the order in which marks came.
"""

from __future__ import annotations

from collections.abc import Mapping

from scoring.contest import Contest, Decision, Deduction, Recusal, Round
from scoring.entering import put_mark, put_marks, take_mark
from scoring.errors import N_, MarkError
from scoring.giving import compared_by_judges, given_by_judges
from scoring.lines import Line, make_line, reading_of
from scoring.numbers import canonical_decimal, exact
from scoring.panels_of_judges import Panels
from scoring.parts.combining import CarriedPart, TeamPart
from scoring.parts.panel import PanelView
from scoring.readings import NOTHING, Reading
from scoring.results import RoundResult
from scoring.roster import Deductions, Recusals
from scoring.schemes.items import Item, canonical_mark
from scoring.schemes.shape import STATUSES
from scoring.sheets import ScoreSheet
from scoring.standings import Standings


def rounds_looked_at(round_: Round) -> set[str]:
    """The rounds whose results this one needs."""
    found = {p.round_id for p in round_.scheme.parts if isinstance(p, CarriedPart | TeamPart)}
    return found | ({round_.advanced_from} if round_.advanced_from else set())


class RoundScorer:
    """The live state of one round.

    ``earlier`` holds the scorers of rounds that this one looks back at (carried totals,
    team members, who advanced); a change there is noticed by itself.
    """

    def __init__(
        self,
        contest: Contest,
        round_id: str,
        earlier: Mapping[str, RoundScorer] | None = None,
    ) -> None:
        self.contest = contest
        self.round: Round = contest.round(round_id)
        self.scheme = self.round.scheme
        links = rounds_looked_at(self.round)
        self.earlier = {name: one for name, one in (earlier or {}).items() if name in links}
        self.version = 0
        self._items = {item.id: item for item in self.scheme.items}
        self._judges = frozenset(self.round.judges)
        self._statuses = dict(self.round.statuses)
        self._deductions = Deductions(self.round.deductions)
        self._recusals = Recusals(self.round.recusals)
        self._decisions = list(self.round.decisions)
        self._promoted = self.round.promoted
        self._assignment = Panels(self.round.panels) if self.round.panels else None
        self._seen_versions: tuple[int, ...] = ()
        self._sheets: dict[str, ScoreSheet] = {}
        self._left: dict[str, ScoreSheet] = {}
        self._lines: dict[str, Line] = {}
        self._dirty: set[str] = set()
        self._result: RoundResult | None = None
        self._standings = Standings(self.round, contest)
        self._open()

    # -- what is entered ---------------------------------------------------------------

    def set_mark(
        self, entry: str, item: str, value: str, judge: str | None = None, attempt: int = 1
    ) -> str:
        """Enter or replace a mark; returns its stored form. Raises ``MarkError``."""
        found = self._checked_item(entry, item, judge, attempt)
        canonical = canonical_mark(found, value)
        put_mark(self._sheets[entry], found, judge, attempt, canonical)
        self._touch(entry)
        return canonical

    def remove_mark(
        self, entry: str, item: str, judge: str | None = None, attempt: int = 1
    ) -> None:
        """Take a mark back; nothing happens when there is none."""
        found = self._checked_item(entry, item, judge, attempt)
        take_mark(self._sheets[entry], found, judge, attempt)
        self._touch(entry)

    def set_status(self, entry: str, status: str | None) -> None:
        """``dns``, ``dnf``, ``dq`` or ``forfeit``; None takes a status back."""
        self._known(entry)
        if status is None:
            self._statuses.pop(entry, None)
        elif status in STATUSES:
            self._statuses[entry] = status
        else:
            raise MarkError(N_("must be one of: {choices}"), choices=", ".join(STATUSES))
        self._touch(entry)

    def add_deduction(
        self, deduction_id: str, entry: str, points: str, part: str | None = None, reason: str = ""
    ) -> None:
        """Take ``points`` off a deductions part, or off the total. The id is the caller's."""
        self._known(entry)
        amount = exact(canonical_decimal(points))
        if amount < 0:
            raise MarkError(N_("must be at least {low}"), low="0")
        moved_from = self._deductions.remove(deduction_id)
        self._deductions.add(Deduction(deduction_id, entry, amount, part, reason))
        self._note_deductions(moved_from)
        self._note_deductions(entry)

    def remove_deduction(self, deduction_id: str) -> None:
        """Take a deduction back; nothing happens when there is none."""
        self._note_deductions(self._deductions.remove(deduction_id))

    def set_recusal(
        self, judge: str, entry: str | None = None, kind: str = "recused", reason: str = ""
    ) -> None:
        """This judge does not mark the entry (None: any entry); marks given don't count."""
        self._recusals.add(Recusal(judge, entry, kind, reason))
        self._seat_judges(entry)

    def clear_recusal(self, judge: str, entry: str | None = None) -> None:
        self._recusals.remove(judge, entry)
        self._seat_judges(entry)

    def add_decision(self, decision: Decision) -> None:
        """A tie-break or an arbitration; the latest that names all the tied counts."""
        self._decisions.append(decision)
        self._changed()

    def set_promoted(self, entries: tuple[str, ...] | None) -> None:
        """Store who goes on, whatever later corrections say; None takes it back."""
        self._promoted = entries
        self._changed()

    # -- what follows from it ----------------------------------------------------------

    def standings(self) -> RoundResult:
        """Everybody's row, who goes on, and the prizes, by the marks so far."""
        self.catch_up()
        if self._result is None:
            self._read_again()
            self._result = self._work_out(self._promoted)
        return self._result

    def would_advance(self) -> tuple[str, ...]:
        """Who goes on by the rule and the marks as they are, whatever was stored before."""
        self.standings()
        return tuple(one.entry for one in self._work_out(None).advanced)

    def _work_out(self, promoted: tuple[str, ...] | None) -> RoundResult:
        state = (self._sheets, self._lines, self._statuses, self._decisions, promoted)
        return self._standings.work_out(*state)

    def entries(self) -> tuple[str, ...]:
        """The entries of this round, in their own order."""
        return tuple(self._sheets)

    def tiles(self, entry: str) -> dict[str, list[PanelView]]:
        """For every judged part what each judge gave, and whether it counted."""
        return given_by_judges(self.scheme.parts, self._sheets[entry])

    def compared(self, entry: str) -> dict[str, list[tuple[str, bool]]]:
        """What judges' marks come to beside those for others, and whether each counted."""
        return compared_by_judges(self.scheme.parts, self._sheets, entry)

    def reading(self, round_id: str, ref: str, entry: str) -> Reading:
        """What an earlier round, or a value carried from outside, says about an entry."""
        outside = self.round.carried.get((round_id, ref, entry))
        if outside is not None:
            return Reading(outside)
        scorer = self.earlier.get(round_id)
        return NOTHING if scorer is None else scorer.value_of(entry, ref)

    def value_of(self, entry: str, ref: str) -> Reading:
        """A part's value for an entry of this round, deductions included; none without a place."""
        self.standings()
        sheet = self._sheets.get(entry)
        status = self._statuses.get(entry)
        if sheet is None or (status and self.scheme.statuses.get(status) != "ranked"):
            return NOTHING
        return reading_of(sheet, self.scheme, ref)

    def catch_up(self) -> None:
        """Start again where a round that this one looks back at has changed."""
        for scorer in self.earlier.values():
            scorer.catch_up()
        versions = tuple(scorer.version for scorer in self.earlier.values())
        if versions == self._seen_versions:
            return
        if self.round.entries is None and tuple(self._sheets) != self._entry_ids():
            self._reseat()
        self._dirty.update(self._sheets)
        self._changed()
        self._seen_versions = tuple(scorer.version for scorer in self.earlier.values())

    # -- keeping the sheets ------------------------------------------------------------

    def _open(self) -> None:
        """Make a sheet for every entry and put the round's marks on it."""
        for name in self._entry_ids():
            entry = self.contest.entries.get(name)
            members = tuple(m.entry for m in entry.members if m.entry) if entry else ()
            self._sheets[name] = ScoreSheet(
                name, self.scheme.nodes, (), members, self._assignment, self
            )
        self._seat_judges(None)
        put_marks(self._sheets, self._items, self.round.marks)
        for name, sheet in self._sheets.items():
            sheet.deductions = self._deductions.by_part(name)

    def _entry_ids(self) -> tuple[str, ...]:
        if self.round.entries is not None:
            return self.round.entries
        source = self.earlier.get(self.round.advanced_from or "")
        if source is None:
            return ()
        return tuple(one.entry for one in source.standings().advanced)

    def _seat_judges(self, entry: str | None) -> None:
        """Who marks whom, after recusals."""
        for name in self._sheets if entry is None else (entry,):
            sheet = self._sheets.get(name)
            if sheet is not None:
                sheet.judges = self._recusals.seated(self.round.judges, name)
                self._touch(name)

    def _note_deductions(self, entry: str | None) -> None:
        sheet = self._sheets.get(entry or "")
        if sheet is not None:
            sheet.deductions = self._deductions.by_part(sheet.entry)
            self._touch(sheet.entry)

    def _known(self, entry: str) -> None:
        if entry not in self._sheets:
            raise MarkError(N_("“{name}” is not in this round"), name=entry)

    def _checked_item(self, entry: str, name: str, judge: str | None, attempt: int) -> Item:
        self._known(entry)
        item = self._items.get(name)
        if item is None:
            raise MarkError(N_("“{name}” is not an item of the scheme"), name=name)
        if not 1 <= attempt <= item.span:
            raise MarkError(N_("there are only {count} attempts"), count=item.span)
        if item.is_judged and judge not in self._judges:
            raise MarkError(N_("“{name}” is not a judge of this round"), name=judge or "")
        return item

    def _touch(self, entry: str) -> None:
        self._dirty.add(entry)
        self._changed()

    def _changed(self) -> None:
        self._result = None
        self.version += 1

    def _reseat(self) -> None:
        """Seat whoever takes part now. Marks of those who left are kept, should they return."""
        self._left.update(self._sheets)
        self._sheets, self._lines, self._dirty = {}, {}, set()
        self._open()
        for name, sheet in self._sheets.items():
            old = self._left.pop(name, None)
            if old is not None:
                sheet.marks, sheet.desk = old.marks, old.desk

    def _read_again(self) -> None:
        """Bring the lines of all touched entries up to date."""
        if self.scheme.relative_parts and self._dirty:
            self._dirty.update(self._sheets)
            self._resolve_relative()
        for entry in self._dirty:
            sheet = self._sheets[entry]
            if not self.scheme.relative_parts:
                sheet.forget_readings()
            self._lines[entry] = make_line(
                sheet,
                self.scheme,
                self._statuses.get(entry),
                self._recusals.of(entry),
                self._deductions.of(entry),
            )
        self._dirty.clear()

    def _resolve_relative(self) -> None:
        left_out = self._standings.left_out
        active = {e: s for e, s in self._sheets.items() if not left_out(e, self._statuses)}
        for sheet in self._sheets.values():
            sheet.forget_readings()
            sheet.relative = {}
        for part in self.scheme.relative_parts:
            for entry, reading in part.resolve(active).items():
                active[entry].relative[part.id] = reading
