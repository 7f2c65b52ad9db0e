"""Playing a script on a stage, cue by cue, over HTTP."""

import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from blueprints.contests.replay.script import Cue, Script
from blueprints.contests.replay.stage import Stage
from blueprints.contests.replay.visitor import ReplayError, Visitor

STEADY_S = 2.0  # between marks where the file doesn't say when they were given
LONGEST_WAIT_S = 3.0  # a lunch break in the file is not sat through

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Pace:
    """How long to wait before a cue: what the file says, or a steady beat, over `speed`."""

    speed: float

    def before(self, cue: Cue, previous: Cue | None) -> float:
        """Seconds to wait. Whatever is no mark follows at once."""
        if cue.kind != "mark" or previous is None:
            return 0.0
        if cue.at is not None and previous.at is not None and _comparable(cue.at, previous.at):
            wait = (cue.at - previous.at).total_seconds() / self.speed
        else:
            wait = STEADY_S / self.speed
        return min(max(wait, 0.0), LONGEST_WAIT_S)


class Player:
    """Plays one script: signs the desk in, seats the judges, sends every cue."""

    def __init__(
        self,
        base: str,
        stage: Stage,
        script: Script,
        authority: Path | None = None,
        progress: Progress = lambda done, of: None,
    ) -> None:
        self._base = base
        self._stage = stage
        self._script = script
        self._authority = authority
        self._progress = progress
        self._desk = Visitor(base, authority)
        self._judges: dict[str, Visitor] = {}
        self._ways: dict[str, Callable[[Cue], None]] = {
            "call": self._call,
            "mark": self._mark,
            "lock": self._lock,
            "excuse": self._excuse,
            "status": self._status,
            "deduct": self._deduct,
            "decide": self._decide,
        }

    def play(self, pace: Pace) -> None:
        """Play everything, closing each round at its end.

        Raises `ReplayError` when the server refuses a cue.
        """
        self.take_seats()
        done, previous = 0, None
        for ref in self._script.rounds():
            self._at_desk(ref, "steps/open", {})
            for cue in self._script.of_round(ref):
                time.sleep(pace.before(cue, previous))
                self.send(cue)
                if cue.kind == "mark":
                    previous, done = cue, done + 1
                    self._progress(done, self._script.marks)
            self._at_desk(ref, "steps/close", {})

    def take_seats(self) -> None:
        """Sign the desk in and seat every judge."""
        link = f"/sign-in/{self._stage.desk_token}"
        self._desk.open(link)
        self._desk.post(link, {})
        self._desk.open("/account")
        for ref, code in self._stage.codes.items():
            judge = self._judges[ref] = Visitor(self._base, self._authority)
            judge.open(f"/join/{code}")
            judge.post(f"/join/{code}", {})

    def send(self, cue: Cue) -> None:
        """Do what one cue says. Raises `ReplayError` when the server refuses it."""
        self._ways[cue.kind](cue)

    def _call(self, cue: Cue) -> None:
        self._at_desk(cue.round, "call", {"entry": self._stage.entries[cue.entry]})

    def _mark(self, cue: Cue) -> None:
        mark: dict[str, object] = {"item": cue.item, "attempt": cue.attempt, "value": cue.value}
        if cue.judge is None:
            self._for_entry(cue, "marks", mark)
        else:
            self._judging(cue, "marks", mark)

    def _lock(self, cue: Cue) -> None:
        try:
            self._judging(cue, "sheets", {})
        except ReplayError as refusal:
            if refusal.code != "incomplete":  # the file has no further marks of this sheet
                raise

    def _excuse(self, cue: Cue) -> None:
        self._for_entry(cue, "judges", {**cue.fields, "judge": self._stage.judges[cue.judge or ""]})

    def _status(self, cue: Cue) -> None:
        self._for_entry(cue, "status", cue.fields)

    def _deduct(self, cue: Cue) -> None:
        if cue.item:
            raise ReplayError(f"{cue.round}: the desk can't take points off {cue.item} alone")
        self._for_entry(cue, "deductions", cue.fields)

    def _decide(self, cue: Cue) -> None:
        keys = [self._stage.entries[name] for name in cue.order]
        ranks = {f"rank-{key}": number for number, key in enumerate(keys, 1)}
        self._at_desk(cue.round, "ties", {**cue.fields, **ranks, "entry": keys})

    def _for_entry(self, cue: Cue, what: str, fields: Mapping[str, object]) -> None:
        entry = self._stage.entries[cue.entry]
        self._at_desk(cue.round, f"entries/{entry}/{what}", fields)

    def _at_desk(self, ref: str, what: str, fields: Mapping[str, object]) -> None:
        path = f"/contests/rounds/{self._stage.rounds[ref]}/desk/{what}"
        self._desk.post(path, {**fields, "key": _key()}, fragment=True)

    def _judging(self, cue: Cue, what: str, fields: dict[str, object]) -> None:
        judge = self._stage.judges[cue.judge or ""]
        path = f"/judge/{judge}/rounds/{self._stage.rounds[cue.round]}/{what}"
        known = {"entry": self._stage.entries[cue.entry], "key": _key()}
        self._judges[cue.judge or ""].post_json(path, {**known, **fields})


def _comparable(one: datetime, other: datetime) -> bool:
    """Whether both times name their zone, or neither does."""
    return (one.tzinfo is None) == (other.tzinfo is None)


def _key() -> str:
    return str(uuid.uuid4())
