"""From a scheme's JSON to a ``Scheme``: every reference is checked on the way.

A broken item or part does not hide the faults of the others: its id stays known, and
whatever refers to it is simply not built.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from scoring.contest_file.faults import Faults, Missing
from scoring.errors import N_, SchemeError
from scoring.numbers import exact, scaled
from scoring.parts.base import Part
from scoring.parts.combining import AttemptsPart
from scoring.parts.panel import PanelPart
from scoring.schemes.items import Item
from scoring.schemes.model import PassLine, Scheme, TieKey
from scoring.schemes.names import Names, is_whole
from scoring.schemes.part_reading import read_part
from scoring.schemes.shape import SCHEME


def read_scheme(document: Any) -> Scheme:
    """A scheme on its own. Raises ``SchemeError`` with every fault."""
    faults = Faults()
    normal = SCHEME.read(document, "", faults)
    scheme = build_scheme(normal, "", faults)
    if faults.found or scheme is None:
        raise SchemeError(faults.all())
    return scheme


def build_scheme(normal: Any, path: str, faults: Faults) -> Scheme | None:
    """A ``Scheme`` out of what ``SCHEME`` has read; None when it cannot be used at all."""
    if isinstance(normal, Missing):
        return None
    return _SchemeBuilder(normal, path, faults).build()


class _SchemeBuilder:
    """Reads items, parts in order, then the rules about the whole."""

    def __init__(self, normal: Mapping[str, Any], path: str, faults: Faults) -> None:
        self.normal = normal
        self.prefix = f"{path}." if path else ""
        self.faults = faults
        self.names = Names(faults)

    def build(self) -> Scheme | None:
        before = len(self.faults.found)
        items = self._items()
        parts = self._parts()
        total = self._total(parts)
        less = self._better(total)
        ties = tuple(self._ties())
        pass_lines = tuple(self._pass_lines())
        if not parts or total is None:
            return None
        statuses = self.normal.get("statuses", {})
        whole = len(self.faults.found) == before and is_whole(self.normal)
        names = self.names
        return Scheme(
            id=_text(self.normal, "id"),
            title=_text(self.normal, "title"),
            items=tuple(items),
            parts=tuple(parts),
            total=total,
            less_is_better=less,
            ties=ties,
            sharing=_text(self.normal, "places") or "standard",
            pass_lines=pass_lines,
            statuses=statuses if isinstance(statuses, dict) else {},
            bounded=names.monotone([total]) and less == names.less_is_better(total),
            document=self.normal if whole else {},
            nodes=self.names.nodes(),
        )

    def _items(self) -> list[Item]:
        items = []
        for path, one in self._each("items"):
            item = _item(one, path, self.faults) if is_whole(one) else None
            if self.names.add(one, path, item) and item is not None:
                items.append(item)
        return items

    def _parts(self) -> list[Part]:
        parts = []
        for path, one in self._each("parts"):
            part = read_part(one, path, self.names) if is_whole(one) else None
            if self.names.add(one, path, part) and part is not None:
                parts.append(part)
        return parts

    def _each(self, key: str) -> Iterable[tuple[str, Mapping[str, Any]]]:
        given = self.normal.get(key)
        for number, one in enumerate(given if isinstance(given, list) else []):
            if isinstance(one, dict):
                yield f"{self.prefix}{key}[{number}]", one

    def _total(self, parts: list[Part]) -> str | None:
        """The id of the part that is the total: the last one unless another is named."""
        name = self.normal.get("total")
        if name is None:
            name = parts[-1].id if parts else None
        if not isinstance(name, str):
            return None
        path = f"{self.prefix}total"
        node = self.names.node(name, path)
        if node is not None and not isinstance(node, Part):
            self.faults.add(path, N_("“{name}” is an item; the total must be a part"), name=name)
            return None
        if node is not None and node.span > 1:
            self.faults.add(
                path, N_("“{name}” has a value for every attempt; combine them first"), name=name
            )
        return name if node is not None else None

    def _better(self, total: str | None) -> bool:
        if self.normal.get("better") in ("more", "less"):
            return bool(self.normal["better"] == "less")
        return total is not None and self.names.less_is_better(total)

    def _ties(self) -> Iterable[TieKey]:
        for path, one in self._each("ties"):
            if not is_whole(one):
                continue
            ref = one.get("of", "")
            if ref and not self._tie_ref_fits(one["key"], ref, f"{path}.of"):
                continue
            less = one.get("better") == "less" if "better" in one else self._ref_less(ref)
            yield TieKey(one["key"], ref, less)

    def _ref_less(self, ref: str) -> bool:
        return bool(ref) and self.names.less_is_better(ref)

    def _tie_ref_fits(self, key: str, ref: str, path: str) -> bool:
        node = self.names.readable(ref, path)
        if node is None:
            return False
        if key in ("best_attempt", "count_back") and not isinstance(node, AttemptsPart):
            self.faults.add(path, N_("“{name}” does not combine attempts"), name=ref)
            return False
        if key == "highest_mark" and not isinstance(node, PanelPart):
            self.faults.add(path, N_("“{name}” is not a part with judges"), name=ref)
            return False
        if node.span > 1:
            self.faults.add(
                path, N_("“{name}” has a value for every attempt; combine them first"), name=ref
            )
        return True

    def _pass_lines(self) -> Iterable[PassLine]:
        for path, one in self._each("pass"):
            if not is_whole(one) or self.names.readable(one["of"], f"{path}.of") is None:
                continue
            if ("at_least" in one) == ("at_most" in one):
                self.faults.add(path, N_("needs either at_least or at_most"))
            yield PassLine(one["of"], _exact(one, "at_least"), _exact(one, "at_most"))


def _item(one: Mapping[str, Any], path: str, faults: Faults) -> Item | None:
    levels = tuple(one.get("levels", ()))
    top = len(levels) - 1
    maximum = scaled(str(top)) if levels else _amount(one, "max")
    minimum = _amount(one, "min") if "min" in one else 0
    step = _amount(one, "step") or (scaled("1") if levels else None)
    if minimum is not None and maximum is not None and minimum >= maximum:
        faults.add(path, N_("min must be less than max"))
    if one["kind"] == "judged" and maximum is None:
        faults.add(path, N_("a judged item needs “max”, the highest mark"))
    if levels and "max" in one and scaled(one["max"]) != maximum:
        faults.add(
            f"{path}.max",
            N_("with {count} levels the highest is {top}"),
            count=len(levels),
            top=top,
        )
    if "worth" in one and not levels:
        faults.add(f"{path}.worth", N_("“worth” is only for items with levels"))
    factor = exact(one.get("factor", "1"))
    if levels and "worth" in one:
        factor = exact(one["worth"]) / top
    return Item(
        id=one["id"],
        title=one.get("title", ""),
        kind=one["kind"],
        minimum=minimum,
        maximum=maximum,
        step=step,
        decimals=one.get("decimals"),
        span=one.get("attempts", 1),
        factor=factor,
        default=_amount({"default": "0", **one} if one["kind"] == "deduction" else one, "default"),
        levels=levels,
        spread=_amount(one, "spread"),
    )


def _amount(one: Mapping[str, Any], key: str) -> int | None:
    return scaled(one[key]) if key in one else None


def _exact(one: Mapping[str, Any], key: str) -> Fraction | None:
    return exact(one[key]) if key in one else None


def _text(one: Mapping[str, Any], key: str) -> str:
    value = one.get(key)
    return value if isinstance(value, str) else ""
