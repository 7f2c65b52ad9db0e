"""`flask certificate verify`: is this file, code or number a genuine certificate?"""

import re
import sys
from pathlib import Path

import click
import sqlalchemy as sa

from blueprints.certificates.commands.group import certificate
from blueprints.certificates.models import Certificate, CertificateStatus
from blueprints.certificates.queries.verifying import (
    FileStanding,
    FileVerified,
    Standing,
    Verified,
    by_code,
    by_file,
    same_number,
)
from blueprints.certificates.studio import studio
from store import db

WORDS = {
    Standing.GENUINE: "genuine",
    Standing.REVOKED: "revoked",
    Standing.SUPERSEDED: "superseded by another certificate",
    Standing.NOT_ISSUED: "not issued yet",
}
FILE_WORDS = {
    FileStanding.AS_ISSUED: "as issued",
    FileStanding.NOTICE: "a notice or decision, as issued",
    FileStanding.COPY: "not as issued: changed, or saved anew",
    FileStanding.ALTERED: "altered after it was signed",
    FileStanding.OURS: "signed by a key that is known here, but not in the register",
    FileStanding.SIGNED_ELSEWHERE: "signed by somebody else, not in the register",
    FileStanding.UNKNOWN: "not in the register, not signed",
    FileStanding.UNREADABLE: "no PDF that can be read",
}
MOST_BYTES = 20 * 1024 * 1024


@certificate.command()
@click.argument("what", metavar="FILE|CODE|NUMBER")
def verify(what: str) -> None:
    """Tell whether a PDF, the code in its QR or its number is of a genuine certificate.

    Exit 0 for a genuine one that stands in the register and is valid (or the file of a notice as
    it was issued), else 1.
    """
    if Path(what).is_file():
        genuine = _tell_file(Path(what))
    else:
        genuine = _tell(by_code(what) or _by_number(what))
    if not genuine:
        sys.exit(1)


def _tell_file(file: Path) -> bool:
    if file.stat().st_size > MOST_BYTES:
        raise click.ClickException("the file is larger than any certificate (20 MB)")
    found: FileVerified = by_file(file.read_bytes(), studio().inspector.look)
    click.echo(f"file: {FILE_WORDS[found.standing]}")
    for signature in found.signatures:
        state = "intact" if signature.intact else "broken"
        click.echo(f"signature: {signature.subject}, {state}, {signature.fingerprint}")
    if found.standing is FileStanding.AS_ISSUED:
        return _tell(found.certificate)
    if found.claimed is not None:
        click.echo(f"code on it: {found.claimed.grouped_code}; verify that, and compare")
    return found.standing is FileStanding.NOTICE


def _tell(found: Verified | None) -> bool:
    if found is None:
        click.echo("unknown: no certificate of this register has this code or number")
        return False
    click.echo(f"{found.grouped_code}: {WORDS[found.standing]}")
    lines = {
        "number": found.number,
        "title": found.title,
        "name": found.name,
        "unit": found.unit,
        "award": found.award,
        "issuer": found.issuer,
        "issued on": found.issued_on.isoformat() if found.issued_on else "",
        "since": found.status_at.isoformat() if found.status_at else "",
        "reason": found.reason,
        "successor": found.successor,
    }
    for label, text in lines.items():
        if text:
            click.echo(f"  {label}: {text}")
    return found.standing is Standing.GENUINE


def _by_number(number: str) -> Verified | None:
    """The certificate of a number, its brackets and blanks in any spelling."""
    serials = re.findall(r"[0-9]+", number)
    if not serials:
        return None
    rows = db.session.execute(
        sa.select(Certificate.code, Certificate.number).where(
            Certificate.number.contains(serials[-1]),
            Certificate.status != CertificateStatus.VOID,
        )
    )
    codes = [row.code for row in rows if same_number(number, row.number)]
    if len(codes) > 1:
        raise click.ClickException("several bodies have given this number; use the code")
    return by_code(codes[0]) if codes else None
