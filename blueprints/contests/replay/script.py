"""What is to be played: the marks of a contest file in their order, as cues."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Cue:
    """One thing to do, in words of the file: `call`, `mark` (judge None: the desk), `lock`."""

    kind: str
    round: str
    entry: str
    judge: str | None = None
    item: str = ""
    attempt: int = 1
    value: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Script:
    """The cues of all rounds, round by round."""

    cues: tuple[Cue, ...]

    def rounds(self) -> list[str]:
        """The rounds that are played, in order."""
        return list(dict.fromkeys(cue.round for cue in self.cues))

    def of_round(self, ref: str) -> list[Cue]:
        return [cue for cue in self.cues if cue.round == ref]

    @property
    def marks(self) -> int:
        return sum(cue.kind == "mark" for cue in self.cues)


def script_of(document: Mapping[str, Any]) -> Script:
    """The cues of a contest file. Each judge locks a sheet after its last mark."""
    return Script(tuple(cue for one in document["rounds"] for cue in _round(one)))


def _round(one: Mapping[str, Any]) -> Iterator[Cue]:
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


def _moment(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
