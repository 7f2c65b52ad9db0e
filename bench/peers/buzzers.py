"""Contestants' phones for `bench.buzzer`: lines, clocks, honest phones and four kinds of cheats."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from blueprints.quizzes.rules.buzzers import BuzzerRules, Exchange, Stamp, read_clock, stamp

SERVER_US = 300  # between hearing and answering


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


def crossed(random: Random) -> Line:
    """Lines whose ways there and back have nothing to do with each other."""
    up, down = _between(random, 5, 400), _between(random, 5, 400)
    return Line(up, down, max(1, 0.075 * (up + down)))


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
    rules: BuzzerRules
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
        reading = read_clock(self.exchanges(at), said, self.rules)
        return Pressed(at, arrived, stamp(arrived, said, reading, self.rules))

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
