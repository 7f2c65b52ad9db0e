"""Certificates that were issued, with files that are real PDFs where a test needs them."""

import io
from collections.abc import Sequence
from datetime import datetime

import pikepdf

from blueprints.certificates.award_rows import AwardRow
from blueprints.certificates.models import Certificate
from store import db, write
from store.files import files
from tests.support.issuing import certificates_of, issue_undrawn, running

CLERK = "李示四"  # the name of the clerk's account in tests.support.people
ROWS = (
    AwardRow(CLERK, "同志", "示例机床厂工会", "一等奖"),
    AwardRow("孙示三", "同志", "示例第三工厂", "二等奖"),
    AwardRow("示例街道总工会", "", "示例街道总工会", "优秀组织奖"),
)


def issued(
    organisation_id: int, now: datetime, rows: Sequence[AwardRow] = ROWS
) -> list[Certificate]:
    """Valid certificates, one for each row; their files aren't PDFs."""
    batch_id = running(organisation_id, list(rows), now)
    assert issue_undrawn(batch_id, "worker", now)
    return certificates_of(batch_id)


def with_file(certificate_id: int, pdf: bytes, signed_by: str = "") -> None:
    """Let a certificate have been issued as this PDF."""
    with write():
        certificate = anew(certificate_id)
        certificate.file, certificate.size = files().put(pdf), len(pdf)
        certificate.signed_by = signed_by


def page_saying(words: str) -> bytes:
    """A PDF with these words (ASCII) on its one page, as any program could make it."""
    content = b"BT /F 12 Tf 40 700 Td (%s) Tj ET" % words.encode()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(595, 842))
        face = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=face))
        page.Contents = pdf.make_stream(content)
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, compress_streams=False)
    return out.getvalue()


def anew(certificate_id: int) -> Certificate:
    """The certificate, read anew."""
    return db.session.get_one(Certificate, certificate_id, populate_existing=True)
