"""A phone's clock beside the server's, from several exchanges as NTP has them.

Each exchange says between which two values the difference lies: a message never arrives before it
was sent, on either way. What all of them allow together is the answer. It is as narrow as the
quickest way there and the quickest way back, even when no single exchange was quick both ways.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from blueprints.quizzes.rules.buzzers.settings import BuzzerRules


@dataclass(frozen=True)
class Exchange:
    """The phone asked at `asked`, heard at `heard` (its clock); the server's clock in between.

    `echo` is the round trip as the server measured it by this exchange: from an answer of its own
    until the phone's next question, which comes at once. A phone can stretch it, never shorten it.
    """

    asked: int
    arrived: int
    answered: int
    heard: int
    echo: int | None = None


@dataclass(frozen=True)
class Reading:
    """`offset` is what to add to the phone's clock; it is off by at most half of `width`.

    `round_trip` and `spread` (of the slowest over the quickest) are the server's own measures.
    """

    offset: int
    width: int
    round_trip: int
    spread: int
    samples: int


def read_clock(exchanges: Iterable[Exchange], at: int, rules: BuzzerRules) -> Reading | None:
    """The clock at the phone's time `at`; None when nothing usable is known.

    Exchanges that contradict each other (a clock that was set, or a lie) are worth nothing.
    """
    usable = [one for one in exchanges if _is_sound(one, at, rules)]
    echoes = [one.echo for one in usable if one.echo is not None and one.echo >= 0]
    if not usable or not echoes:
        return None
    low = max(one.answered - one.heard - _drifted(one, at, rules) for one in usable)
    high = min(one.arrived - one.asked + _drifted(one, at, rules) for one in usable)
    if high < low:
        return None
    spread = max(echoes) - min(echoes)
    return Reading((low + high) // 2, high - low, min(echoes), spread, len(usable))


def _is_sound(one: Exchange, at: int, rules: BuzzerRules) -> bool:
    in_order = one.asked <= one.heard and one.arrived <= one.answered
    return in_order and 0 <= at - one.heard <= rules.oldest_s * 1_000_000


def _drifted(one: Exchange, at: int, rules: BuzzerRules) -> int:
    """By how much the two clocks may have drifted apart since."""
    return (at - one.asked) * rules.drift_ppm // 1_000_000 + 1
