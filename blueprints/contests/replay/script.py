"""What is to be played: what a contest file records, in an order in which it could happen."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Cue:
    """One thing to do, in words of the file.

    `kind` is call, mark (judge None: the desk), lock, excuse, status, deduct or decide; `fields`
    are those of the desk's form for the last four.
    """

    kind: str
    round: str
    entry: str = ""
    judge: str | None = None
    item: str = ""
    attempt: int = 1
    value: str = ""
    at: datetime | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    order: tuple[str, ...] = ()


@dataclass(frozen=True)
class Script:
    """The cues of the rounds that are played, round by round."""

    cues: tuple[Cue, ...]

    def rounds(self) -> list[str]:
        """The rounds that are played, in order."""
        return list(dict.fromkeys(cue.round for cue in self.cues))

    def of_round(self, ref: str) -> list[Cue]:
        return [cue for cue in self.cues if cue.round == ref]

    @property
    def marks(self) -> int:
        return sum(cue.kind == "mark" for cue in self.cues)


def script_of(document: Json, only: Collection[str] | None = None) -> Script:
    """The cues of a contest file, of all its rounds or only of those named.

    Judges are excused first, each judge locks a sheet after its last mark, and the desk rules at
    the end.
    """
    played = [one for one in document["rounds"] if only is None or one["id"] in only]
    entries = [one["id"] for one in document.get("entries", ())]
    return Script(tuple(cue for one in played for cue in _round(one, entries)))


def _round(one: Json, entries: list[str]) -> Iterator[Cue]:
    yield from _excuses(one, entries)
    yield from _marks(one)
    yield from _rulings(one)


def _excuses(one: Json, entries: list[str]) -> Iterator[Cue]:
    for key, why in (("recusals", "recused"), ("absences", "absent")):
        for given in one.get(key, ()):
            fields = {"what": why, "reason": given.get("reason", "")}
            who = [given["entry"]] if "entry" in given else one.get("entries", entries)
            for entry in who:
                yield Cue("excuse", one["id"], entry, given["judge"], fields=fields)


def _marks(one: Json) -> Iterator[Cue]:
    marks = sorted(one.get("marks", ()), key=lambda mark: mark.get("version", 1))
    last = {(mark["entry"], mark.get("judge")): n for n, mark in enumerate(marks)}
    on_stage = None
    for number, mark in enumerate(marks):
        entry, judge = mark["entry"], mark.get("judge")
        if entry != on_stage and judge is not None:
            yield Cue("call", one["id"], entry)
            on_stage = entry
        yield Cue(
            "mark",
            one["id"],
            entry,
            judge,
            mark["item"],
            mark.get("attempt", 1),
            str(mark["value"]),
            _moment(mark.get("at")),
        )
        if judge is not None and last[entry, judge] == number:
            yield Cue("lock", one["id"], entry, judge)


def _rulings(one: Json) -> Iterator[Cue]:
    """Statuses, deductions and tie decisions. Who advanced is worked out, not played."""
    for given in one.get("statuses", ()):
        fields = {"status": given["status"], "reason": given.get("reason") or given["status"]}
        yield Cue("status", one["id"], given["entry"], fields=fields)
    for given in one.get("deductions", ()):
        reason = given.get("reason") or given.get("id") or "-"
        fields = {"points": str(given["points"]), "reason": reason}
        yield Cue("deduct", one["id"], given["entry"], item=given.get("part", ""), fields=fields)
    for given in one.get("decisions", ()):
        if given["kind"] != "advancement":
            fields = {"kind": given["kind"], "reason": given.get("reason") or "-"}
            yield Cue("decide", one["id"], fields=fields, order=tuple(map(_name, given["order"])))


def _name(one: Any) -> str:
    """An entry of a decision's order; a group that stays tied is named by its first."""
    return one if isinstance(one, str) else one[0]


def _moment(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
