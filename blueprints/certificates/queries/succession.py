"""Who took the place of whom: a certificate may be corrected again and again."""

import sqlalchemy as sa

from blueprints.certificates.models import Certificate
from store import db


def followers(certificate: Certificate) -> list[Certificate]:
    """Those that took its place, one after the other; the last one stands now."""
    found: list[Certificate] = []
    last = certificate
    while (heir := _heir(last)) is not None:
        found.append(heir)
        last = heir
    return found


def forerunners(certificate: Certificate) -> list[Certificate]:
    """Those whose place it took, the nearest first."""
    found: list[Certificate] = []
    first = certificate
    while first.replaces is not None:
        first = first.replaces
        found.append(first)
    return found


def _heir(certificate: Certificate) -> Certificate | None:
    return db.session.scalar(
        sa.select(Certificate).where(Certificate.replaces_id == certificate.id)
    )
