"""The lot that every draw of a contest uses: order, codes, spot-checks. Pure.

Things are sorted by SHA-256 of "<seed>:<id in the contest file>": whoever knows the seed can draw
again, and nobody can choose a seed for an order they like when it is fixed beforehand.
"""

import hashlib


def drawn(seed: str, ref: str) -> str:
    """What a draw sorts by."""
    return hashlib.sha256(f"{seed}:{ref}".encode()).hexdigest()
