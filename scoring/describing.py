"""A scheme in words, for people: messages that the web layer translates.

The names of parts and items come from the scheme itself and are not translated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from scoring.errors import N_, Message
from scoring.numbers import fraction_text
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
from scoring.parts.panel import PanelPart
from scoring.parts.relative import (
    FinalPlacingsPart,
    PlacePointsPart,
    PlacingsPart,
    StandardisedPart,
    ZScorePart,
)
from scoring.rounding import Rounding
from scoring.schemes.model import Scheme, TieKey


@dataclass(frozen=True, slots=True)
class PartLine:
    """A part's name and what is done for it, in order."""

    id: str
    title: str
    messages: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Description:
    """``ties`` are the steps of the chain; a board joins them with arrows."""

    parts: tuple[PartLine, ...]
    ties: tuple[Message, ...]
    rules: tuple[Message, ...]


def describe(scheme: Scheme) -> Description:
    """The whole scheme in words."""
    lines = tuple(
        PartLine(part.id, part.title or part.id, tuple(describe_part(scheme, part)))
        for part in scheme.parts
    )
    return Description(lines, tuple(_ties(scheme)), tuple(_rules(scheme)))


def describe_part(scheme: Scheme, part: Part) -> Iterable[Message]:
    """What is done for one part, and how it is rounded."""
    yield from _DESCRIBERS[type(part)](scheme, part)
    if part.rounding is not None:
        yield _rounding(part.rounding)


def name_of(scheme: Scheme, ref: str) -> str:
    node = scheme.nodes.get(ref)
    return getattr(node, "title", "") or ref


def _names(scheme: Scheme, refs: Iterable[str]) -> str:
    return " + ".join(name_of(scheme, ref) for ref in refs)


def _rounding(rounding: Rounding) -> Message:
    return Message(_ROUNDED[rounding.mode], {"step": fraction_text(rounding.step)})


def describe_panel(panel: Panel) -> Message:
    """How a panel combines its marks."""
    if panel.method == "trimmed":
        return _trimmed(panel)
    if panel.method == "clip":
        template = N_("marks further than {limit} from the mean are moved there, then averaged")
        return Message(template, {"limit": fraction_text(panel.limit)})
    return Message(_PANELS[panel.method])


def _trimmed(panel: Panel) -> Message:
    params = {"high": panel.high, "low": panel.low}
    if panel.high == panel.low == 1:
        if panel.result == "sum":
            return Message(N_("drop the highest and the lowest mark and add the rest"))
        return Message(N_("drop the highest and the lowest mark and average the rest"))
    if panel.result == "sum":
        return Message(
            N_("drop the {high} highest and {low} lowest marks and add the rest"), params
        )
    return Message(
        N_("drop the {high} highest and {low} lowest marks and average the rest"), params
    )


def _panel(scheme: Scheme, part: Part) -> Iterable[Message]:
    assert isinstance(part, PanelPart)
    if len(part.items) > 1:
        names = _names(scheme, [item.id for item in part.items])
        if part.over == "judge_total":
            yield Message(N_("each judge's marks are added: {items}"), {"items": names})
        else:
            yield Message(N_("item by item: {items}"), {"items": names})
    yield describe_panel(part.panel)


def _sum(scheme: Scheme, part: Part) -> Iterable[Message]:
    assert isinstance(part, SumPart)
    formula = " + ".join(_term(scheme, term) for term in part.terms).replace("+ -", "− ")
    if part.constant:
        formula = f"{fraction_text(part.constant)} + {formula}"
    yield Message(N_("= {formula}"), {"formula": formula})
    if any(term.rounding is not None for term in part.terms):
        yield Message(N_("each product is rounded before it is added"))


def _term(scheme: Scheme, term: Term) -> str:
    name = name_of(scheme, term.ref)
    if term.factor == 1:
        return name
    return f"-{name}" if term.factor == -1 else f"{fraction_text(term.factor)} × {name}"


def _product(scheme: Scheme, part: Part) -> Iterable[Message]:
    assert isinstance(part, ProductPart)
    formula = " × ".join(name_of(scheme, ref) for ref in part.refs)
    if part.constant != 1:
        formula = f"{formula} × {fraction_text(part.constant)}"
    yield Message(N_("= {formula}"), {"formula": formula})


def _deductions(scheme: Scheme, part: Part) -> Iterable[Message]:
    assert isinstance(part, DeductionsPart)
    yield Message(N_("{full} less the deductions"), {"full": fraction_text(part.full)})


def _benchmark(scheme: Scheme, part: Part) -> Iterable[Message]:
    assert isinstance(part, BenchmarkPart)
    params = {
        "baseline": name_of(scheme, part.baseline),
        "target": name_of(scheme, part.target),
        "actual": name_of(scheme, part.actual),
        "full": fraction_text(part.full),
    }
    yield Message(
        N_("({actual} − {baseline}) ÷ ({target} − {baseline}) × {full}"),
        params,
    )
    if part.verified is not None:
        yield Message(N_("counts once it has been verified"))


