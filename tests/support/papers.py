"""Everything that a union's documents consist of, once each: for tests that look at every page."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from blueprints.certificates.award_rows import AwardRow
from blueprints.certificates.models import (
    BatchFile,
    Certificate,
    HonorRoll,
    Recipient,
    Seal,
    SigningKey,
    TemplateVersion,
    UploadedFont,
)
from blueprints.certificates.services import notices, rolls
from blueprints.certificates.services.notices import NoticeInput
from blueprints.certificates.services.rolls import RollInput
from documents.plain_pdf import one_page
from documents.seals import seal_svg
from store import db, write
from store.actors import SYSTEM
from store.files import files
from tests.support import issuing
from tests.support.award_lists import filled_list

HOLDER = "欧阳示例"
PEOPLE = (
    AwardRow(HOLDER, "同志", "示例精工有限公司工会", "一等奖", "技艺精湛，表现优异，"),
    AwardRow("赵示一", "同志", "示例重工工会", "二等奖"),
    AwardRow("示例电气工会", "", "", "优秀组织奖"),
)


@dataclass(frozen=True)
class Papers:
    """Ids, and the words that addresses have in their place."""

    organisation_id: int
    list_id: int
    recipient_id: int
    recipient_key: str
    draft_id: int
    draft_row_id: int
    batch_id: int
    file_id: int
    certificate_id: int
    code: str
    own_key: str
    scheme_id: int
    template_id: int
    version_id: int
    seal_id: int
    key_id: int
    font_id: int
    roll_id: int
    slug: str
    notice_id: int


def make_papers(organisation_id: int, now: datetime, account_id: int | None = None) -> Papers:
    """Make them. The first person's certificate is `account_id`'s own."""
    list_id = filled_list(organisation_id, PEOPLE, now)
    draft_id = issuing.passed(issuing.made(organisation_id, PEOPLE, now), now)
    batch_id = issuing.running(organisation_id, PEOPLE, now)
    issuing.issue_undrawn(batch_id, "papers", now)
    certificate = issuing.certificates_of(batch_id)[0]
    with write():
        _give(certificate.id, account_id)
        seal, key, font = (_add(one) for one in (*_authority(organisation_id, now), _font(now)))
        file = _add(
            BatchFile(
                batch_id=batch_id,
                state="ready",
                options={"text_only": False, "dx_mm": "0", "dy_mm": "0", "imposed": False},
                file=files().put(one_page()),
                pages=1,
                asked_by="system",
                asked_at=now,
            )
        )
    roll_id = rolls.create_roll(SYSTEM, list_id, RollInput("光荣榜"), now)
    rolls.publish_roll(SYSTEM, roll_id, "本人同意", now)
    wanted = NoticeInput("notice", "关于表彰的通报", "示例市总工会", "2026-05-12")
    notice_id = notices.create_notice(SYSTEM, list_id, wanted, now)
    certificate = issuing.certificates_of(batch_id)[0]
    first = issuing.rows_of(draft_id)[0]
    return Papers(
        organisation_id=organisation_id,
        list_id=list_id,
        recipient_id=_first_of(list_id).id,
        recipient_key=_first_of(list_id).key,
        draft_id=draft_id,
        draft_row_id=first.id,
        batch_id=batch_id,
        file_id=file,
        certificate_id=certificate.id,
        code=certificate.code,
        own_key=certificate.own_key,
        scheme_id=certificate.scheme_id,
        template_id=db.session.get_one(TemplateVersion, certificate.version_id).template_id,
        version_id=certificate.version_id,
        seal_id=seal,
        key_id=key,
        font_id=font,
        roll_id=roll_id,
        slug=db.session.get_one(HonorRoll, roll_id).slug,
        notice_id=notice_id,
    )


def _add(row: object) -> int:
    db.session.add(row)
    db.session.flush()
    made: int = row.id  # type: ignore[attr-defined]
    return made


def _give(certificate_id: int, account_id: int | None) -> None:
    db.session.get_one(Certificate, certificate_id).account_id = account_id


def _authority(organisation_id: int, now: datetime) -> tuple[Seal, SigningKey]:
    seal = Seal(
        organisation_id=organisation_id,
        title="示例市总工会",
        image=files().put(seal_svg("示例市总工会").encode()),
        media="image/svg+xml",
        for_trying=True,
        created_at=now,
    )
    key = SigningKey(
        organisation_id=organisation_id,
        title="示例签名",
        subject="示例市总工会",
        issuer="示例市总工会",
        algorithm="P-256",
        fingerprint="ab" * 32,
        not_before=now,
        not_after=now.replace(year=now.year + 5),
        self_made=True,
        pkcs12=b"never opened here",
        password=b"never opened here",
        created_at=now,
    )
    return seal, key


def _font(now: datetime) -> UploadedFont:
    """One that was taken out of use, so that nothing is set in it."""
    return UploadedFont(
        family="示例仿宋",
        role="fangsong",
        file=files().put(b"a font"),
        glyphs=6763,
        retired_at=now,
        created_at=now,
    )


def _first_of(list_id: int) -> Recipient:
    query = sa.select(Recipient).where(Recipient.list_id == list_id).order_by(Recipient.position)
    return db.session.scalars(query.limit(1)).one()
