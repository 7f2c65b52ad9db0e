"""From a part's JSON to the part. One small reader for every kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, TypedDict

from scoring.errors import N_
from scoring.numbers import exact
from scoring.panels import Panel
from scoring.parts.arithmetic import (
    BenchmarkPart,
    DeductionsPart,
    ProductPart,
    SumPart,
    Term,
)
from scoring.parts.base import Part
from scoring.parts.combining import AttemptsPart, CarriedPart, TeamPart
from scoring.parts.panel import PanelPart, panel_weights
from scoring.parts.relative import (
    FinalPlacingsPart,
    PlacePointsPart,
    PlacingsPart,
    StandardisedPart,
    ZScorePart,
)
from scoring.rounding import Rounding
from scoring.schemes.names import Names
from scoring.schemes.rule_reading import attempt_rule, panel_of, rounding_of

Json = Mapping[str, Any]


class _Common(TypedDict):
    id: str
    title: str
    rounding: Rounding | None
    minimum: Fraction | None
    maximum: Fraction | None
    time_form: str | None


def read_part(one: Json, path: str, names: Names) -> Part | None:
    """The part, or None after a fault about it has been noted."""
    before = len(names.faults.found)
    part = _READERS[one["kind"]](one, path, names)
    return part if len(names.faults.found) == before else None


def _common(one: Json, path: str, names: Names) -> _Common:
    return {
        "id": one["id"],
        "title": one.get("title", ""),
        "rounding": rounding_of(one, "rounding", path, names.faults),
        "minimum": _exact(one, "min"),
        "maximum": _exact(one, "max"),
        "time_form": one.get("format"),
    }


def _exact(one: Json, key: str) -> Fraction | None:
    return exact(one[key]) if key in one else None


def _checked(refs: list[str], path: str, names: Names) -> list[str]:
    return [r for n, r in enumerate(refs) if names.readable(r, f"{path}[{n}]") is not None]


def _panel(one: Json, path: str, names: Names) -> Part:
    return _judged(one, path, names, panel_of(one["panel"], f"{path}.panel", names.faults))


def _judged(one: Json, path: str, names: Names, panel: Panel) -> PanelPart:
    items = names.judged_items(one["items"], f"{path}.items")
    weights, unit = panel_weights(items)
    return PanelPart(
        **_common(one, path, names),
        span=names.span(one["items"], f"{path}.items"),
        items=tuple(items),
        panel=panel,
        over=one.get("over", "judge_total"),
        item_rounding=rounding_of(one, "item_rounding", path, names.faults),
        weights=weights,
        unit=unit,
    )


def _sum(one: Json, path: str, names: Names) -> Part:
    terms = []
    for number, given in enumerate(one["of"]):
        where = f"{path}.of[{number}]"
        term = {"of": given} if isinstance(given, str) else given
        names.readable(term["of"], where)
        rounding = rounding_of(term, "rounding", where, names.faults)
        terms.append(Term(term["of"], exact(term.get("factor", "1")), rounding))
    refs = [term.ref for term in terms]
    return SumPart(
        **_common(one, path, names),
        span=names.span(refs, f"{path}.of"),
        monotone=names.monotone(refs) and len({names.counts_down(term) for term in terms}) == 1,
        terms=tuple(terms),
        constant=exact(one.get("constant", "0")),
    )


def _product(one: Json, path: str, names: Names) -> Part:
    refs = _checked(one["of"], f"{path}.of", names)
    constant = exact(one.get("constant", "1"))
    return ProductPart(
        **_common(one, path, names),
        span=names.span(refs, f"{path}.of"),
        monotone=names.monotone(refs) and names.never_negative(refs) and constant >= 0,
        refs=tuple(refs),
        constant=constant,
    )


def _deductions(one: Json, path: str, names: Names) -> Part:
    refs = _checked(one["of"], f"{path}.of", names)
    return DeductionsPart(
        **_common(one, path, names),
        span=names.span(refs, f"{path}.of"),
        monotone=names.monotone(refs),
        full=exact(one["from"]),
        refs=tuple(refs),
    )


def _benchmark(one: Json, path: str, names: Names) -> Part:
    keys = [key for key in ("baseline", "target", "actual", "verified") if key in one]
    for key in keys:
        names.readable(one[key], f"{path}.{key}")
    return BenchmarkPart(
        **_common(one, path, names),
        span=names.span([one[key] for key in keys], path),
        monotone=False,
        baseline=one["baseline"],
        target=one["target"],
        actual=one["actual"],
        full=exact(one["full"]),
        verified=one.get("verified"),
    )


def _attempts(one: Json, path: str, names: Names) -> Part:
    inner = names.readable(one["of"], f"{path}.of")
    rule = attempt_rule(one, path, names.less_is_better(one["of"]), names.faults)
    if inner is not None and rule.best + rule.worst >= max(inner.span, 2):
        names.faults.add(path, N_("drops as many attempts as there are"))
    return AttemptsPart(
        **_common(one, path, names),
        monotone=names.monotone([one["of"]]),
        ref=one["of"],
        rule=rule,
    )


def _carried(one: Json, path: str, names: Names) -> Part:
    common = _common(one, path, names)
    return CarriedPart(**common, round_id=one["round"], ref=one.get("of", "total"))


def _team(one: Json, path: str, names: Names) -> Part:
    return TeamPart(
        **_common(one, path, names),
        monotone=False,
        round_id=one["round"],
        ref=one.get("of", "total"),
        rule=attempt_rule(one, path, less=False, faults=names.faults),
    )


_ALONE = Panel("sum")


def _placings(one: Json, path: str, names: Names) -> Part:
    judged = _judged(one, path, names, _ALONE)
    _once(judged, path, names)
    return PlacingsPart(
        **_common(one, path, names),
        monotone=False,
        judged=judged,
        source=one.get("source", "places"),
    )


def _final_placings(one: Json, path: str, names: Names) -> Part:
    dances = []
    for number, name in enumerate(one["of"]):
        node = names.node(name, f"{path}.of[{number}]")
        if isinstance(node, PlacingsPart):
            dances.append(node)
        elif node is not None:
            where = f"{path}.of[{number}]"
            names.faults.add(where, N_("“{name}” is not a part of the kind placings"), name=name)
    return FinalPlacingsPart(**_common(one, path, names), monotone=False, dances=tuple(dances))


def _zscore(one: Json, path: str, names: Names) -> Part:
    judged = _judged(one, path, names, _ALONE)
    _once(judged, path, names)
    panel = panel_of(one.get("panel", {"method": "mean"}), f"{path}.panel", names.faults)
    rounding = rounding_of(one, "z_rounding", path, names.faults)
    return ZScorePart(
        **_common(one, path, names),
        monotone=False,
        judged=judged,
        panel=panel,
        deviation=one.get("deviation", "population"),
        z_rounding=rounding or Rounding.to_places(6),
        centre=exact(one.get("centre", "0")),
        points=exact(one.get("points", "1")),
    )


def _once(judged: PanelPart, path: str, names: Names) -> None:
    if judged.span > 1:
        names.faults.add(path, N_("items of this part may have only one attempt"))


def _standardised(one: Json, path: str, names: Names) -> Part:
    names.readable(one["of"], f"{path}.of")
    return StandardisedPart(
        **_common(one, path, names),
        monotone=False,
        ref=one["of"],
        deviation=one.get("deviation", "population"),
        centre=exact(one.get("centre", "700")),
        points=exact(one.get("points", "50")),
    )


def _place_points(one: Json, path: str, names: Names) -> Part:
    names.readable(one["of"], f"{path}.of")
    less = names.less_is_better(one["of"])
    return PlacePointsPart(
        **_common(one, path, names),
        monotone=False,
        ref=one["of"],
        points=tuple(exact(points) for points in one["points"]),
        rest=exact(one.get("rest", "0")),
        less_is_better=one["better"] == "less" if "better" in one else less,
        shared=one.get("shared", "same"),
    )


_READERS: dict[str, Callable[[Json, str, Names], Part]] = {
    "panel": _panel,
    "sum": _sum,
    "product": _product,
    "deductions": _deductions,
    "benchmark": _benchmark,
    "attempts": _attempts,
    "carried": _carried,
    "team": _team,
    "placings": _placings,
    "final_placings": _final_placings,
    "zscore": _zscore,
    "standardised": _standardised,
    "place_points": _place_points,
}
