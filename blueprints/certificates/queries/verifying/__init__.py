"""What anybody may know of a certificate whose code, or whose file, they hold."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa

from blueprints.certificates import codes
from blueprints.certificates.models import Certificate, CertificateStatus, Notice, SigningKey
from blueprints.certificates.queries.mine import day_of
from blueprints.certificates.queries.succession import followers, forerunners
from blueprints.certificates.queries.verifying.names import is_body, masked, without_names
from documents.inspecting import Inspected, Signature
from store import db


class Standing(StrEnum):
    """What a verification page says of a certificate."""

    GENUINE = "genuine"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"
    NOT_ISSUED = "not_issued"
    UNKNOWN = "unknown"


class FileStanding(StrEnum):
    """What it says of a file. Only `as_issued` speaks of a certificate in the register."""

    AS_ISSUED = "as_issued"
    NOTICE = "notice"  # a notice or decision, byte for byte as it was issued
    COPY = "copy"  # it bears the code of a certificate, and isn't its file: changed or saved anew
    ALTERED = "altered"
    OURS = "ours"  # signed with a key that is known here, but no file of the register
    SIGNED_ELSEWHERE = "signed_elsewhere"
    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"


_STANDINGS = {
    CertificateStatus.VALID: Standing.GENUINE,
    CertificateStatus.REVOKED: Standing.REVOKED,
    CertificateStatus.SUPERSEDED: Standing.SUPERSEDED,
    CertificateStatus.RESERVED: Standing.NOT_ISSUED,
}


@dataclass(frozen=True)
class Verified:
    """A certificate as the public sees it: `name` is masked unless it is a unit's or a team's.

    `successor` is the code of the certificate that stands in its place now, after all corrections;
    that one may have been revoked. Before it was issued, everything but the code is empty.
    """

    standing: Standing
    code: str
    title: str = ""
    name: str = ""
    of_body: bool = False
    unit: str = ""
    award: str = ""
    occasion: str = ""
    issuer: str = ""
    keeper: str = ""
    number: str = ""
    issued_on: date | None = None
    issued_at: datetime | None = None
    status_at: datetime | None = None
    reason: str = ""
    signed_by: str = ""
    signed_fingerprint: str = ""
    successor: str = ""
    successor_valid: bool = False

    @property
    def grouped_code(self) -> str:
        return codes.grouped(self.code)


@dataclass(frozen=True)
class NoticeVerified:
    """An issued notice (`kind` notice) or decision as the public sees it."""

    kind: str
    title: str
    issuer: str
    keeper: str
    document_number: str
    issued_on: date | None
    issued_at: datetime | None


@dataclass(frozen=True)
class FileVerified:
    """What a file turned out to be; `certificate` or `notice` when it is one that was issued.

    `claimed`: the certificate whose code stands on a file that isn't the one that was issued.
    """

    standing: FileStanding
    certificate: Verified | None = None
    signatures: tuple[Signature, ...] = ()
    notice: NoticeVerified | None = None
    claimed: Verified | None = None


def by_code(typed: str) -> Verified | None:
    """The certificate of a code, however it is written; None for an unknown one."""
    code = codes.normalised(typed)
    if not code:
        return None
    found = db.session.scalar(sa.select(Certificate).where(Certificate.code == code))
    return _shown(found) if found is not None else None


def is_address_of_one(parts: Mapping[str, str]) -> bool:
    """Whether the parts of an address, a `code` or an `own_key`, are a certificate's."""
    if "own_key" in parts:
        mine = Certificate.own_key == parts["own_key"]
    else:
        mine = Certificate.code == codes.normalised(parts.get("code", ""))
    shown = sa.select(Certificate.id).where(mine, Certificate.status.in_(_STANDINGS))
    return db.session.scalar(sa.select(shown.exists())) or False


