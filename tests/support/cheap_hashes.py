"""Passwords hashed in microseconds: with the real cost, hashing is half of most tests' time.

It is the same algorithm, and hashes carry their parameters, so a server process with the real
cost takes them too (and renews them at sign-in, as it does after a change of parameters).
"""

from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.low_level import Type

from blueprints.people import passwords

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1, type=Type.ID)


@contextmanager
def cheap_hashes() -> Iterator[None]:
    """Inside of it, this process hashes at next to no cost."""
    real, passwords.hasher = passwords.hasher, CHEAP
    try:
        yield
    finally:
        passwords.hasher = real
