"""Fair buzzers, simulated: `python -m bench.buzzer [--json] [--quick]`.

13 teams race 10,000 times. Phones have clocks that are hours apart and drift, ways there and back
of 5 to 400 ms that differ from each other, jitter and hiccups. What the phones send goes through
the rules that the server uses (`blueprints.quizzes.rules.buzzers`); the truth, when each finger
came down, is known to the simulation alone.

`right_share`: of the races outside the stated uncertainty, those in which the first finger has the
word. `decided_share`: how many are outside. `arrival_order_share`: the first finger wins when plain
arrival decides. `hall_…`: the same on a hall's own Wi-Fi (2 to 20 ms). `cheat_gain_ms`: by how much
a cheat's press was ever counted before the finger came down, over four kinds of cheats;
`cheat_stole_ms`: by how much a cheat who got the word was ever behind the first finger.
`crossed_…`: lines whose two ways have nothing to do with each other, which the usual rules don't
assume, by these and by the strict setting (`asymmetry` 1).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from random import Random

from bench import _report
from bench.peers.buzzers import CHEATS, Line, Phone, Pressed, crossed, hall, mixed
from blueprints.quizzes.rules.buzzers import BuzzerRules, Finger, decide

TEAMS, RACES, QUICK = 13, 10_000, 1_000
RULES = BuzzerRules()
STRICT = BuzzerRules(asymmetry=1.0)  # takes nothing for granted about the ways
TARGETS = {"right_share": ("≥", 0.99), "hall_right_share": ("≥", 0.99), "cheat_gain_ms": ("≤", 40)}


@dataclass
class Tally:
    """Counts of races."""

    races: int = 0
    decided: int = 0
    right: int = 0
    by_arrival: int = 0
    decided_by_arrival: int = 0
    by_estimate: int = 0
    cheat_won: int = 0  # though another finger was first; by `stolen` at most
    gain: int = -10_000_000
    stolen: int = 0
    gaps: list[int] = field(default_factory=list)

    def add(self, presses: dict[int, Pressed], cheat: int | None) -> None:
        """Hold the race and compare with the truth."""
        first = min(presses, key=lambda team: presses[team].at)
        two = sorted(one.at for one in presses.values())[:2]
        won = _winner(presses)
        self.races += 1
        self.gaps.append(two[1] - two[0])
        earliest_there = min(presses, key=lambda team: presses[team].arrived)
        self.by_arrival += earliest_there == first
        self.decided_by_arrival += won is not None and earliest_there == first
        self.by_estimate += min(presses, key=lambda team: presses[team].stamp.at) == first
        self.decided += won is not None
        self.right += won == first
        if cheat is not None:
            self.cheat_won += won == cheat != first
            if won == cheat:
                self.stolen = max(self.stolen, presses[cheat].at - presses[first].at)
            self.gain = max(self.gain, presses[cheat].at - presses[cheat].stamp.latest)

    def shares(self, prefix: str = "") -> dict[str, float]:
        """The figures."""
        return {
            f"{prefix}right_share": round(self.right / self.decided, 4),
            f"{prefix}decided_share": round(self.decided / self.races, 4),
            f"{prefix}arrival_order_share": round(self.by_arrival / self.races, 4),
            f"{prefix}arrival_order_decided_share": round(
                self.decided_by_arrival / self.decided, 4
            ),
            f"{prefix}estimate_share": round(self.by_estimate / self.races, 4),
        }


def _winner(presses: dict[int, Pressed]) -> int | None:
    """Who has the word; presses that come after the window are not waited for."""
    close = min(one.arrived for one in presses.values()) + RULES.gather_us
    fingers = [
        Finger(team, team, one.stamp.earliest, one.stamp.latest, one.stamp.surely_by)
        for team, one in presses.items()
        if one.arrived <= close
    ]
    return decide(fingers, opened=0).first


def hold(
    races: int,
    seed: str,
    lines: Callable[[Random], Line],
    *,
    cheats: bool = False,
    rules: BuzzerRules = RULES,
) -> Tally:
    """So many races. A cheat, where there is one, is team 0 and always presses."""
    random, tally = Random(seed), Tally()
    while tally.races < races:
        kind = CHEATS[tally.races % len(CHEATS)] if cheats else Phone
        phones = [
            (kind if team == 0 else Phone)(lines(random), random, rules)
            for team in range(TEAMS)
            if random.random() < 0.6 or (cheats and team == 0)
        ]
        if len(phones) > 1:
            presses = {n: phone.press(_finger(random)) for n, phone in enumerate(phones)}
            tally.add(presses, 0 if cheats else None)
    return tally


def _finger(random: Random) -> int:
    """When a finger comes down, some tenths of a second after "go"."""
    return 100_000_000 + int(1000 * (150 + random.lognormvariate(math.log(300), 0.45)))


def _right(tally: Tally) -> float:
    return round(tally.right / tally.decided, 4)


def measure(quick: bool) -> _report.Result:
    """The whole run."""
    races = QUICK if quick else RACES
    run = partial(hold, races)
    honest, in_hall = run("mixed", mixed), run("hall", hall)
    cheated, hall_cheated = run("c", mixed, cheats=True), run("h", hall, cheats=True)
    few = max(1, races // 5)
    wild, strict = hold(few, "w", crossed), hold(few, "w", crossed, rules=STRICT)
    gain = max(cheated.gain, hall_cheated.gain) / 1000
    _report.require(gain <= RULES.trust_ms, f"a cheat gained {gain} ms")
    figures = {
        **honest.shares(),
        **in_hall.shares("hall_"),
        "gap_ms": round(sorted(honest.gaps)[races // 2] / 1000, 1),
        "crossed_right_share": _right(wild),
        "crossed_strict_right_share": _right(strict),
        "crossed_strict_decided_share": round(strict.decided / strict.races, 4),
        "cheat_gain_ms": round(gain, 2),
        "cheat_stole_ms": round(max(cheated.stolen, hall_cheated.stolen) / 1000, 2),
        "cheat_won_share": round(cheated.cheat_won / races, 4),
        "hall_cheat_won_share": round(hall_cheated.cheat_won / races, 4),
        "bound_ms": RULES.trust_ms,
        "races": races,
    }
    beside = round(honest.right / honest.decided_by_arrival, 2)
    return {"name": "buzzer", "ratios": {"right_vs_arrival_order": beside}, "figures": figures}


if __name__ == "__main__":
    _report.run(__doc__, measure, TARGETS)
