"""A holder's own certificates, in full: by their account, or by the key of one certificate."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from blueprints.certificates.models import Certificate, CertificateStatus
from blueprints.certificates.queries.succession import followers
from store import NotFound, db

ISSUED = (CertificateStatus.VALID, CertificateStatus.REVOKED, CertificateStatus.SUPERSEDED)
OWN_KEY_LENGTH = 32
NAME_BYTES = 120  # of a file: every system takes it
_NOT_IN_FILE_NAMES = str.maketrans(dict.fromkeys('\\/:*?"<>|', "-"))


@dataclass(frozen=True)
class OwnCertificate:
    """A certificate as its holder sees it. `file` is there while it is valid, else None."""

    id: int
    title: str
    name: str
    unit: str
    award: str
    occasion: str
    issuer: str
    number: str
    issued_on: date | None
    status: str
    status_at: datetime | None
    code: str
    own_key: str
    successor: str  # the code of the one that stands in its place now
    successor_valid: bool
    file: str | None
    size: int | None

    @property
    def file_name(self) -> str:
        """What the file is called when it is saved: no system refuses it, whatever the name."""
        words = f"{self.title}-{self.name}-{self.number}".translate(_NOT_IN_FILE_NAMES)
        printable = "".join(letter if letter.isprintable() else " " for letter in words)
        kept = " ".join(printable.split()).encode()[:NAME_BYTES].decode(errors="ignore")
        return f"{kept.strip(' .')}.pdf"


def certificates_of(account_id: int) -> tuple[OwnCertificate, ...]:
    """Those of an account, the latest first."""
    found = db.session.scalars(
        _issued()
        .where(Certificate.account_id == account_id)
        .order_by(Certificate.issued_on.desc(), Certificate.id.desc())
    )
    return tuple(_own(certificate) for certificate in found)


def certificate_of(account_id: int, certificate_id: int) -> OwnCertificate:
    """One of an account's; NotFound for anybody else's."""
    return _one(
        _issued().where(Certificate.account_id == account_id, Certificate.id == certificate_id)
    )


def by_own_key(own_key: str) -> OwnCertificate:
    """The certificate of a holder's key; NotFound for a key that opens nothing."""
    if len(own_key) != OWN_KEY_LENGTH or not own_key.isascii():
        raise NotFound
    return _one(_issued().where(Certificate.own_key == own_key))


def _issued() -> sa.Select[Certificate]:
    return sa.select(Certificate).where(Certificate.status.in_(ISSUED))


def _one(query: sa.Select[Certificate]) -> OwnCertificate:
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return _own(found)


def _own(certificate: Certificate) -> OwnCertificate:
    heirs = followers(certificate)
    valid = certificate.status == CertificateStatus.VALID
    return OwnCertificate(
        id=certificate.id,
        title=certificate.title,
        name=certificate.name,
        unit=certificate.unit,
        award=certificate.award,
        occasion=str((certificate.content or {}).get("common", {}).get("occasion", "")),
        issuer=certificate.issuer,
        number=certificate.number,
        issued_on=day_of(certificate.issued_on),
        status=certificate.status,
        status_at=certificate.status_at,
        code=certificate.code,
        own_key=certificate.own_key,
        successor=heirs[-1].code if heirs else "",
        successor_valid=bool(heirs) and heirs[-1].status == CertificateStatus.VALID,
        file=certificate.file if valid else None,
        size=certificate.size,
    )


def day_of(text: str) -> date | None:
    """A stored day (ISO); None for what isn't one."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
