"""What a scheme looks like in a contest file. ``docs/contest-file.md`` explains each key."""

from __future__ import annotations

from scoring import attempts, panels, ranking
from scoring.contest_file.records import ListOf, Record, TextOr, Variant
from scoring.contest_file.shapes import Amount, Choice, Name, Shape, Text, Whole
from scoring.rounding import MODES
from scoring.times import TIME_FORMATS

MAX_JUDGES_DROPPED = 50
MAX_ATTEMPTS = 100
BETTER = ("more", "less")
STATUSES = ("dns", "dnf", "dq", "forfeit")
STATUS_POLICIES = ("unranked", "last", "ranked")
DEVIATIONS = ("population", "sample")

_TITLE = Text(200)
ROUNDING = Record(
    {},
    {"places": Whole(0, 6), "step": Amount(above="0"), "mode": Choice(MODES)},
)
_DROP = Whole(0, MAX_JUDGES_DROPPED)
PANEL = Record(
    {"method": Choice(panels.METHODS)},
    {
        "low": _DROP,
        "high": _DROP,
        "result": Choice(("mean", "sum")),
        "limit": Amount(at_least="0"),
        "mean_rounding": ROUNDING,
        "minimum": Whole(1, MAX_JUDGES_DROPPED),
    },
)
_BOUNDED: dict[str, Shape] = {"min": Amount(), "max": Amount()}
_ATTEMPTS = Whole(1, MAX_ATTEMPTS)

ITEM = Variant(
    "kind",
    {
        "judged": Record(
            {"id": Name()},
            {
                "title": _TITLE,
                **_BOUNDED,
                "step": Amount(above="0"),
                "decimals": Whole(0, 6),
                "attempts": _ATTEMPTS,
                "factor": Amount(above="0"),
                "levels": ListOf(Text(500), 20, 2),
                "worth": Amount(above="0"),
                "spread": Amount(at_least="0"),
            },
        ),
        **{
            kind: Record(
                {"id": Name()},
                {
                    "title": _TITLE,
                    **_BOUNDED,
                    "step": Amount(above="0"),
                    "decimals": Whole(0, 6),
                    "attempts": _ATTEMPTS,
                    "default": Amount(),
                },
            )
            for kind in ("measured", "time", "deduction", "imported")
        },
    },
)

TERM = Record({"of": Name()}, {"factor": Amount(), "rounding": ROUNDING})
_COMMON: dict[str, Shape] = {
    "title": _TITLE,
    "rounding": ROUNDING,
    **_BOUNDED,
    "format": Choice(TIME_FORMATS),
}
_ITEMS = ListOf(Name(), 200, 1)
_ATTEMPT_RULE: dict[str, Shape] = {
    "better": Choice(BETTER),
    "count": _ATTEMPTS,
    "drop_best": Whole(0, MAX_ATTEMPTS),
    "drop_worst": Whole(0, MAX_ATTEMPTS),
    "result": Choice(("mean", "sum")),
}


def _part(needed: dict[str, Shape], optional: dict[str, Shape] | None = None) -> Record:
    return Record({"id": Name(), **needed}, {**_COMMON, **(optional or {})})


PART = Variant(
    "kind",
    {
        "panel": _part(
            {"items": _ITEMS, "panel": PANEL},
            {"over": Choice(("judge_total", "each_item")), "item_rounding": ROUNDING},
        ),
        "sum": _part({"of": ListOf(TextOr(Name(), TERM), 200, 1)}, {"constant": Amount()}),
        "product": _part({"of": ListOf(Name(), 200, 1)}, {"constant": Amount()}),
        "deductions": _part({"from": Amount(), "of": ListOf(Name(), 200)}),
        "benchmark": _part(
            {"baseline": Name(), "target": Name(), "actual": Name(), "full": Amount(above="0")},
            {"verified": Name()},
        ),
        "attempts": _part(
            {"of": Name(), "method": Choice(attempts.METHODS)},
            _ATTEMPT_RULE,
        ),
        "carried": _part({"round": Name()}, {"of": Name()}),
        "team": _part(
            {"round": Name()},
            {"of": Name(), "method": Choice(("sum", "mean", "best_k")), **_ATTEMPT_RULE},
        ),
        "placings": _part({"items": _ITEMS}, {"source": Choice(("places", "marks"))}),
        "final_placings": _part({"of": ListOf(Name(), 50, 1)}),
        "zscore": _part(
            {"items": _ITEMS},
            {
                "panel": PANEL,
                "deviation": Choice(DEVIATIONS),
                "z_rounding": ROUNDING,
                "centre": Amount(),
                "points": Amount(above="0"),
            },
        ),
        "standardised": _part(
            {"of": Name()},
            {"deviation": Choice(DEVIATIONS), "centre": Amount(), "points": Amount(above="0")},
        ),
        "place_points": _part(
            {"of": Name(), "points": ListOf(Amount(), 1000, 1)},
            {
                "rest": Amount(),
                "better": Choice(BETTER),
                "shared": Choice(("same", "mean")),
            },
        ),
    },
)

TIE = Variant(
    "key",
    {
        "value": Record({"of": Name()}, {"better": Choice(BETTER)}),
        "best_attempt": Record({"of": Name()}, {"better": Choice(BETTER)}),
        "count_back": Record({"of": Name()}, {"better": Choice(BETTER)}),
        "highest_mark": Record({"of": Name()}, {"better": Choice(BETTER)}),
        "tie_break": Record({}, {}),
        "arbitration": Record({}, {}),
    },
)

SCHEME = Record(
    {"id": Name(), "items": ListOf(ITEM, 500), "parts": ListOf(PART, 200, 1)},
    {
        "title": _TITLE,
        "note": Text(),
        "total": Name(),
        "better": Choice(BETTER),
        "ties": ListOf(TIE, 20),
        "places": Choice(ranking.SHARING),
        "pass": ListOf(Record({"of": Name()}, {"at_least": Amount(), "at_most": Amount()}), 50),
        "statuses": Record({}, {status: Choice(STATUS_POLICIES) for status in STATUSES}),
    },
)
