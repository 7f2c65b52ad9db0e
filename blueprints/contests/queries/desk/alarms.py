"""Alarms of the desk: where judges are too far apart, what was settled, what is marked again.

Only ever shown at the desk: nothing here is read by an outlet of the public or of judges.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation

from blueprints.contests.alarms import Finding, Limits, findings, fingerprint
from blueprints.contests.book_judging import Remark, Settled, slots_of
from blueprints.contests.models import JudgingRules, Round
from blueprints.contests.queries.desk.slots import SCALE, Slots, attempts, slot_title
from blueprints.contests.queries.facts import EntryFacts, JudgeFacts
from blueprints.contests.queries.standings import LiveRound
from scoring.schemes.items import Item
from store import db


@dataclass(frozen=True)
class Alarm:
    """Judges are too far apart at one item of an entrant; `judges` are those furthest away."""

    kind: str
    item: str
    attempt: int
    title: str
    figure: str
    judges: tuple[JudgeFacts, ...]
    marks: tuple[tuple[JudgeFacts, str], ...]
    fingerprint: str
    settled: Settled | None

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(judge.number for judge in self.judges)


@dataclass(frozen=True)
class RemarkLine:
    """A judge was asked to mark again: the first mark and the one of now, both kept."""

    judge: JudgeFacts
    title: str
    before: str
    after: str
    reason: str
    at: datetime
    answered: bool


def limits_of(round_: Round) -> dict[str, Limits]:
    """Item → what it lets pass: the round's own limits, else those of the scheme."""
    rules = db.session.get(JudgingRules, round_.id)
    own: Mapping[str, Mapping[str, str]] = rules.limits if rules else {}
    return {item: _limits(found) for item, found in own.items()}


def _limits(found: Mapping[str, str]) -> Limits:
    return Limits(_decimal(found.get("spread")), _decimal(found.get("deviation")))


def _decimal(text: str | None) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None


class Alarms:
    """Finds alarms in a live round; to be used inside `standings.reading()`."""

    def __init__(self, live: LiveRound, slots: Slots) -> None:
        self._live = live
        own = limits_of(slots.round)
        merged = [(item, _merged(item, own.get(item.id, Limits()))) for item in slots.judged]
        self._watched = [(item, limits) for item, limits in merged if limits.are_set]
        self._titles = {item.id: item for item in slots.judged}

    def of(self, entry: EntryFacts) -> tuple[Alarm, ...]:
        """The entrant's alarms, settled ones too."""
        if not self._watched or not self._live.book.marks_of(entry.id):
            return ()
        return tuple(
            self._alarm(entry, item, attempt, marks, finding)
            for item, limits in self._watched
            for attempt in attempts(item)
            for marks in [self._marks(entry, item, attempt)]
            for finding in findings(marks, limits)
        )

    def remarks_of(self, entry: EntryFacts) -> tuple[RemarkLine, ...]:
        """What was asked to be marked again of the entrant, newest requests of each judge."""
        return tuple(
            self._remark(entry, judge, asked)
            for judge in self._live.members.judges.values()
            if (asked := self._live.book.judging.remarks.get((entry.id, judge.id))) is not None
        )

    def _marks(self, entry: EntryFacts, item: Item, attempt: int) -> dict[int, Decimal]:
        """By judge, without those who are excused and what is no figure (DNF)."""
        book = self._live.book
        return {
            key.judge_id: Decimal(mark.value)
            for key, mark in book.marks_of(entry.id).items()
            if key.judge_id is not None
            and (key.item, key.attempt) == (item.id, attempt)
            and not book.excuse(entry.id, key.judge_id)
            and mark.value[:1] != "D"
        }

    def _alarm(
        self,
        entry: EntryFacts,
        item: Item,
        attempt: int,
        marks: Mapping[int, Decimal],
        finding: Finding,
    ) -> Alarm:
        judges = self._live.members.judges
        texts = {judges[judge].ref: format(mark, "f") for judge, mark in marks.items()}
        name = fingerprint(finding.kind, entry.ref, (item.id, attempt), texts)
        return Alarm(
            kind=finding.kind,
            item=item.id,
            attempt=attempt,
            title=slot_title(item, attempt),
            figure=format(finding.figure.normalize(), "f"),
            judges=tuple(one for one in judges.values() if one.id in finding.judges),
            marks=tuple((one, texts[one.ref]) for one in judges.values() if one.ref in texts),
            fingerprint=name,
            settled=self._live.book.judging.settled.get(name),
        )

    def _remark(self, entry: EntryFacts, judge: JudgeFacts, asked: Remark) -> RemarkLine:
        slot = (asked.item, asked.attempt)
        now = slots_of(self._live.book.marks_of(entry.id), judge.id)
        item = self._titles.get(asked.item)
        return RemarkLine(
            judge=judge,
            title=slot_title(item, asked.attempt) if item else asked.item,
            before=asked.before.get(slot, "–"),
            after=now.get(slot, "–"),
            reason=asked.reason,
            at=asked.at,
            answered=asked.answered,
        )


def _merged(item: Item, own: Limits) -> Limits:
    if own.spread is not None or item.spread is None:
        return own
    return Limits(Decimal(item.spread) / SCALE, own.deviation)
