"""A round's rules for prizes and for who goes on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from scoring.advancement import AdvancementRule
from scoring.contest_file.faults import Faults
from scoring.errors import N_
from scoring.numbers import exact
from scoring.prizes import PrizeRule, Tier
from scoring.schemes.names import is_whole

Json = Mapping[str, Any]


class RuleReader:
    """Reads the rules of the round at ``path``."""

    def __init__(self, faults: Faults, path: str) -> None:
        self.faults = faults
        self.path = path

    def advancement(self, one: Any, zones: set[str]) -> AdvancementRule | None:
        """The rule for who goes on; None when there is none or it could not be read."""
        if one is None or not is_whole(one):
            return None
        for name in one.get("quotas", {}):
            if name not in zones:
                path = f"{self.path}.advancement.quotas"
                template = N_("“{name}” is not in {section}")
                self.faults.add(path, template, name=name, section="zones")
        return AdvancementRule(
            method=one["method"],
            count=one.get("count", 0),
            percent=exact(one.get("percent", "0")),
            rounding=one.get("rounding", "floor"),
            quotas=one.get("quotas", {}),
            threshold=exact(one.get("threshold", "0")),
            boundary=one.get("boundary", "extend"),
            only_passed=one.get("only_passed", False),
            of=one.get("of", "entries"),
        )

    def prizes(self, one: Any) -> PrizeRule | None:
        """The rule for prizes; None when there is none or it could not be read."""
        if one is None or not is_whole(one):
            return None
        return PrizeRule(
            tiers=tuple(self._tiers(one["tiers"])),
            rounding=one.get("rounding", "floor"),
            of=one.get("of", "entries"),
            minimum=_exact(one, "minimum"),
            boundary=one.get("boundary", "extend"),
            after_tie=one.get("after_tie", "roll_down"),
            band=_exact(one, "band"),
        )

    def _tiers(self, tiers: Iterable[Json]) -> Iterable[Tier]:
        seen: set[str] = set()
        for number, one in enumerate(tiers):
            path = f"{self.path}.prizes.tiers[{number}]"
            if one["id"] in seen:
                self.faults.add(f"{path}.id", N_("“{name}” is used twice"), name=one["id"])
            seen.add(one["id"])
            given = [key for key in ("count", "percent") if key in one]
            if len(given) > 1 or (not given and "minimum" not in one):
                self.faults.add(path, N_("needs count, percent or minimum"))
            yield Tier(
                one["id"],
                one.get("title", ""),
                one.get("count"),
                _exact(one, "percent"),
                _exact(one, "minimum"),
            )


def _exact(one: Json, key: str) -> Fraction | None:
    return exact(one[key]) if key in one else None
