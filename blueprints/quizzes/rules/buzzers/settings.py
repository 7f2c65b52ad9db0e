"""What buzzers assume of networks and clocks, and how much of a phone's word they take."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True)
class BuzzerRules:
    """`trust_ms` is the bound: nobody wins by a press that counts earlier than its arrival by more.

    `asymmetry`: by which share of the round trip the ways there and back may differ. `gather_ms`:
    how long after the first press others are waited for; `hiccup_ms`: by how much a press may be
    slower than any exchange was; `credible_ms`: the slowest way that is believed at all.
    `floor_ms`: what screens, timers and the server's own work blur. `drift_ppm`: how fast two
    clocks drift apart. Clock exchanges older than `oldest_s` are not used.
    """

    trust_ms: int = 40
    asymmetry: float = 0.3
    gather_ms: int = 500
    hiccup_ms: int = 150
    credible_ms: int = 500
    floor_ms: int = 2
    drift_ppm: int = 60
    oldest_s: int = 60

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "BuzzerRules":
        """From a quiz's settings; what they don't say is as usual."""
        known = {one.name for one in fields(cls)}
        return cls(**{name: value for name, value in stored.items() if name in known})

    @property
    def trust_us(self) -> int:
        """`trust_ms` in microseconds, as everything is counted here."""
        return self.trust_ms * 1000

    @property
    def gather_us(self) -> int:
        """The window in which presses are gathered."""
        return self.gather_ms * 1000

    @property
    def credible_us(self) -> int:
        """The longest way of a press that is believed."""
        return self.credible_ms * 1000

    @property
    def hiccup_us(self) -> int:
        """How much slower than all exchanges a press may be."""
        return self.hiccup_ms * 1000

    @property
    def floor_us(self) -> int:
        """The least uncertainty of any press."""
        return self.floor_ms * 1000

    def one_way_us(self, round_trip_us: int) -> int:
        """The longest that one way can take when both take `round_trip_us`."""
        return int(round_trip_us * (1 + self.asymmetry) / 2) + self.floor_us
