"""The ledgers' chains of hashes, as far as a package tells what is in their rows.

A row that may be published stands there in full, so that its hash can be taken again and binds
it to all rows before it. Of others (a judge's private note, a mark that was replaced) there is
the hash alone: the chain runs through it, what it says is kept back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scoring.errors import N_, Message
from scoring.package.layout import canonical

GENESIS = "0" * 64
HEX = frozenset("0123456789abcdef")

Json = Mapping[str, Any]
MarkKey = tuple[str, str | None, str, int]


@dataclass(frozen=True, slots=True)
class ChainReport:
    """A round's chain. `shown` rows were told in full; `faults` is empty when all holds.

    `unproven` marks of the contest file are in no row that was told: of an honest package those
    that were amended. The chain says nothing of them.
    """

    round: str
    rows: int
    shown: int
    head: str
    faults: tuple[Message, ...] = ()
    unproven: int = 0


def hash_of(previous: str, content: Any) -> str:
    """A row's hash, as the ledger takes it."""
    return hashlib.sha256(f"{previous}\n{canonical(content)}".encode()).hexdigest()


def check_chain(chain: Json, contest_round: Json | None, promised: Json) -> ChainReport:
    """Whether the chain holds, is the one that the manifest promised, and whether its marks are
    those of the contest file.
    """
    rows = _rows(chain)
    head = str(chain.get("head", ""))[:64]
    faults = [*_links(rows, head)]
    if (promised.get("head"), promised.get("rows")) != (head, len(rows)):
        faults.append(Message(N_("The manifest names another end of this chain.")))
    given = {} if contest_round is None else dict(_file_marks(contest_round))
    told = {seq: row for seq, row in _told(rows) if row.get("kind") == "mark"}
    if contest_round is not None:
        faults += _marks(told, given)
    return ChainReport(
        round=str(chain.get("round", ""))[:64],
        rows=len(rows),
        shown=sum("row" in one for one in rows),
        head=head,
        faults=tuple(faults),
        unproven=len(given.keys() - {_key(row) for row in told.values()}),
    )


def _rows(chain: Json) -> list[Json]:
    rows = chain.get("rows")
    return [
        one if isinstance(one, dict) else {} for one in (rows if isinstance(rows, list) else ())
    ]


def _links(rows: list[Json], head: str) -> Iterator[Message]:
    previous, shift = GENESIS, 0  # how far told rows stand from the place they name
    for seq, one in enumerate(rows, 1):
        stated, row = one.get("hash"), one.get("row")
        if not _is_hash(stated):
            yield Message(N_("Row {seq} has no hash."), {"seq": seq})
            return
        if row is not None:
            named = row.get("seq") if isinstance(row, dict) else None
            if isinstance(named, int) and named != seq + shift:
                words = N_("Where row {seq} belongs stands row {other}.")
                yield Message(words, {"seq": seq + shift, "other": named})
                shift = named - seq
            elif named is None or hash_of(previous, row) != stated:
                yield Message(N_("Row {seq} is not what its hash was taken of."), {"seq": seq})
        previous = str(stated)
    if previous != head:
        yield Message(N_("The chain doesn't end in the hash that is stated for it."))


def _told(rows: list[Json]) -> Iterator[tuple[int, Json]]:
    for seq, one in enumerate(rows, 1):
        row = one.get("row")
        if isinstance(row, dict):
            yield seq, row


def _marks(told: Mapping[int, Json], given: Mapping[MarkKey, Any]) -> Iterator[Message]:
    """Marks that were told in full must be in the contest file, and just so."""
    for seq, row in told.items():
        key = _key(row)
        if key not in given:
            yield Message(N_("The mark in row {seq} is not in the contest file."), {"seq": seq})
        elif given[key] != row.get("value"):
            params = {"seq": seq, "ledger": row.get("value"), "file": given[key]}
            words = N_("The mark in row {seq} is {ledger}, in the contest file {file}.")
            yield Message(words, params)


def _file_marks(contest_round: Json) -> Iterator[tuple[MarkKey, Any]]:
    for mark in contest_round.get("marks", ()):
        yield _key(mark), mark.get("value")


def _key(one: Json) -> MarkKey:
    return (
        str(one.get("entry")),
        one.get("judge") and str(one.get("judge")),
        str(one.get("item")),
        one.get("attempt", 1),
    )


def _is_hash(value: object) -> bool:
    return isinstance(value, str) and len(value) == 64 and set(value) <= HEX
