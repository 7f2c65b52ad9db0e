"""From lines to places, and from places to who goes on and who gets a prize."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from scoring.advancement import Advanced, Standing, advance
from scoring.contest import Contest, Decision, Round
from scoring.lines import Line
from scoring.prizes import Award, Candidate, award_prizes
from scoring.ranking import Rank, SortKey, grouped_by, ranks, sort_keys
from scoring.readings import Reading
from scoring.results import RoundResult, Row
from scoring.sheets import ScoreSheet
from scoring.ties import TieChain

_DID_NOT_START = ("dns", "forfeit")
_THRESHOLD = "\0threshold"


class Standings:
    """Ranks the lines of one round. Rows that did not change are used again."""

    def __init__(self, round_: Round, contest: Contest) -> None:
        self.round = round_
        self.scheme = round_.scheme
        self.contest = contest
        self._rows: dict[str, tuple[Line, Row]] = {}

    def left_out(self, entry: str, statuses: Mapping[str, str]) -> bool:
        """Whether the entry's status takes it out of the ranking."""
        status = statuses.get(entry)
        return status is not None and self.scheme.statuses.get(status, "unranked") != "ranked"

    def work_out(
        self,
        sheets: Mapping[str, ScoreSheet],
        lines: Mapping[str, Line],
        statuses: Mapping[str, str],
        decisions: Sequence[Decision],
        promoted: tuple[str, ...] | None,
    ) -> RoundResult:
        placed, last = self._who_is_placed(sheets, lines, statuses)
        totals = {entry: lines[entry].total for entry in placed}
        keys = sort_keys(totals, less_is_better=self.scheme.less_is_better)
        chain = TieChain(self.scheme, decisions)
        groups: list[list[str]] = []
        for group in grouped_by(placed, keys):
            groups.extend(chain.part(group, sheets) if len(group) > 1 else [group])
        if last:
            groups.append(last)
        places = ranks(groups, self.scheme.sharing)
        ordered = [entry for group in groups for entry in group]
        unplaced = [entry for entry in sheets if entry not in places]
        rows = tuple(
            self._row(entry, lines[entry], places.get(entry), chain.decided_by.get(entry, ""))
            for entry in (*ordered, *unplaced)
        )
        return RoundResult(
            id=self.round.id,
            rows=rows,
            advanced=self._advanced(rows, lines, statuses, promoted),
            prizes=self._prizes(rows, statuses),
            complete=all(
                line.total.complete or self.left_out(e, statuses) for e, line in lines.items()
            ),
        )

    def _who_is_placed(
        self,
        sheets: Iterable[str],
        lines: Mapping[str, Line],
        statuses: Mapping[str, str],
    ) -> tuple[list[str], list[str]]:
        """Entries ranked by their totals, and those that their status puts last."""
        placed, last = [], []
        for entry in sheets:
            if not self.left_out(entry, statuses):
                total = lines[entry].total
                hidden = total.dnf and self.scheme.statuses.get("dnf") == "unranked"
                if (total.value is not None or total.dnf) and not hidden:
                    placed.append(entry)
            elif self.scheme.statuses.get(statuses[entry]) == "last":
                last.append(entry)
        return placed, last

    def _row(self, entry: str, line: Line, rank: Rank | None, decided_by: str) -> Row:
        place = rank.place if rank else None
        tied = rank.tied if rank else False
        last = rank.last if rank else None
        known = self._rows.get(entry)
        if known is not None and known[0] is line:
            row = known[1]
            if (row.place, row.tied, row.last_place, row.decided_by) == (
                place,
                tied,
                last,
                decided_by,
            ):
                return row
        row = Row(
            entry=entry,
            place=place,
            tied=tied,
            last_place=last,
            total=line.total_text,
            parts=line.parts,
            status=line.status,
            passed=line.passed,
            missing=line.missing,
            notes=line.notes,
            decided_by=decided_by,
            reading=line.total,
        )
        self._rows[entry] = (line, row)
        return row

    def _people(self, of: str, rows: Sequence[Row]) -> int:
        """What a percentage is taken of: all entries, those that started, or those placed."""
        if of == "started":
            return sum(1 for row in rows if row.status not in _DID_NOT_START)
        if of == "ranked":
            return sum(1 for row in rows if row.place is not None)
        return len(rows)

    def _advanced(
        self,
        rows: Sequence[Row],
        lines: Mapping[str, Line],
        statuses: Mapping[str, str],
        promoted: tuple[str, ...] | None,
    ) -> tuple[Advanced, ...]:
        if promoted is not None:
            return tuple(Advanced(entry, certain=True) for entry in promoted)
        rule = self.round.advancement
        if rule is None:
            return ()
        able = [row for row in rows if not self.left_out(row.entry, statuses)]
        settled = rule.method != "score" and all(row.reading.complete for row in able)
        keys = {} if settled else self._bound_keys(able, lines)
        standings = [
            Standing(
                entry=row.entry,
                place=row.place,
                zone=self.contest.zone_of(row.entry),
                now=keys.get(row.entry),
                passed=row.passed,
                complete=row.reading.complete,
                worst=keys.get(f"{row.entry}\0worst"),
                best=keys.get(f"{row.entry}\0best"),
            )
            for row in able
        ]
        return advance(rule, standings, self._people(rule.of, rows), keys.get(_THRESHOLD))

    def _bound_keys(self, rows: Iterable[Row], lines: Mapping[str, Line]) -> dict[str, SortKey]:
        """Sort keys of every total as it is, at worst and at best, in one unit."""
        readings: dict[str, Reading] = {}
        if self.round.advancement is not None:
            readings[_THRESHOLD] = Reading(self.round.advancement.threshold)
        for row in rows:
            line = lines[row.entry]
            readings[row.entry] = line.total
            worst = line.total if line.total.complete else line.worst
            best = line.total if line.total.complete else line.best
            if worst is not None:
                readings[f"{row.entry}\0worst"] = worst
            if best is not None:
                readings[f"{row.entry}\0best"] = best
        return sort_keys(readings, less_is_better=self.scheme.less_is_better)

    def _prizes(self, rows: Sequence[Row], statuses: Mapping[str, str]) -> tuple[Award, ...]:
        rule = self.round.prizes
        if rule is None:
            return ()
        candidates = [
            Candidate(row.entry, row.place, row.reading.value, row.passed)
            for row in rows
            if row.place is not None
            and not row.reading.dnf
            and not self.left_out(row.entry, statuses)
        ]
        less = self.scheme.less_is_better
        return award_prizes(rule, candidates, self._people(rule.of, rows), less_is_better=less)
