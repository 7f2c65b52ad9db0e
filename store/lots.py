"""The lot that every draw uses: running orders, codes, spot-checks, picks by lot. Pure.

Things are sorted by SHA-256 of "<seed>:<their name or number>": whoever knows the seed can draw
again, and nobody can choose a seed for an order they like when it is fixed beforehand.
"""

import hashlib
import secrets


def new_seed() -> str:
    """A seed that nobody has chosen."""
    return secrets.token_hex(4)


def drawn(seed: str, ref: str | int) -> str:
    """What a draw sorts by."""
    return hashlib.sha256(f"{seed}:{ref}".encode()).hexdigest()
