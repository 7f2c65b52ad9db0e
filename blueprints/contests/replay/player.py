"""Playing a script on a stage, cue by cue, over HTTP."""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from blueprints.contests.replay.script import Cue, Script
from blueprints.contests.replay.stage import Stage
from blueprints.contests.replay.visitor import Visitor

STEADY_S = 2.0  # between marks where the file doesn't say when they were given
LONGEST_WAIT_S = 3.0  # a lunch break in the file is not sat through


@dataclass(frozen=True)
class Pace:
    """How long to wait before a cue: what the file says, or a steady beat, over `speed`."""

    speed: float

    def before(self, cue: Cue, previous: Cue | None) -> float:
        """Seconds to wait. Calls and locks follow at once."""
        if cue.kind != "mark" or previous is None:
            return 0.0
        if cue.at is not None and previous.at is not None:
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
        progress: Callable[[int, int], None] = lambda done, of: None,
    ) -> None:
        self._base = base
        self._stage = stage
        self._script = script
        self._authority = authority
        self._progress = progress
        self._desk = Visitor(base, authority)
        self._judges: dict[str, Visitor] = {}

    def play(self, pace: Pace) -> None:
        """Play everything; raises `ReplayError` when the server refuses a cue."""
        self._take_seats()
        done, previous = 0, None
        for ref in self._script.rounds():
            self._desk.post(self._desk_path(ref, "steps/open"), {"key": _key()})
            for cue in self._script.of_round(ref):
                time.sleep(pace.before(cue, previous))
                self._send(cue)
                if cue.kind == "mark":
                    previous, done = cue, done + 1
                    self._progress(done, self._script.marks)

    def _take_seats(self) -> None:
        link = f"/sign-in/{self._stage.desk_token}"
        self._desk.open(link)
        self._desk.post(link, {})
        self._desk.open("/account")
        for ref, code in self._stage.codes.items():
            judge = self._judges[ref] = Visitor(self._base, self._authority)
            judge.open(f"/join/{code}")
            judge.post(f"/join/{code}", {})

    def _send(self, cue: Cue) -> None:
        entry = self._stage.entries[cue.entry]
        if cue.kind == "call":
            self._desk.post(self._desk_path(cue.round, "call"), {"entry": entry})
        elif cue.judge is None:
            self._desk.post(
                self._desk_path(cue.round, f"entries/{entry}/marks"),
                {"item": cue.item, "attempt": cue.attempt, "value": cue.value, "key": _key()},
            )
        elif cue.kind == "lock":
            self._judging(cue, "sheets", {"entry": entry, "key": _key()})
        else:
            mark = {"item": cue.item, "attempt": cue.attempt, "value": cue.value}
            self._judging(cue, "marks", {"entry": entry, "key": _key(), **mark})

    def _judging(self, cue: Cue, what: str, fields: dict[str, object]) -> None:
        judge = self._stage.judges[cue.judge or ""]
        path = f"/judge/{judge}/rounds/{self._stage.rounds[cue.round]}/{what}"
        self._judges[cue.judge or ""].post_json(path, fields)

    def _desk_path(self, ref: str, what: str) -> str:
        return f"/contests/rounds/{self._stage.rounds[ref]}/desk/{what}"


def _key() -> str:
    return str(uuid.uuid4())
