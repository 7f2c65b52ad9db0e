"""From a contest file's JSON to a ``Contest``, or every fault in it at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from scoring.contest import Contest, Entry, Judge, Member
from scoring.contest_file.document import CONTEST
from scoring.contest_file.faults import Faults, Missing
from scoring.contest_file.rounds import RoundReader
from scoring.errors import N_, ContestFileError
from scoring.numbers import exact
from scoring.schemes.model import Scheme
from scoring.schemes.names import is_whole
from scoring.schemes.reading import build_scheme
from scoring.units import UnitRanking

Json = Mapping[str, Any]


def load(document: Any) -> Contest:
    """Check a contest file and build the contest. Raises ``ContestFileError``."""
    faults = Faults()
    normal = CONTEST.read(document, "", faults)
    contest = None if isinstance(normal, Missing) else _Loader(normal, faults).contest()
    if faults.found or contest is None:
        raise ContestFileError(faults.all())
    return contest


class _Loader:
    """Walks a document whose shape has been checked, and follows its references."""

    def __init__(self, normal: Json, faults: Faults) -> None:
        self.normal = normal
        self.faults = faults

    def contest(self) -> Contest:
        zones, events = self.ids("zones"), self.ids("events")
        units = self.ids("units")
        self._refers("units", "zone", zones)
        self._refers("judges", "unit", units)
        self._refers("entries", "unit", units)
        self._refers("entries", "zone", zones)
        judges = {name: _judge(one) for name, one in self._named("judges")}
        entries = {name: _entry(one, self._unit_zones()) for name, one in self._named("entries")}
        self._check_members(entries)
        schemes = self._schemes()
        reader = RoundReader(self.faults, entries, judges, schemes, events, zones)
        rounds = [
            reader.read(one, f"rounds[{n}]")
            for n, one in self.each("rounds")
            if isinstance(one.get("id"), str)
        ]
        self.ids("rounds")
        return Contest(
            title=str(self.normal.get("title")),
            entries=entries,
            judges=judges,
            schemes={name: scheme for name, scheme in schemes.items() if scheme is not None},
            rounds=tuple(one for one in rounds if one is not None),
            unit_rankings=tuple(self._unit_rankings()),
            document=self.normal,
        )

    def each(self, key: str) -> Iterable[tuple[int, Json]]:
        given = self.normal.get(key)
        for number, one in enumerate(given if isinstance(given, list) else []):
            if isinstance(one, dict):
                yield number, one

    def ids(self, key: str) -> set[str]:
        """The ids of a section; an id that is used twice is a fault."""
        found: set[str] = set()
        for number, one in self.each(key):
            name = one.get("id")
            if name in found:
                path = f"{key}[{number}].id"
                self.faults.add(path, N_("“{name}” is used twice"), name=name)
            elif isinstance(name, str):
                found.add(name)
        return found

    def _named(self, key: str) -> Iterable[tuple[str, Json]]:
        self.ids(key)
        for _number, one in self.each(key):
            if isinstance(one.get("id"), str):
                yield one["id"], one

    def _refers(self, key: str, field: str, known: set[str]) -> None:
        for number, one in self.each(key):
            name = one.get(field)
            if isinstance(name, str) and name not in known:
                path = f"{key}[{number}].{field}"
                self.faults.add(
                    path, N_("“{name}” is not in {section}"), name=name, section=f"{field}s"
                )

    def _unit_zones(self) -> dict[str, str]:
        units = [one for _n, one in self.each("units") if is_whole(one)]
        return {one["id"]: one["zone"] for one in units if "zone" in one}

    def _check_members(self, entries: Mapping[str, Entry]) -> None:
        for number, one in self.each("entries"):
            given = one.get("members")
            for position, member in enumerate(given if isinstance(given, list) else []):
                name = member.get("entry") if isinstance(member, dict) else None
                if isinstance(name, str) and (name not in entries or name == one.get("id")):
                    path = f"entries[{number}].members[{position}].entry"
                    self.faults.add(path, N_("“{name}” is not another entry"), name=name)

    def _schemes(self) -> dict[str, Scheme | None]:
        self.ids("schemes")
        return {
            one["id"]: build_scheme(one, f"schemes[{number}]", self.faults)
            for number, one in self.each("schemes")
            if isinstance(one.get("id"), str)
        }

    def _unit_rankings(self) -> Iterable[UnitRanking]:
        self.ids("unit_rankings")
        rounds = {one.get("id") for _n, one in self.each("rounds")}
        for number, one in self.each("unit_rankings"):
            if not is_whole(one):
                continue
            for position, name in enumerate(one["rounds"]):
                if name not in rounds:
                    path = f"unit_rankings[{number}].rounds[{position}]"
                    self.faults.add(
                        path, N_("“{name}” is not in {section}"), name=name, section="rounds"
                    )
            yield UnitRanking(
                id=one["id"],
                title=one.get("title", ""),
                rounds=tuple(one["rounds"]),
                points=tuple(exact(points) for points in one["points"]),
                taking_part=exact(one["taking_part"]) if "taking_part" in one else Fraction(0),
                best=one.get("best"),
            )


def _judge(one: Json) -> Judge:
    return Judge(one["id"], _text(one, "name") or "", _text(one, "unit"))


def _entry(one: Json, unit_zones: Mapping[str, str]) -> Entry:
    """An entry; without a zone of its own it belongs to its unit's."""
    unit = _text(one, "unit")
    zone = _text(one, "zone") or unit_zones.get(unit or "")
    given = one.get("members")
    members = given if isinstance(given, list) else []
    return Entry(
        id=one["id"],
        name=_text(one, "name") or "",
        unit=unit,
        zone=zone,
        members=tuple(Member(m["name"], m.get("entry")) for m in members if is_whole(m)),
    )


def _text(one: Json, key: str) -> str | None:
    value = one.get(key)
    return value if isinstance(value, str) else None
