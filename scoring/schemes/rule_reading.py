"""The small rules inside a part: rounding points, panels, and attempts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scoring.attempts import AttemptRule
from scoring.contest_file.faults import Faults
from scoring.errors import N_
from scoring.numbers import exact
from scoring.panels import Panel
from scoring.rounding import Rounding

Json = Mapping[str, Any]


def rounding_of(one: Json, key: str, path: str, faults: Faults) -> Rounding | None:
    """A rounding point: ``{"places": 2, "mode": "half_up"}`` or ``{"step": "0.5"}``."""
    given = one.get(key)
    if given is None:
        return None
    if ("places" in given) == ("step" in given):
        faults.add(f"{path}.{key}", N_("needs either places or step"))
        return None
    mode = given.get("mode", "half_up")
    if "step" in given:
        return Rounding.to_step(exact(given["step"]), mode)
    return Rounding.to_places(given["places"], mode)


def panel_of(given: Json, path: str, faults: Faults) -> Panel:
    """The panel rule; ``minimum`` is at least one more than what is dropped."""
    trimmed = given["method"] == "trimmed"
    low, high = (given.get("low", 1), given.get("high", 1)) if trimmed else (0, 0)
    if not trimmed and ("low" in given or "high" in given):
        faults.add(path, N_("“low” and “high” are only for the method “trimmed”"))
    if given["method"] == "clip" and "limit" not in given:
        faults.add(path, N_("the method “clip” needs “limit”"))
    minimum = given.get("minimum", low + high + 1)
    if minimum <= low + high:
        faults.add(f"{path}.minimum", N_("must be more than the marks that are dropped"))
    return Panel(
        method=given["method"],
        low=low,
        high=high,
        result=given.get("result", "mean"),
        limit=exact(given.get("limit", "0")),
        mean_rounding=rounding_of(given, "mean_rounding", path, faults),
        minimum=minimum,
    )


def attempt_rule(one: Json, path: str, less: bool, faults: Faults) -> AttemptRule:
    method = one.get("method", "sum")
    if method == "best_k" and "count" not in one:
        faults.add(path, N_("the method “best_k” needs “count”"))
    if "better" in one:
        less = one["better"] == "less"
    return AttemptRule(
        method=method,
        less_is_better=less,
        count=one.get("count", 1),
        best=one.get("drop_best", 1 if method == "middle" else 0),
        worst=one.get("drop_worst", 1 if method == "middle" else 0),
        result=one.get("result", "sum" if method == "best_k" else "mean"),
    )
