"""Fair buzzers, simulated: `python -m bench.buzzer [--json] [--quick]`.

13 teams race 10,000 times. Phones have clocks that are hours apart and drift, ways there and back
of 5 to 400 ms that differ from each other, jitter and hiccups. What the phones send goes through
the rules that the server uses (`blueprints.quizzes.rules.buzzers`); the truth, when each finger
came down, is known to the simulation alone.

`right_share`: of the races outside the stated uncertainty, those in which the first finger has the
word. `decided_share`: how many are outside. `arrival_order_share`: the first finger wins when plain
arrival decides. `hall_…`: the same on a hall's own Wi-Fi (2 to 20 ms). `cheat_gain_ms`: by how much
a cheat's press was ever counted before the finger came down, over four kinds of cheats.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from random import Random

from bench import _report
from blueprints.quizzes.rules.buzzers import (
    BuzzerRules,
    Exchange,
    Finger,
    Stamp,
    decide,
    read_clock,
    stamp,
)

TEAMS, RACES, QUICK = 13, 10_000, 1_000
RULES = BuzzerRules()
SERVER_US = 300  # between hearing and answering
TARGETS = {"right_share": ("≥", 0.99), "hall_right_share": ("≥", 0.99), "cheat_gain_ms": ("≤", 40)}


@dataclass(frozen=True)
class Line:
    """How long messages take, in ms: at least `up` and `down`, plus jitter and rare hiccups."""

    up: float
    down: float
    jitter: float

    def takes(self, least: float, random: Random) -> int:
        """One message's way in µs."""
        hiccup = random.uniform(0, 200) if random.random() < 0.02 else 0
        return int(1000 * (least + random.expovariate(1 / self.jitter) + hiccup))


def mixed(random: Random) -> Line:
    """Anything between good Wi-Fi and a bad mobile line, 5 to 400 ms each way."""
    return _line(random, _between(random, 5, 400), 5, 400)


def hall(random: Random) -> Line:
    """The hall's own Wi-Fi."""
    return _line(random, _between(random, 2, 20), 1, 25)


def _between(random: Random, low: float, high: float) -> float:
    return math.exp(random.uniform(math.log(low), math.log(high)))


def _line(random: Random, base: float, low: float, high: float) -> Line:
    """The ways differ: one line in four by more than 28 % of the round trip over two."""
    tilt = max(-0.8, min(0.8, random.gauss(0, 0.12)))
    up, down = (min(high, max(low, base * (1 + side))) for side in (tilt, -tilt))
    return Line(up, down, max(1, 0.15 * base))


@dataclass
class Phone:
    """A phone with a clock of its own. An honest one; the cheats below change what it says."""

    line: Line
    random: Random
    offset: int = field(init=False)
    drift: float = field(init=False)

    def __post_init__(self) -> None:
        self.offset = self.random.randint(-3_600_000_000, 3_600_000_000)
        self.drift = self.random.uniform(-50e-6, 50e-6)

    def clock(self, at: int) -> int:
        """What the phone's clock shows at the true time `at`."""
        return int(at * (1 + self.drift)) + self.offset

    def exchanges(self, until: int) -> list[Exchange]:
        """Four in a row every two seconds, for ten seconds before `until`."""
        start = until - 10_000_000 + self.random.randint(0, 1_500_000)
        return [one for n in range(5) for one in self._burst(start + n * 1_700_000)]

    def _burst(self, at: int) -> Iterator[Exchange]:
        answered = None
        for _ in range(4):
            arrived = at + self.line.takes(self.line.up, self.random)
            echo = None if answered is None else arrived - answered
            answered = arrived + SERVER_US
            heard = answered + self.line.takes(self.line.down, self.random)
            yield self.told(Exchange(self.clock(at), arrived, answered, self.clock(heard), echo))
            at = heard + self.delay()

    def press(self, at: int) -> "Pressed":
        """The finger comes down at the true time `at`."""
        arrived = at + self.line.takes(self.line.up, self.random)
        said = self.clock(at) - self.claims()
        reading = read_clock(self.exchanges(at), said, RULES)
        return Pressed(at, arrived, stamp(arrived, said, reading, RULES))

    def told(self, exchange: Exchange) -> Exchange:
        """What it says of an exchange."""
        return exchange

    def delay(self) -> int:
        """How long it waits before it answers."""
        return 200

    def claims(self) -> int:
        """By how much it says that it was earlier."""
        return 0


