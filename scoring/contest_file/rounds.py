"""One round of a contest file: who takes part, who judges, and what was decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from scoring.contest import (
    Decision,
    Deduction,
    Entry,
    Judge,
    PanelOfJudges,
    Recusal,
    Round,
)
from scoring.contest_file.faults import Faults
from scoring.contest_file.marks import MarkReader
from scoring.contest_file.rules import RuleReader
from scoring.errors import N_
from scoring.numbers import exact
from scoring.parts.arithmetic import DeductionsPart
from scoring.parts.combining import CarriedPart, TeamPart
from scoring.schemes.model import Scheme
from scoring.schemes.names import is_whole

Json = Mapping[str, Any]
TOTAL = "total"


class RoundReader:
    """Reads rounds in order; a round may only look back at rounds above it."""

    def __init__(
        self,
        faults: Faults,
        entries: Mapping[str, Entry],
        judges: Mapping[str, Judge],
        schemes: Mapping[str, Scheme | None],
        events: set[str],
        zones: set[str],
    ) -> None:
        self.faults = faults
        self.entries = entries
        self.judges = judges
        self.schemes = schemes
        self.events = events
        self.zones = zones
        self.above: dict[str, Round | None] = {}

    def read(self, one: Json, path: str) -> Round | None:
        round_ = _OneRound(self, one, path).build()
        self.above.setdefault(one["id"], round_)
        return round_


class _OneRound:
    def __init__(self, reader: RoundReader, one: Json, path: str) -> None:
        self.reader = reader
        self.one = one
        self.path = path
        self.faults = reader.faults

    def build(self) -> Round | None:
        scheme = self._scheme()
        self._known(self.one.get("event"), "event", self.reader.events, "events")
        judges = tuple(self._names("judges", self.reader.judges, "judges"))
        entries = self._entries()
        present = set(self.reader.entries if entries is None else entries)
        self.present, self.judge_ids = present, set(judges)
        panels = tuple(self._panels())
        recusals = (*self._recusals("recusals"), *self._recusals("absences"))
        deductions = tuple(self._deductions(scheme))
        statuses = dict(self._statuses())
        decisions, promoted = self._decisions()
        carried = dict(self._carried())
        rules = RuleReader(self.faults, self.path)
        advancement = rules.advancement(self.one.get("advancement"), self.reader.zones)
        prizes = rules.prizes(self.one.get("prizes"))
        if scheme is None:
            return None
        marks = MarkReader(self.faults, scheme, present, self.judge_ids, panels)
        self._check_earlier(scheme, carried)
        return Round(
            id=self.one["id"],
            scheme=scheme,
            title=self.one.get("title", ""),
            event=self.one.get("event"),
            entries=entries,
            advanced_from=self.one.get("advanced_from"),
            judges=judges,
            panels=panels,
            recusals=recusals,
            marks=tuple(marks.read(self._list("marks"), f"{self.path}.marks")),
            deductions=deductions,
            statuses=statuses,
            carried=carried,
            decisions=decisions,
            promoted=promoted,
            advancement=advancement,
            prizes=prizes,
        )

    def _list(self, key: str) -> list[Any]:
        given = self.one.get(key)
        return given if isinstance(given, list) else []

    def _each(self, key: str) -> Iterable[tuple[str, Json]]:
        for number, one in enumerate(self._list(key)):
            if isinstance(one, dict) and is_whole(one):
                yield f"{self.path}.{key}[{number}]", one

    def _known(self, name: Any, key: str, known: Iterable[str], section: str) -> bool:
        if not isinstance(name, str) or name in known:
            return isinstance(name, str)
        path = f"{self.path}.{key}"
        self.faults.add(path, N_("“{name}” is not in {section}"), name=name, section=section)
        return False

    def _scheme(self) -> Scheme | None:
        name = self.one.get("scheme")
        if not self._known(name, "scheme", self.reader.schemes, "schemes"):
            return None
        return self.reader.schemes[str(name)]

    def _names(self, key: str, known: Iterable[str], section: str) -> Iterable[str]:
        seen: set[str] = set()
        for number, name in enumerate(self._list(key)):
            where = f"{key}[{number}]"
            if name in seen:
                self.faults.add(f"{self.path}.{where}", N_("“{name}” is used twice"), name=name)
            elif self._known(name, where, known, section):
                seen.add(name)
                yield name

    def _entries(self) -> tuple[str, ...] | None:
        """The entries named, or all; None for those that advance from another round."""
        source = self.one.get("advanced_from")
        if source is not None:
            if "entries" in self.one:
                self.faults.add(self.path, N_("needs either entries or advanced_from"))
            self._check_source(source)
            return None
        if "entries" in self.one:
            return tuple(self._names("entries", self.reader.entries, "entries"))
        return tuple(self.reader.entries)

    def _check_source(self, source: Any) -> None:
        if not isinstance(source, str):
            return
        if source not in self.reader.above:
            path = f"{self.path}.advanced_from"
            self.faults.add(path, N_("“{name}” is not a round above this one"), name=source)
            return
        above = self.reader.above[source]
        if above is not None and above.advancement is None and above.promoted is None:
            self.faults.add(
                f"{self.path}.advanced_from", N_("“{name}” has no advancement rule"), name=source
            )

    def _in_round(self, one: Json, path: str) -> bool:
        if one["entry"] in self.present:
            return True
        self.faults.add(f"{path}.entry", N_("“{name}” is not in this round"), name=one["entry"])
        return False

    def _panels(self) -> Iterable[PanelOfJudges]:
        for path, one in self._each("panels"):
            for number, name in enumerate(one["judges"]):
                self._judge_fits(name, f"{path}.judges[{number}]")
            for number, name in enumerate(one.get("entries", ())):
                self._in_round({"entry": name}, f"{path}.entries[{number}]")
            yield PanelOfJudges(
                frozenset(one["judges"]),
                frozenset(one["entries"]) if "entries" in one else None,
                frozenset(one["items"]) if "items" in one else None,
                frozenset(one["attempts"]) if "attempts" in one else None,
            )

    def _judge_fits(self, name: str, path: str) -> None:
        if name not in self.judge_ids:
            self.faults.add(path, N_("“{name}” is not a judge of this round"), name=name)

    def _recusals(self, key: str) -> Iterable[Recusal]:
        kind = "recused" if key == "recusals" else "absent"
        for path, one in self._each(key):
            self._judge_fits(one["judge"], f"{path}.judge")
            if "entry" in one:
                self._in_round(one, path)
            yield Recusal(one["judge"], one.get("entry"), kind, one.get("reason", ""))

    def _deductions(self, scheme: Scheme | None) -> Iterable[Deduction]:
        seen: set[str] = set()
        for number, (path, one) in enumerate(self._each("deductions"), start=1):
            self._in_round(one, path)
            part = one.get("part")
            if part is not None and scheme is not None and not takes_deductions(scheme, part):
                self.faults.add(f"{path}.part", N_("“{name}” does not take deductions"), name=part)
            name = one.get("id", f"#{number}")
            if name in seen:
                self.faults.add(f"{path}.id", N_("“{name}” is used twice"), name=name)
            seen.add(name)
            yield Deduction(name, one["entry"], exact(one["points"]), part, one.get("reason", ""))

    def _statuses(self) -> Iterable[tuple[str, str]]:
        seen: set[str] = set()
        for path, one in self._each("statuses"):
            self._in_round(one, path)
            if one["entry"] in seen:
                self.faults.add(f"{path}.entry", N_("“{name}” is used twice"), name=one["entry"])
            seen.add(one["entry"])
            yield one["entry"], one["status"]

    def _carried(self) -> Iterable[tuple[tuple[str, str, str], Fraction]]:
        seen: set[tuple[str, str, str]] = set()
        for path, one in self._each("carried"):
            self._known(
                one["entry"], f"{path.partition('.')[2]}.entry", self.reader.entries, "entries"
            )
            key = (one["round"], one.get("of", TOTAL), one["entry"])
            if key in seen:
                self.faults.add(path, N_("“{name}” is used twice"), name=one["entry"])
            seen.add(key)
            yield key, exact(one["value"])

    def _decisions(self) -> tuple[tuple[Decision, ...], tuple[str, ...] | None]:
        decisions: list[Decision] = []
        promoted: tuple[str, ...] | None = None
        for path, one in self._each("decisions"):
            key = "entries" if one["kind"] == "advancement" else "order"
            groups = [[name] if isinstance(name, str) else name for name in one[key]]
            names = [name for group in groups for name in group]
            for name in names:
                self._in_round({"entry": name}, f"{path}.{key}")
            if len(set(names)) != len(names):
                self.faults.add(f"{path}.{key}", N_("names an entry twice"))
            if one["kind"] == "advancement":
                promoted = tuple(names)
            else:
                order = tuple(tuple(group) for group in groups)
                decisions.append(Decision(one["kind"], order, one.get("reason", "")))
        return tuple(decisions), promoted

    def _check_earlier(self, scheme: Scheme, carried: Mapping[tuple[str, str, str], Any]) -> None:
        """Carried and team parts must find their round above, or values in this one."""
        outside = {(round_id, ref) for round_id, ref, _entry in carried}
        for part in scheme.parts:
            if not isinstance(part, CarriedPart | TeamPart):
                continue
            if (part.round_id, part.ref) in outside:
                continue
            params: dict[str, object] = {"part": part.id, "round": part.round_id, "ref": part.ref}
            if part.round_id not in self.reader.above:
                template = N_("the part “{part}” needs the round “{round}” above this one")
                self.faults.add(self.path, template, **params)
                continue
            above = self.reader.above[part.round_id]
            if above is not None and part.ref != TOTAL and part.ref not in above.scheme.nodes:
                template = N_("the part “{part}” needs “{ref}”, which “{round}” does not have")
                self.faults.add(self.path, template, **params)


def takes_deductions(scheme: Scheme, part: str) -> bool:
    return isinstance(scheme.nodes.get(part), DeductionsPart)
