"""From the editor's fields to a scheme document. What is wrong in it the engine says."""

from collections.abc import Callable
from typing import Any

from blueprints.contests.scheme_forms.fields import (
    Fields,
    Part,
    decimal_text,
    places,
    without_blanks,
)

STATUSES = ("dns", "dnf", "dq", "forfeit")


def read_form(form: Fields) -> dict[str, Any]:
    """The document as it stands in the form."""
    scheme = Part(form, "scheme")
    items = [_item(Part(form, prefix)) for prefix in places(form, "items")]
    parts: list[dict[str, Any]] = []
    for prefix in places(form, "parts"):
        parts.append(_part(Part(form, prefix), [one["id"] for one in (*items, *parts)]))
    return without_blanks(
        {
            "title": scheme.text("title"),
            "note": scheme.text("note", 500),
            "better": scheme.text("better"),
            "places": scheme.text("places"),
            "total": scheme.text("total"),
            "ties": [tie for p in places(form, "ties") if (tie := _tie(Part(form, p)))],
            "pass": [line for p in places(form, "pass") if (line := _pass(Part(form, p)))],
            "statuses": without_blanks({name: scheme.text(name) for name in STATUSES}),
        }
    ) | {"items": items, "parts": parts}


def _item(given: Part) -> dict[str, Any]:
    kind = given.text("kind")
    item = {
        "id": given.text("id", 64),
        "kind": kind,
        "title": given.text("title"),
        "min": given.number("min"),
        "max": given.number("max"),
        "step": given.number("step"),
        "decimals": given.whole("decimals"),
        "attempts": given.whole("attempts"),
    }
    if kind == "judged":
        levels = given.lines("levels")
        item |= {"factor": given.number("factor"), "spread": given.number("spread")}
        item |= {"levels": levels, "worth": given.number("worth") if levels else ""}
        if levels:  # their number gives range and step
            item |= {"min": "", "max": "", "step": ""}
    else:
        item["default"] = given.number("default")
    return without_blanks(item)


def _part(given: Part, above: list[str]) -> dict[str, Any]:
    kind = given.text("kind")
    common = {
        "id": given.text("id", 64),
        "kind": kind,
        "title": given.text("title"),
        "rounding": _rounding(given, "rounding"),
        "min": given.number("min"),
        "max": given.number("max"),
        "format": given.text("format"),
    }
    read = _READERS.get(kind) if not given.text("kept") else None
    own = read(given, above) if read else given.json("rest")
    return without_blanks(common) | {key: own[key] for key in own if key not in common}


def _rounding(given: Part, name: str) -> dict[str, Any]:
    places_, mode = given.text(f"{name}_places"), given.text(f"{name}_mode") or "half_up"
    if places_ == "step":
        return {"step": given.number(f"{name}_step"), "mode": mode}
    if places_.isascii() and places_.isdigit() and len(places_) == 1:
        return {"places": int(places_), "mode": mode}
    return {}


def _panel(given: Part, _above: list[str]) -> dict[str, Any]:
    method = given.text("method")
    panel: dict[str, Any] = {"method": method, "minimum": given.whole("minimum")}
    if method == "trimmed":
        panel |= {name: given.whole(name) for name in ("low", "high")}
        panel["result"] = given.text("result")
    if method == "clip":
        panel |= {"limit": given.number("limit"), "mean_rounding": _rounding(given, "mean")}
    each = given.text("over") == "each_item"
    rest = without_blanks({"item_rounding": _rounding(given, "item") if each else None})
    over = {"over": "each_item"} if each else {}
    return {"items": given.chosen("items"), "panel": without_blanks(panel), **over, **rest}


def _sum(given: Part, above: list[str]) -> dict[str, Any]:
    rounding, terms = _rounding(given, "product"), []
    for name in above:
        factor = given.number(f"factor-{name}")
        if factor:
            whole = {"of": name, "factor": factor, "rounding": rounding}
            terms.append(name if factor == "1" and not rounding else without_blanks(whole))
    return {"of": terms, **without_blanks({"constant": given.number("constant")})}


