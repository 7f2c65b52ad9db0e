"""Drawing by lot so that anybody can do it again.

Those present are sorted by SHA-256 of "<seed>:<participant's number>"; the first one is picked.
The same rule draws running orders in contests.
"""

import hashlib
import secrets
from collections.abc import Iterable

LONGEST_SEED = 64


def new_seed() -> str:
    """A seed that nobody has chosen."""
    return secrets.token_hex(4)


def mark(seed: str, number: int) -> str:
    """What a draw sorts by."""
    return hashlib.sha256(f"{seed}:{number}".encode()).hexdigest()


def drawn(seed: str, pool: Iterable[int]) -> list[int]:
    """The pool in the order of the draw."""
    return sorted(pool, key=lambda number: mark(seed, number))
