"""When a finger came down: between when and when, from what arrived and what the phone claims.

Two limits have two purposes. `earliest` protects whoever pressed: nobody else is first while this
press may have been earlier. `latest` protects everybody else: it alone can win, and it lies no
more than the trusted time before the arrival, whatever the phone claims. Only against whoever
pressed is a claim believed without a limit: `surely_by` tells who was early.
"""

from dataclasses import dataclass

from blueprints.quizzes.rules.buzzers.clocks import Reading
from blueprints.quizzes.rules.buzzers.settings import BuzzerRules


@dataclass(frozen=True)
class Stamp:
    """A press on the server's clock.

    `at` is the claim as far as it is trusted: presses are listed by it. `claimed` is the phone's
    word itself, None when it isn't usable. `surely_by`: by the phone's own word it was made
    no later, on a line as assumed.
    """

    earliest: int
    at: int
    latest: int
    surely_by: int
    claimed: int | None

    @property
    def uncertainty(self) -> int:
        """How far `at` may be off."""
        return max(self.latest - self.at, self.at - self.earliest)


def stamp(arrived: int, pressed: int | None, clock: Reading | None, rules: BuzzerRules) -> Stamp:
    """Place a press that arrived at `arrived` and was made at `pressed` of the phone's clock.

    Without a usable clock it counts when it arrived, and may have been any time that is credible.
    """
    if pressed is None or clock is None:
        return Stamp(arrived - rules.credible_us, arrived, arrived, arrived, None)
    claimed = pressed + clock.offset
    half = int(clock.width / 2 * rules.asymmetry) + rules.floor_us
    way = rules.one_way_us(clock.round_trip)
    slowest = min(way + clock.spread + rules.hiccup_us, rules.credible_us)
    trusted = arrived - min(way, rules.trust_us)
    at = min(arrived, max(claimed, trusted))
    latest = min(arrived, max(claimed + half, trusted))
    earliest = min(at, max(claimed - half, arrived - slowest))
    return Stamp(earliest, at, latest, min(arrived, claimed + half), claimed)
