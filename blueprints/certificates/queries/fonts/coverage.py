"""How much of the usual characters a font has: GB 2312, the 8105 general ones, ASCII.

The 8105 are the Table of General Standard Chinese Characters (2013), which GB 18030-2022 asks
for at its second level; here as Unicode's Unihan database lists them (kTGH).
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from pathlib import Path

GENERAL = Path(__file__).parent / "general_standard.txt"
FIRST_ROW, LAST_ROW = 16, 87  # of GB 2312's table, where its 6763 Chinese characters stand


@dataclass(frozen=True)
class Coverage:
    """How many of each set a font has, of how many."""

    gb2312: int
    general: int
    ascii: int

    of_gb2312 = 6763
    of_general = 8105
    of_ascii = 95


def coverage(characters: AbstractSet[int]) -> Coverage:
    """Of the code points that a font maps."""
    return Coverage(
        len(gb2312() & characters), len(general() & characters), len(printable() & characters)
    )


@cache
def gb2312() -> frozenset[int]:
    """The Chinese characters of GB 2312."""
    found = set()
    for row in range(FIRST_ROW, LAST_ROW + 1):
        for place in range(1, 95):
            text = bytes((row + 0xA0, place + 0xA0)).decode("gb2312", "ignore")
            found.update(map(ord, text))
    return frozenset(found)


@cache
def general() -> frozenset[int]:
    """The general standard characters."""
    return frozenset(map(ord, GENERAL.read_text(encoding="utf-8").replace("\n", "")))


@cache
def printable() -> frozenset[int]:
    """ASCII from the blank to the tilde."""
    return frozenset(range(0x20, 0x7F))
