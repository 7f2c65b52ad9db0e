"""From a scheme document to what the editor's page shows. Stands whatever is wrong in it."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from blueprints.contests.scheme_forms.reading import KINDS

SPARE_TIES, SPARE_PASSES = 2, 1
_COMMON = {"id", "kind", "title", "rounding", "min", "max", "format"}


@dataclass(frozen=True)
class Choice:
    """An item or step that later steps may use."""

    id: str
    label: str
    kind: str


@dataclass(frozen=True)
class PartView:
    """A step: its document, what it may use, and its own keys where the form can't show them."""

    document: dict[str, Any]
    editable: bool
    usable: tuple[Choice, ...]  # items and steps above that have a value of their own
    judged: tuple[Choice, ...]
    factors: dict[str, str]
    product_rounding: dict[str, Any]
    rest: str


@dataclass(frozen=True)
class EditorView:
    """The whole form."""

    document: dict[str, Any]
    items: tuple[dict[str, Any], ...]
    parts: tuple[PartView, ...]
    nodes: tuple[Choice, ...]
    ties: tuple[str, ...]
    passes: tuple[dict[str, Any], ...]


def editor_view(document: dict[str, Any]) -> EditorView:
    """What the form shows of a document, with a line or two to spare."""
    items, parts = _nodes(document, "items"), _nodes(document, "parts")
    named = with_names(document)
    choices = [_choice(one) for one in named["items"]]
    usable = [one for one in choices if one.kind != "judged"]
    judged = tuple(one for one in choices if one.kind == "judged")
    views = []
    for part, name in zip(parts, named["parts"], strict=True):
        views.append(_part(part, tuple(usable), judged))
        usable.append(_choice(name))
    return EditorView(
        document,
        tuple(items),
        tuple(views),
        tuple(usable),
        (*map(_tie, _nodes(document, "ties")), *[""] * SPARE_TIES),
        (*_nodes(document, "pass"), *[{}] * SPARE_PASSES),
    )


def with_names(document: dict[str, Any]) -> dict[str, Any]:
    """The document as people read it: whatever has no title yet is called by its number."""

    def named(group: str, words: Callable[[int], str]) -> list[dict[str, Any]]:
        nodes = enumerate(_nodes(document, group), 1)
        return [one if one.get("title") else {**one, "title": words(n)} for n, one in nodes]

    return {
        **document,
        "items": named("items", lambda n: _("Item %(n)d", n=n)),
        "parts": named("parts", lambda n: _("Step %(n)d", n=n)),
    }


def _nodes(document: dict[str, Any], group: str) -> list[dict[str, Any]]:
    found = document.get(group)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _choice(one: dict[str, Any]) -> Choice:
    return Choice(str(one.get("id", "")), str(one["title"]), str(one.get("kind", "")))


def _part(part: dict[str, Any], usable: tuple[Choice, ...], judged: tuple[Choice, ...]) -> PartView:
    factors, rounding, plain = _terms(part)
    rest = {key: value for key, value in part.items() if key not in _COMMON}
    return PartView(
        part,
        part.get("kind") in KINDS and plain,
        usable,
        judged,
        factors,
        rounding,
        json.dumps(rest, ensure_ascii=False),
    )


def _terms(part: dict[str, Any]) -> tuple[dict[str, str], dict[str, Any], bool]:
    """Factors by name and the rounding all products share; False when they differ."""
    if part.get("kind") != "sum" or not isinstance(part.get("of"), Iterable):
        return {}, {}, True
    terms = [{"of": one} if isinstance(one, str) else one for one in part["of"]]
    roundings = [one.get("rounding") or {} for one in terms]
    shared = roundings[0] if roundings else {}
    factors = {str(one.get("of")): str(one.get("factor", "1")) for one in terms}
    alike = all(one == shared for one in roundings) and len(factors) == len(terms)
    return factors, shared, alike


def _tie(one: dict[str, Any]) -> str:
    return f"{one.get('key', '')}:{one['of']}" if one.get("of") else str(one.get("key", ""))
