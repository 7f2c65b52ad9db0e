"""Encryption at rest of what must not be read from a stolen disk or backup without the key.

The key is derived from the installation's own key, which a backup contains unless
GUILDHALL_SECRET_KEY keeps it elsewhere.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

INFO = b"guildhall encryption at rest 1"


class WrongKey(Exception):
    """It was encrypted with another key: GUILDHALL_SECRET_KEY or the file secret_key changed."""


def encrypt(content: bytes) -> bytes:
    """`content`, authenticated and encrypted for the current app."""
    return _fernet().encrypt(content)


def decrypt(sealed: bytes) -> bytes:
    """What `encrypt` was given. WrongKey when it wasn't this installation's."""
    try:
        return _fernet().decrypt(sealed)
    except InvalidToken as error:
        raise WrongKey from error


def _fernet() -> Fernet:
    secret = current_app.extensions["settings"].key().encode()
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=INFO).derive(secret)
    return Fernet(base64.urlsafe_b64encode(derived))
