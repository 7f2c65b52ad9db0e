"""What a contest file looks like. ``docs/contest-file.md`` explains each key by example."""

from __future__ import annotations

from typing import Any

from scoring import advancement, prizes
from scoring.contest_file.records import ListOf, Record, Table, TextOr, Variant
from scoring.contest_file.shapes import Amount, Choice, Flag, Name, Shape, Text, Whole
from scoring.rounding import MODES
from scoring.schemes.shape import MAX_ATTEMPTS, SCHEME, STATUSES

FORMAT = "guildhall-contest/1"
MAX_ENTRIES = 100_000
MAX_MARKS = 5_000_000
MAX_JUDGES = 10_000

_TITLE = Text(200)
_STAMPS: dict[str, Shape] = {"at": Text(64), "by": Text(200), "note": Text()}
_NAMES = ListOf(Name(), MAX_ENTRIES)

UNIT = Record({"id": Name()}, {"name": _TITLE, "zone": Name(), "note": Text()})
ZONE = Record({"id": Name()}, {"name": _TITLE, "note": Text()})
EVENT = Record({"id": Name()}, {"title": _TITLE, "note": Text()})
JUDGE = Record({"id": Name()}, {"name": _TITLE, "unit": Name(), "note": Text()})
MEMBER = Record({"name": Text(200, 1)}, {"entry": Name(), "note": Text()})
ENTRY = Record(
    {"id": Name()},
    {
        "name": _TITLE,
        "code": Text(32),
        "unit": Name(),
        "zone": Name(),
        "members": ListOf(MEMBER, 100),
        "note": Text(),
    },
)
MARK = Record(
    {"entry": Name(), "item": Name(), "value": TextOr(Text(40), Amount())},
    {
        "judge": Name(),
        "attempt": Whole(1, MAX_ATTEMPTS),
        "version": Whole(1, 1_000_000),
        **_STAMPS,
    },
)
DEDUCTION = Record(
    {"entry": Name(), "points": Amount(at_least="0")},
    {"id": Name(), "part": Name(), "reason": Text(), **_STAMPS},
)
STATUS = Record({"entry": Name(), "status": Choice(STATUSES)}, {"reason": Text(), **_STAMPS})
RECUSAL = Record({"judge": Name()}, {"entry": Name(), "reason": Text(), **_STAMPS})
PANEL_OF_JUDGES = Record(
    {"judges": ListOf(Name(), 1000, 1)},
    {
        "entries": _NAMES,
        "items": ListOf(Name(), 500),
        "attempts": ListOf(Whole(1, MAX_ATTEMPTS), MAX_ATTEMPTS),
        "note": Text(),
    },
)
CARRIED = Record({"round": Name(), "entry": Name(), "value": Amount()}, {"of": Name(), **_STAMPS})
_ORDER = ListOf(TextOr(Name(), ListOf(Name(), 1000, 1)), 1000, 2)
DECISION = Variant(
    "kind",
    {
        "tie_break": Record({"order": _ORDER}, {"reason": Text(), **_STAMPS}),
        "arbitration": Record({"order": _ORDER, "reason": Text(shortest=1)}, _STAMPS),
        "advancement": Record({"entries": _NAMES}, {"reason": Text(), **_STAMPS}),
    },
)
_BOUNDARY = Choice(advancement.BOUNDARIES)
_ADVANCING: dict[str, Shape] = {
    "boundary": _BOUNDARY,
    "only_passed": Flag(),
    "of": Choice(prizes.BASES),
}
ADVANCEMENT = Variant(
    "method",
    {
        "top": Record({"count": Whole(0, MAX_ENTRIES)}, _ADVANCING),
        "percent": Record(
            {"percent": Amount(at_least="0")}, {"rounding": Choice(MODES), **_ADVANCING}
        ),
        "zones": Record({"quotas": Table(Whole(0, MAX_ENTRIES))}, _ADVANCING),
        "score": Record({"threshold": Amount()}, {"only_passed": Flag()}),
    },
)
TIER = Record(
    {"id": Name()},
    {
        "title": _TITLE,
        "count": Whole(0, MAX_ENTRIES),
        "percent": Amount(at_least="0"),
        "minimum": Amount(),
    },
)
PRIZES = Record(
    {"tiers": ListOf(TIER, 50, 1)},
    {
        "rounding": Choice(MODES),
        "of": Choice(prizes.BASES),
        "minimum": Amount(),
        "boundary": Choice(prizes.BOUNDARIES),
        "after_tie": Choice(prizes.AFTER_TIE),
        "band": Amount(at_least="0"),
    },
)
ROUND = Record(
    {"id": Name(), "scheme": Name()},
    {
        "title": _TITLE,
        "event": Name(),
        "entries": _NAMES,
        "advanced_from": Name(),
        "judges": ListOf(Name(), MAX_JUDGES),
        "panels": ListOf(PANEL_OF_JUDGES, 1000),
        "recusals": ListOf(RECUSAL, MAX_ENTRIES),
        "absences": ListOf(RECUSAL, MAX_ENTRIES),
        "marks": ListOf(MARK, MAX_MARKS),
        "deductions": ListOf(DEDUCTION, MAX_ENTRIES),
        "statuses": ListOf(STATUS, MAX_ENTRIES),
        "carried": ListOf(CARRIED, MAX_ENTRIES),
        "decisions": ListOf(DECISION, 1000),
        "advancement": ADVANCEMENT,
        "prizes": PRIZES,
        "note": Text(),
    },
)
UNIT_RANKING = Record(
    {"id": Name(), "rounds": ListOf(Name(), 1000, 1), "points": ListOf(Amount(), 1000, 1)},
    {"title": _TITLE, "taking_part": Amount(), "best": Whole(1, 1000)},
)
CONTEST = Record(
    {
        "format": Choice((FORMAT,)),
        "title": Text(200, 1),
        "schemes": ListOf(SCHEME, 200, 1),
        "rounds": ListOf(ROUND, 500),
    },
    {
        "note": Text(),
        "zones": ListOf(ZONE, 10_000),
        "units": ListOf(UNIT, MAX_ENTRIES),
        "events": ListOf(EVENT, 500),
        "judges": ListOf(JUDGE, MAX_JUDGES),
        "entries": ListOf(ENTRY, MAX_ENTRIES),
        "unit_rankings": ListOf(UNIT_RANKING, 50),
    },
)


def json_schema() -> dict[str, Any]:
    """``contest-file.schema.json``, as the loader's own shapes describe it."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://example.org/guildhall/contest-file.schema.json",
        "title": "Guildhall contest file",
        **CONTEST.schema(),
    }
