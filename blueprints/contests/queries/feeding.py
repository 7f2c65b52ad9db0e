"""Feeding a scorer from a round's book, as much of it as an audience may see."""

from collections.abc import Iterable
from copy import deepcopy
from enum import StrEnum

import scoring
from blueprints.contests.book import Book, MarkKey
from blueprints.contests.models import LedgerKind, LedgerRow, effect_of
from blueprints.contests.models.contest import Release
from blueprints.contests.queries.facts import Members, RoundFacts


class Audience(StrEnum):
    """Who looks: the desk sees every mark, the public what has been released."""

    DESK = "desk"
    PUBLIC = "public"


class ScorerFeed:
    """Keeps one scorer in step with the book for one audience."""

    def __init__(
        self,
        audience: Audience,
        facts: RoundFacts,
        who: Members,
        scorer: scoring.RoundScorer,
    ) -> None:
        self.scorer = scorer
        self._members = who
        self._sees_all = audience is Audience.DESK or facts.is_published
        self._release = facts.release
        self._fed: dict[int, dict[MarkKey, str]] = {}

    def take(self, book: Book, rows: Iterable[LedgerRow]) -> None:
        """Bring the scorer up to the book, which already holds `rows`."""
        touched: dict[int, None] = {}
        for row in rows:
            touched |= dict.fromkeys(self._touched_by(row))
            self._take_ruling(row)
        for entry_id in touched:
            self._sync_marks(book, entry_id)

    def apart(self) -> "ScorerFeed":
        """A copy for what is only tried or shown step by step: nothing of it comes back here."""
        copy = deepcopy(self)
        copy._sees_all = True
        return copy

    @property
    def fed(self) -> dict[MarkKey, str]:
        """Every mark that this audience may see."""
        return {key: value for marks in self._fed.values() for key, value in marks.items()}

    def put(self, key: MarkKey, value: str | None) -> None:
        """Enter one mark of a copy, or take it out."""
        entry, judge = self._members.entries[key.entry_id].ref, self._judge(key)
        if value is None:
            self.scorer.remove_mark(entry, key.item, judge, key.attempt)
        else:
            self.scorer.set_mark(entry, key.item, value, judge, key.attempt)

    def rule(self, row: LedgerRow) -> None:
        """Take one row's ruling into a copy; rows of other kinds do nothing."""
        self._take_ruling(row)

    def _touched_by(self, row: LedgerRow) -> Iterable[int]:
        if row.kind == LedgerKind.RECUSAL and row.entry_id is None:
            return self._members.entries
        return [row.entry_id] if row.entry_id in self._members.entries else []

    def shows(self, book: Book, entry_id: int) -> bool:
        """Whether this audience may see the entry's marks."""
        if self._sees_all or self._release == Release.EACH:
            return True
        return self._release == Release.TOGETHER and self._all_locked(book, entry_id)

    @property
    def shows_rulings(self) -> bool:
        """Statuses, deductions, recusals and decisions; hidden while nothing is released."""
        return self._sees_all or self._release != Release.PUBLISHED

    def _all_locked(self, book: Book, entry_id: int) -> bool:
        return all(
            book.is_locked(entry_id, judge_id)
            for judge_id in self._members.judges
            if not book.excuse(entry_id, judge_id)
        )

    def _sync_marks(self, book: Book, entry_id: int) -> None:
        entry = self._members.entries[entry_id].ref
        fed = self._fed.setdefault(entry_id, {})
        wanted = {}
        if self.shows(book, entry_id):
            wanted = {key: mark.value for key, mark in book.marks_of(entry_id).items()}
        for key in [key for key in fed if key not in wanted]:
            self.scorer.remove_mark(entry, key.item, self._judge(key), key.attempt)
            del fed[key]
        for key, value in wanted.items():
            if fed.get(key) != value:
                self.scorer.set_mark(entry, key.item, value, self._judge(key), key.attempt)
                fed[key] = value

    def _judge(self, key: MarkKey) -> str | None:
        return None if key.judge_id is None else self._members.judges[key.judge_id].ref

    def _take_ruling(self, row: LedgerRow) -> None:
        if not self.shows_rulings:
            return
        handler = _RULINGS.get(effect_of(row))
        if handler is not None:
            handler(self, row)

    def _status(self, row: LedgerRow) -> None:
        status = None if row.value == "ok" else row.value
        self.scorer.set_status(self._entry(row), status)

    def _deduction(self, row: LedgerRow) -> None:
        self.scorer.add_deduction(
            str(row.seq), self._entry(row), row.value or "0", row.item, row.note or ""
        )

    def _withdrawn(self, row: LedgerRow) -> None:
        self.scorer.remove_deduction(str(row.data["deduction"]))

    def _recusal(self, row: LedgerRow) -> None:
        assert row.judge_id is not None
        judge = self._members.judges[row.judge_id].ref
        entry = None if row.entry_id is None else self._entry(row)
        if row.value == "back":
            self.scorer.clear_recusal(judge, entry)
        else:
            self.scorer.set_recusal(judge, entry, row.value or "recused", row.note or "")

    def _decision(self, row: LedgerRow) -> None:
        if row.data["kind"] == "advancement":
            self.scorer.set_promoted(tuple(row.data["entries"]))
            return
        order = tuple((one,) if isinstance(one, str) else tuple(one) for one in row.data["order"])
        self.scorer.add_decision(scoring.Decision(row.data["kind"], order, row.note or ""))

    def _entry(self, row: LedgerRow) -> str:
        assert row.entry_id is not None
        return self._members.entries[row.entry_id].ref


_RULINGS = {
    LedgerKind.STATUS: ScorerFeed._status,
    LedgerKind.DEDUCTION: ScorerFeed._deduction,
    LedgerKind.DEDUCTION_WITHDRAWN: ScorerFeed._withdrawn,
    LedgerKind.RECUSAL: ScorerFeed._recusal,
    LedgerKind.DECISION: ScorerFeed._decision,
}
