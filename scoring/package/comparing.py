"""Results as they were stated beside results as they come out, and every difference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scoring.errors import N_

Json = Mapping[str, Any]
COMPARED = ("place", "tied", "total", "parts", "status", "passed", "decided_by")
LISTS = ("advanced", "certain", "prizes")

NOT_STATED = N_("not stated")
NOT_COMPUTED = N_("does not come out")
MOST = 2000  # told at once; one wrong mark moves a whole table


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs (`place`, `total`, `prizes` …) for whom in which round, both as text."""

    round: str
    entry: str
    what: str
    stated: str
    computed: str


def differences(stated: Json, computed: Json) -> list[Difference]:
    """Every difference between two results in the engine's JSON. Remarks are not compared."""
    found = list(_rounds(stated, computed))
    return found[:MOST]


def _rounds(stated: Json, computed: Json) -> Iterator[Difference]:
    ours = _by(computed.get("rounds"), "id")
    theirs = _by(stated.get("rounds"), "id")
    for name in [*theirs, *(one for one in ours if one not in theirs)]:
        if name not in theirs:
            continue  # a round that others build on may be in the file without a stated result
        if name not in ours:
            yield Difference(name, "", "round", "", NOT_COMPUTED)
        else:
            yield from _rows(name, theirs[name], ours[name])
            yield from _lists(name, theirs[name], ours[name])


def _rows(round_: str, stated: Json, computed: Json) -> Iterator[Difference]:
    theirs, ours = _by(stated.get("results"), "entry"), _by(computed.get("results"), "entry")
    for entry in [*theirs, *(one for one in ours if one not in theirs)]:
        if entry not in theirs or entry not in ours:
            told = ("", NOT_COMPUTED) if entry in theirs else (NOT_STATED, "")
            yield Difference(round_, entry, "entry", *told)
            continue
        yield from _row(round_, entry, theirs[entry], ours[entry])


def _row(round_: str, entry: str, stated: Json, computed: Json) -> Iterator[Difference]:
    """The last of shared places follows from the first, so it is told only where that agrees."""
    same_place = stated.get("place") == computed.get("place")
    totals = (_text(stated.get("total")), _text(computed.get("total")))
    for what in (*COMPARED, *(("last_place",) if same_place else ())):
        a, b = stated.get(what), computed.get(what)
        if a == b:
            continue
        for one in _parted(round_, entry, what, a, b):
            if what != "parts" or (one.stated, one.computed) != totals:  # it is the total
                yield one


def _parted(round_: str, entry: str, what: str, a: object, b: object) -> Iterator[Difference]:
    """Parts one by one, everything else as it is."""
    if what == "parts" and isinstance(a, dict) and isinstance(b, dict):
        for part in sorted({*a, *b}):
            if a.get(part) != b.get(part):
                yield Difference(round_, entry, part, _text(a.get(part)), _text(b.get(part)))
    else:
        yield Difference(round_, entry, what, _text(a), _text(b))


def _lists(round_: str, stated: Json, computed: Json) -> Iterator[Difference]:
    """Who goes on, and the prizes: where they are stated, for prizes may not be confirmed yet."""
    for what in LISTS:
        if what in stated and stated[what] != computed.get(what):
            yield Difference(round_, "", what, _text(stated[what]), _text(computed.get(what)))


def _by(rows: object, key: str) -> dict[str, Json]:
    given = rows if isinstance(rows, list) else []
    return {str(one.get(key)): one for one in given if isinstance(one, dict)}


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(_one(each) for each in value)[:500]
    return str(value)[:500]


def _one(value: object) -> str:
    if isinstance(value, dict):
        entries = value.get("entries")
        names = ", ".join(map(str, entries)) if isinstance(entries, list) else ""
        return f"{value.get('title') or value.get('prize')}: {names}"
    return str(value)
