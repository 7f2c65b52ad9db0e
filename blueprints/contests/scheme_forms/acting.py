"""The editor's buttons that change the form itself: add, remove, move."""

from itertools import count
from typing import Any

from blueprints.contests.scheme_forms.fields import MOST

_FRESH_ITEM: dict[str, dict[str, Any]] = {
    "judged": {"max": "10", "step": "0.5"},
    "measured": {"max": "100"},
    "time": {"decimals": 2},
    "deduction": {},
    "imported": {},
}
_FRESH_PART: dict[str, dict[str, Any]] = {
    "panel": {"items": [], "panel": {"method": "trimmed", "low": 1, "high": 1}},
    "sum": {"of": []},
    "product": {"of": []},
    "deductions": {"from": "100", "of": []},
    "attempts": {"of": "", "method": "best"},
    "benchmark": {"baseline": "", "target": "", "actual": "", "full": "100"},
    "carried": {"round": ""},
    "team": {"round": "", "method": "best_k", "count": 3},
    "placings": {"items": [], "source": "marks"},
    "final_placings": {"of": []},
    "zscore": {"items": [], "panel": {"method": "mean"}},
    "standardised": {"of": ""},
    "place_points": {"of": "", "points": ["10", "8", "6", "5", "4", "3", "2", "1"]},
}


def act(document: dict[str, Any], command: str) -> dict[str, Any]:
    """The document after `add-items:judged`, `remove-parts:1`, `up-parts:2`, `down-items:0`."""
    verb, _dash, rest = command.partition("-")
    group, _colon, what = rest.partition(":")
    if group not in ("items", "parts"):
        return document
    nodes = list(document[group])
    if verb == "add":
        nodes = _added(document, group, nodes, what)
    elif what.isascii() and what.isdigit() and int(what[:4]) < len(nodes):
        nodes = _moved(nodes, verb, int(what))
    return {**document, group: nodes}


def _added(
    document: dict[str, Any], group: str, nodes: list[dict[str, Any]], kind: str
) -> list[dict[str, Any]]:
    fresh = (_FRESH_ITEM if group == "items" else _FRESH_PART).get(kind)
    if fresh is None or len(nodes) >= MOST:
        return nodes
    taken = {one.get("id") for one in (*document["items"], *document["parts"])}
    stem = "item" if group == "items" else "step"
    name = next(f"{stem}{n}" for n in count(1) if f"{stem}{n}" not in taken)
    node = {"id": name, "kind": kind, **fresh}
    if group == "parts":
        node |= {"rounding": {"places": 2, "mode": "half_up"}, **_unused(document, kind)}
    return [*nodes, node]


def _unused(document: dict[str, Any], kind: str) -> dict[str, Any]:
    """A new step takes what no step above has taken, which is what is meant most often."""
    items, parts = document["items"], document["parts"]
    judged = [one["id"] for one in items if one.get("kind") == "judged"]
    used = {ref for part in parts for ref in _refs(part)}
    if kind in ("panel", "placings", "zscore"):
        return {"items": [one for one in judged if one not in used] or judged}
    if kind in ("sum", "product"):
        nodes = [one["id"] for one in (*items, *parts) if one["id"] not in {*judged, *used}]
        return {"of": nodes}
    if kind == "deductions":
        return {"of": [one["id"] for one in items if one.get("kind") == "deduction"]}
    if kind == "final_placings":
        return {"of": [one["id"] for one in parts if one.get("kind") == "placings"]}
    if kind in ("standardised", "place_points", "attempts"):
        return {"of": _last(items, parts)}
    return {}


def _last(items: list[dict[str, Any]], parts: list[dict[str, Any]]) -> str:
    """The step before, or else the last item with a value of its own."""
    valued = [one for one in items if one.get("kind") != "judged"]
    return str(next(reversed([*valued, *parts]), {}).get("id", ""))


def _refs(part: dict[str, Any]) -> list[str]:
    of = part.get("of", ())
    listed = [of] if isinstance(of, str) else of
    named = [one if isinstance(one, str) else str(one.get("of")) for one in listed]
    return [*part.get("items", ()), *named]


def _moved(nodes: list[dict[str, Any]], verb: str, place: int) -> list[dict[str, Any]]:
    node = nodes.pop(place)
    if verb == "up":
        nodes.insert(max(place - 1, 0), node)
    elif verb == "down":
        nodes.insert(place + 1, node)
    elif verb != "remove":
        nodes.insert(place, node)
    return nodes
