"""Personal words at rest: encrypted, with a SHA-256 for the ledger."""

import hashlib

from store.encryption import decrypt, encrypt


def seal(text: str) -> bytes:
    """The words as a table keeps them."""
    return encrypt(text.encode())


def unseal(sealed: bytes) -> str:
    """The words again."""
    return decrypt(sealed).decode()


def words_hash(text: str) -> str:
    """What the ledger holds of them, so that nobody can alter them later."""
    return hashlib.sha256(text.encode()).hexdigest()