def _product(given: Part, _above: list[str]) -> dict[str, Any]:
    rest = without_blanks({"constant": given.number("constant")})
    return {"of": given.chosen("of"), **rest}


def _deductions(given: Part, _above: list[str]) -> dict[str, Any]:
    return {"from": given.number("from") or "0", "of": given.chosen("of")}


def _attempts(given: Part, _above: list[str]) -> dict[str, Any]:
    method = given.text("method")
    rule: dict[str, Any] = {}
    if method == "best_k":
        rule = {"count": given.whole("count"), "result": given.text("result")}
    if method == "middle":
        rule = {name: given.whole(name) for name in ("drop_best", "drop_worst")}
        rule["result"] = given.text("result")
    return {"of": given.text("of", 64), "method": method, **without_blanks(rule)}


def _benchmark(given: Part, _above: list[str]) -> dict[str, Any]:
    names = {name: given.text(name, 64) for name in ("baseline", "target", "actual")}
    verified = without_blanks({"verified": given.text("verified", 64)})
    return {**names, "full": given.number("full") or "100", **verified}


def _carried(given: Part, _above: list[str]) -> dict[str, Any]:
    return {"round": given.text("round", 64), **without_blanks({"of": given.text("of", 64)})}


def _team(given: Part, _above: list[str]) -> dict[str, Any]:
    method = given.text("method")
    count = {"count": given.whole("count")} if method == "best_k" else {}
    return {"round": given.text("round", 64), "method": method, **without_blanks(count)}


def _placings(given: Part, _above: list[str]) -> dict[str, Any]:
    return {"items": given.chosen("items"), **_said(given, "source")}


def _final_placings(given: Part, _above: list[str]) -> dict[str, Any]:
    return {"of": given.chosen("of")}


def _zscore(given: Part, above: list[str]) -> dict[str, Any]:
    rounding = without_blanks({"z_rounding": _rounding(given, "z")})
    return _panel(given, above) | _scale(given) | rounding


def _standardised(given: Part, _above: list[str]) -> dict[str, Any]:
    return {"of": given.text("of", 64), **_scale(given)}


def _place_points(given: Part, _above: list[str]) -> dict[str, Any]:
    points = [decimal_text(one) for one in given.text("points").replace(";", " ").split()]
    own = _said(given, "better", "shared") | without_blanks({"rest": given.number("rest")})
    return {"of": given.text("of", 64), "points": points, **own}


def _scale(given: Part) -> dict[str, Any]:
    numbers = {name: given.number(name) for name in ("centre", "points")}
    return without_blanks(numbers) | _said(given, "deviation")


def _said(given: Part, *names: str) -> dict[str, Any]:
    return without_blanks({name: given.text(name, 16) for name in names})


def _tie(given: Part) -> dict[str, Any]:
    """A tie key as one chooser says it: `value:practical`, `arbitration`."""
    key, _colon, ref = given.text("key", 80).partition(":")
    if not key:
        return {}
    return {"key": key, **without_blanks({"of": ref, "better": given.text("better")})}


def _pass(given: Part) -> dict[str, Any]:
    line = without_blanks(
        {"at_least": given.number("at_least"), "at_most": given.number("at_most")}
    )
    return {"of": given.text("of", 64), **line} if given.text("of", 64) and line else {}


_READERS: dict[str, Callable[[Part, list[str]], dict[str, Any]]] = {
    "panel": _panel,
    "sum": _sum,
    "product": _product,
    "deductions": _deductions,
    "attempts": _attempts,
    "benchmark": _benchmark,
    "carried": _carried,
    "team": _team,
    "placings": _placings,
    "final_placings": _final_placings,
    "zscore": _zscore,
    "standardised": _standardised,
    "place_points": _place_points,
}
KINDS = tuple(_READERS)