class Claimer(Phone):
    """Says that it pressed a quarter of a second earlier."""

    def claims(self) -> int:
        return 250_000


class ClockLiar(Phone):
    """Lies about its clock: the offset comes out a quarter of a second too small."""

    def told(self, exchange: Exchange) -> Exchange:
        return Exchange(
            exchange.asked + 250_000,
            exchange.arrived,
            exchange.answered,
            exchange.heard + 250_000,
            exchange.echo,
        )


class NarrowLiar(ClockLiar):
    """The same, and says that its messages take no time at all, so that it seems exact."""

    def told(self, exchange: Exchange) -> Exchange:
        moved = super().told(exchange)
        middle = (moved.asked + moved.heard) // 2
        return Exchange(middle, moved.arrived, moved.arrived, middle, moved.echo)


class Delayer(Phone):
    """Answers late to fake a slow line, and claims the time that such a line would take."""

    def delay(self) -> int:
        return 600_000

    def told(self, exchange: Exchange) -> Exchange:
        return Exchange(
            exchange.asked - 20_000,
            exchange.arrived,
            exchange.answered,
            exchange.heard + 580_000,
            exchange.echo,
        )

    def claims(self) -> int:
        return 280_000


CHEATS = (Claimer, ClockLiar, NarrowLiar, Delayer)


@dataclass(frozen=True)
class Pressed:
    """The truth (`at`), when it arrived, and what counts."""

    at: int
    arrived: int
    stamp: Stamp


@dataclass
class Tally:
    """Counts of races."""

    races: int = 0
    decided: int = 0
    right: int = 0
    by_arrival: int = 0
    decided_by_arrival: int = 0
    by_estimate: int = 0
    cheat_won: int = 0  # though another finger was first
    gain: int = -10_000_000
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
        Finger(team, team, one.stamp.earliest, one.stamp.latest)
        for team, one in presses.items()
        if one.arrived <= close
    ]
    return decide(fingers, opened=0).first


def hold(races: int, seed: str, lines: Callable[[Random], Line], *, cheats: bool = False) -> Tally:
    """So many races. A cheat, where there is one, is team 0 and always presses."""
    random, tally = Random(seed), Tally()
    while tally.races < races:
        kind = CHEATS[tally.races % len(CHEATS)] if cheats else Phone
        phones = [
            (kind if team == 0 else Phone)(lines(random), random)
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


def measure(quick: bool) -> _report.Result:
    """The whole run."""
    races = QUICK if quick else RACES
    run = partial(hold, races)
    honest, in_hall = run("mixed", mixed), run("hall", hall)
    cheated, hall_cheated = run("c", mixed, cheats=True), run("h", hall, cheats=True)
    gain = max(cheated.gain, hall_cheated.gain) / 1000
    _report.require(gain <= RULES.trust_ms, f"a cheat gained {gain} ms")
    figures = {
        **honest.shares(),
        **in_hall.shares("hall_"),
        "gap_ms": round(sorted(honest.gaps)[races // 2] / 1000, 1),
        "cheat_gain_ms": round(gain, 2),
        "cheat_won_share": round(cheated.cheat_won / races, 4),
        "hall_cheat_won_share": round(hall_cheated.cheat_won / races, 4),
        "bound_ms": RULES.trust_ms,
        "races": races,
    }
    beside = round(honest.right / honest.decided_by_arrival, 2)
    return {"name": "buzzer", "ratios": {"right_vs_arrival_order": beside}, "figures": figures}


if __name__ == "__main__":
    _report.run(__doc__, measure, TARGETS)
