"""A scheme tried out: editable sample marks, and what they give at every step.

Nothing is worked out here that the engine doesn't work out: a step's value before its own
rounding is what the engine gives for the same scheme without that rounding.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

import scoring
from blueprints.contests.queries.setup.schemes import SAMPLE_ENTRIES, sample_contest
from blueprints.contests.queries.setup.workings import Working, text_of, workings
from blueprints.contests.queries.ties import tie_words
from blueprints.contests.rules import in_words
from blueprints.contests.scheme_forms.missing import told
from scoring.schemes.model import Scheme
from store.base import canonical_json

MOST_JUDGES, MOST_MARKS = 15, 1500
ID = "sample"


@dataclass(frozen=True)
class TrialMark:
    """A mark of the sample, to be changed. `used`: False once it was dropped."""

    name: str
    label: str
    value: str
    error: str = ""
    used: bool = True


@dataclass(frozen=True)
class TrialItem:
    """What is entered for one item (and attempt)."""

    title: str
    marks: tuple[TrialMark, ...]
    judged: bool


@dataclass(frozen=True)
class TrialStep:
    """A step: what went in, what came out before and after rounding."""

    title: str
    workings: tuple[Working, ...]
    before: str
    value: str
    is_total: bool


@dataclass(frozen=True)
class TrialEntry:
    """One sample entrant: marks, steps, and the place."""

    name: str
    items: tuple[TrialItem, ...]
    steps: tuple[TrialStep, ...]
    total: str
    place: int | None
    tied: bool
    passed: bool
    decided: scoring.Message | None


@dataclass(frozen=True)
class Trial:
    """`faults` are (path, sentence); without any there are the entrants, best first."""

    faults: tuple[tuple[str, str], ...] = ()
    entries: tuple[TrialEntry, ...] = ()
    judges: int = 0
    looks_back: bool = False


def trial(document: dict[str, Any], judges: int, typed: Mapping[str, str]) -> Trial:
    """Read the scheme, mark it with the sample as it was typed over, and follow every step."""
    whole = {**document, "id": ID}
    try:
        scheme = scoring.read_scheme(scoring.loads(canonical_json(whole)))
    except scoring.ScoringInputError as error:
        return Trial(told(whole, error))
    if scheme.looks_back or not scheme.items or _size(scheme, judges) > MOST_MARKS:
        return Trial(looks_back=True)
    contest, wrong = _marked(whole, scheme, judges, typed)
    entries = _entries(whole, scheme, contest, wrong)
    return Trial((), entries, len(contest["judges"]))


def mark_name(mark: Mapping[str, Any]) -> str:
    """How a mark's field is called."""
    parts = (mark["entry"], mark["item"], mark.get("attempt", 1), mark.get("judge", ""))
    return "mark/" + "/".join(map(str, parts))


def _size(scheme: Scheme, judges: int) -> int:
    marks = (item.span * (judges if item.is_judged else 1) for item in scheme.items)
    return sum(marks) * len(SAMPLE_ENTRIES)


def _marked(
    document: dict[str, Any], scheme: Scheme, judges: int, typed: Mapping[str, str]
) -> tuple[dict[str, Any], dict[str, tuple[str, str]]]:
    """The sample contest with what was typed; wrong marks by name as (text, sentence)."""
    contest = sample_contest(document, min(judges, MOST_JUDGES))
    marks, wrong = [], {}
    for mark in contest["rounds"][0]["marks"]:
        name = mark_name(mark)
        text = typed.get(name, mark["value"]).strip()[:40]
        item = scheme.item(mark["item"])
        try:
            if text and item is not None:
                marks.append({**mark, "value": scoring.canonical_mark(item, text)})
        except scoring.MarkError as error:
            wrong[name] = (text, in_words(error))
    contest["rounds"][0]["marks"] = marks
    return contest, wrong


def _entries(
    document: dict[str, Any],
    scheme: Scheme,
    contest: dict[str, Any],
    wrong: dict[str, tuple[str, str]],
) -> tuple[TrialEntry, ...]:
    scorer = _scorer(contest)
    before = dict(_before_rounding(document, contest))
    given = {mark_name(mark): mark["value"] for mark in contest["rounds"][0]["marks"]}
    seats, words = [one["id"] for one in contest["judges"]], tie_words(scheme)
    return tuple(
        TrialEntry(
            name=row.entry,
            items=tuple(_items(scheme, row.entry, seats, given, wrong)),
            steps=tuple(_steps(scheme, scorer, row, before)),
            total=row.total or "–",
            place=row.place,
            tied=row.tied,
            passed=row.passed,
            decided=words.get(row.decided_by),
        )
        for row in scorer.standings().rows
    )


def _scorer(contest: dict[str, Any]) -> scoring.RoundScorer:
    return scoring.scorers(scoring.load(contest))[ID]


def _before_rounding(
    document: dict[str, Any], contest: dict[str, Any]
) -> Iterator[tuple[tuple[str, str], str]]:
    """(entry, step) → its value where only its own rounding is left out."""
    for n, part in enumerate(document["parts"]):
        if "rounding" not in part:
            continue
        parts = [*document["parts"]]
        parts[n] = {key: value for key, value in part.items() if key != "rounding"}
        scorer = _scorer({**contest, "schemes": [{**document, "parts": parts}]})
        for row in scorer.standings().rows:
            yield (row.entry, part["id"]), text_of(row.parts.get(part["id"]))


def _items(
    scheme: Scheme,
    entry: str,
    seats: list[str],
    given: dict[str, str],
    wrong: dict[str, tuple[str, str]],
) -> Iterator[TrialItem]:
    for item in scheme.items:
        for attempt in range(1, item.span + 1):
            title = item.title or item.id
            label = f"{title} {attempt}" if item.span > 1 else title
            fields = [{"entry": entry, "item": item.id, "attempt": attempt}]
            if item.is_judged:
                fields = [{**fields[0], "judge": seat} for seat in seats]
            marks = tuple(
                _field(mark_name(one), str(one.get("judge", "")), given, wrong) for one in fields
            )
            yield TrialItem(label, marks, item.is_judged)


def _field(
    name: str, label: str, given: dict[str, str], wrong: dict[str, tuple[str, str]]
) -> TrialMark:
    text, error = wrong.get(name, (given.get(name, ""), ""))
    return TrialMark(name, label.removeprefix("J"), text, error)


def _steps(
    scheme: Scheme,
    scorer: scoring.RoundScorer,
    row: scoring.Row,
    before: dict[tuple[str, str], str],
) -> Iterator[TrialStep]:
    for part in scheme.parts:
        value = text_of(row.parts.get(part.id))
        if part.id == scheme.total:
            value = row.total or "–"
        exact = before.get((row.entry, part.id), value)
        yield TrialStep(
            part.title or part.id,
            tuple(workings(part, scheme, scorer, row)),
            "" if _same(exact, value) else exact,
            value,
            part.id == scheme.total,
        )


def _same(one: str, other: str) -> bool:
    """Whether only noughts at the end differ: then rounding has changed nothing."""
    try:
        return all(
            Decimal(a) == Decimal(b)
            for a, b in zip(one.split(" · "), other.split(" · "), strict=True)
        )
    except (InvalidOperation, ValueError):
        return one == other