def by_file(content: bytes, look: Callable[[bytes], Inspected]) -> FileVerified:
    """What there is to a file; `look` examines one that isn't, byte for byte, one of ours.

    A file of the register needs no looking at: nobody who holds one has to wait for strangers
    with difficult files. Of another one, the code that stands on it is looked up, as if it had
    been typed; a file is worth one code, so that handing in files guesses no faster than typing.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    found = db.session.scalar(sa.select(Certificate).where(Certificate.file == sha256))
    shown = _shown(found) if found is not None else None
    if shown is not None:
        return FileVerified(FileStanding.AS_ISSUED, shown)
    notice = db.session.scalar(sa.select(Notice).where(Notice.file == sha256).limit(1))
    if notice is not None:
        return FileVerified(FileStanding.NOTICE, notice=_told(notice))
    inspected = look(content)
    claimed = by_code(codes.printed_in(inspected.text))
    standing = _standing_of(inspected)
    if claimed is not None and not inspected.signatures:
        standing = FileStanding.COPY
    return FileVerified(standing, None, inspected.signatures, claimed=claimed)


def same_number(typed: str, number: str) -> bool:
    """Whether two spellings mean one number: blanks, and the many sorts of brackets, aside."""
    return _plain(typed) == _plain(number)


def _standing_of(inspected: Inspected) -> FileStanding:
    if inspected.broken:
        return FileStanding.UNREADABLE
    if not inspected.signatures:
        return FileStanding.UNKNOWN
    untouched = inspected.signatures[-1].whole  # those before it can't cover the later ones
    if not untouched or not all(each.intact for each in inspected.signatures):
        return FileStanding.ALTERED
    if any(_is_known(each.fingerprint) for each in inspected.signatures):
        return FileStanding.OURS
    return FileStanding.SIGNED_ELSEWHERE


def _is_known(fingerprint: str) -> bool:
    ours = sa.select(SigningKey.id).where(SigningKey.fingerprint == fingerprint)
    return db.session.scalar(sa.select(ours.exists())) or False


def _told(notice: Notice) -> NoticeVerified:
    return NoticeVerified(
        kind=notice.kind,
        title=notice.title,
        issuer=notice.issuer,
        keeper=notice.organisation.name,
        document_number=notice.document_number,
        issued_on=day_of(notice.issued_on),
        issued_at=notice.issued_at,
    )


def _shown(certificate: Certificate) -> Verified | None:
    standing = _STANDINGS.get(CertificateStatus(certificate.status))
    if standing is None:  # void: it never was a certificate
        return None
    if standing is Standing.NOT_ISSUED:
        return Verified(standing, certificate.code)
    return _full(certificate, standing)


def _full(certificate: Certificate, standing: Standing) -> Verified:
    heirs = followers(certificate)
    content = certificate.content or {}
    body = is_body(certificate.name, certificate.unit, content.get("values", {}))
    kin = [certificate, *heirs, *forerunners(certificate)]
    names = [] if body else [one.name for one in kin]
    return Verified(
        standing=standing,
        code=certificate.code,
        title=certificate.title,
        name=certificate.name if body else masked(certificate.name),
        of_body=body,
        unit=without_names(certificate.unit, names),
        award=without_names(certificate.award, names),
        occasion=without_names(str(content.get("common", {}).get("occasion", "")), names),
        issuer=certificate.issuer,
        keeper=certificate.organisation.name,
        number=certificate.number,
        issued_on=day_of(certificate.issued_on),
        issued_at=certificate.issued_at,
        status_at=certificate.status_at,
        reason=without_names(certificate.status_reason, names),
        signed_by=certificate.signed_by,
        signed_fingerprint=certificate.signed_fingerprint,
        successor=heirs[-1].code if heirs else "",
        successor_valid=bool(heirs) and heirs[-1].status == CertificateStatus.VALID,
    )


_BRACKETS = str.maketrans("〔〕[]（）()【】［］", "            ")


def _plain(number: str) -> str:
    return "".join(number.translate(_BRACKETS).split()).casefold()