def _attempts(scheme: Scheme, part: Part) -> Iterable[Message]:
    assert isinstance(part, AttemptsPart)
    rule = part.rule
    name = name_of(scheme, part.ref)
    params = {"name": name, "count": rule.count, "best": rule.best, "worst": rule.worst}
    yield Message(_ATTEMPTS[rule.method], params)


def _carried(scheme: Scheme, part: Part) -> Iterable[Message]:
    assert isinstance(part, CarriedPart)
    yield Message(N_("carried over from the round {round}"), {"round": part.round_id})


def _team(scheme: Scheme, part: Part) -> Iterable[Message]:
    assert isinstance(part, TeamPart)
    params = {"round": part.round_id, "count": part.rule.count}
    if part.rule.method == "best_k":
        yield Message(N_("the best {count} members of the team in the round {round}"), params)
    elif part.rule.method == "mean":
        yield Message(N_("the mean of the team's members in the round {round}"), params)
    else:
        yield Message(N_("the sum of the team's members in the round {round}"), params)


def _placings(scheme: Scheme, part: Part) -> Iterable[Message]:
    yield Message(N_("the majority of the judges' placings decides (Skating System, rules 5–8)"))


def _final_placings(scheme: Scheme, part: Part) -> Iterable[Message]:
    yield Message(N_("the places are added (Skating System, rules 9–11)"))


def _zscore(scheme: Scheme, part: Part) -> Iterable[Message]:
    yield Message(N_("each judge's marks are compared with that judge's own mean (z-score)"))


def _standardised(scheme: Scheme, part: Part) -> Iterable[Message]:
    assert isinstance(part, StandardisedPart)
    params = {"centre": fraction_text(part.centre), "points": fraction_text(part.points)}
    yield Message(N_("standardised: the median is {centre}, a deviation {points} points"), params)


def _place_points(scheme: Scheme, part: Part) -> Iterable[Message]:
    assert isinstance(part, PlacePointsPart)
    points = ", ".join(fraction_text(one) for one in part.points)
    yield Message(
        N_("points for the place in {name}: {points}"),
        {"name": name_of(scheme, part.ref), "points": points},
    )


def _ties(scheme: Scheme) -> Iterable[Message]:
    for tie in scheme.ties:
        yield _tie(scheme, tie)
    yield Message(N_("shared place"))


def _tie(scheme: Scheme, tie: TieKey) -> Message:
    name = name_of(scheme, tie.ref)
    if tie.key == "value" and tie.less_is_better:
        return Message(N_("{name} (less is better)"), {"name": name})
    return Message(_TIES[tie.key], {"name": name})


def _rules(scheme: Scheme) -> Iterable[Message]:
    for line in scheme.pass_lines:
        name = name_of(scheme, line.ref)
        if line.at_least is not None:
            params: dict[str, object] = {"name": name, "line": fraction_text(line.at_least)}
            yield Message(N_("no prize below {line} in {name}"), params)
        elif line.at_most is not None:
            params = {"name": name, "line": fraction_text(line.at_most)}
            yield Message(N_("no prize above {line} in {name}"), params)
    yield Message(_SHARING[scheme.sharing])


_DESCRIBERS: dict[type[Part], Callable[[Scheme, Part], Iterable[Message]]] = {
    PanelPart: _panel,
    SumPart: _sum,
    ProductPart: _product,
    DeductionsPart: _deductions,
    BenchmarkPart: _benchmark,
    AttemptsPart: _attempts,
    CarriedPart: _carried,
    TeamPart: _team,
    PlacingsPart: _placings,
    FinalPlacingsPart: _final_placings,
    ZScorePart: _zscore,
    StandardisedPart: _standardised,
    PlacePointsPart: _place_points,
}
_PANELS = {
    "mean": N_("the mean of all marks"),
    "sum": N_("the sum of all marks"),
    "median": N_("the median of all marks"),
}
_ROUNDED = {
    "half_up": N_("rounded half up to {step}"),
    "half_even": N_("rounded half to even to {step}"),
    "floor": N_("rounded down to {step}"),
    "ceiling": N_("rounded up to {step}"),
}
_ATTEMPTS = {
    "sum": N_("the sum of all attempts: {name}"),
    "mean": N_("the mean of all attempts: {name}"),
    "best": N_("the best attempt: {name}"),
    "last": N_("the last attempt: {name}"),
    "best_k": N_("the best {count} attempts: {name}"),
    "middle": N_("drop the {best} best and {worst} worst attempts: {name}"),
}
_TIES = {
    "value": N_("{name}"),
    "best_attempt": N_("best attempt in {name}"),
    "count_back": N_("best attempt in {name}, then the second best, and so on"),
    "highest_mark": N_("highest single mark in {name}"),
    "tie_break": N_("tie-break"),
    "arbitration": N_("arbitration"),
}
_SHARING = {
    "standard": N_("shared places leave a gap (1, 2, 2, 4)"),
    "dense": N_("shared places leave no gap (1, 2, 2, 3)"),
    "grouped": N_("shared places are written together (1, 2–3, 2–3, 4)"),
}
