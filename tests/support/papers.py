"""Everything that a union's documents consist of, in every state that a page shows.

For tests that look at every page and every address. Nothing is drawn: certificates have a small
PDF of no content, since drawing takes a thousand times as long.
"""

from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from blueprints.certificates.award_rows import AwardRow
from blueprints.certificates.models import (
    Certificate,
    HonorRoll,
    SigningKey,
    TemplateVersion,
    UploadedFont,
)
from blueprints.certificates.services import corrections, lists, notices, outputs, rolls, status
from blueprints.certificates.services.batches import steps as batches_steps
from blueprints.certificates.services.notices import NoticeInput
from blueprints.certificates.services.outputs import PrintInput
from blueprints.certificates.services.rolls import RollInput
from documents.plain_pdf import one_page
from store import db, write
from store.actors import SYSTEM
from store.files import files
from tests.support import issuing
from tests.support.award_lists import filled_list, rows_of
from tests.support.honors import jpeg

HOLDER, WITHDRAWN = "欧阳示例", "上官示例"
PEOPLE = (
    AwardRow(HOLDER, "同志", "示例精工有限公司工会", "一等奖", "技艺精湛，表现优异，"),
    AwardRow("赵示一", "同志", "示例重工工会", "二等奖"),
    AwardRow("示例电气工会", "", "", "优秀组织奖"),
)


@dataclass(frozen=True)
class Batches:
    """One in each state; `done` has a print file and three certificates, in three states."""

    draft: int
    draft_row: int
    submitted: int
    running: int
    paused: int
    done: int
    print_file: int


@dataclass(frozen=True)
class Published:
    """Rolls and notices, by their state; `slug` is the published roll's, `draft_slug` a draft's."""

    draft_roll: int
    draft_slug: str
    roll: int
    slug: str
    withdrawn_roll: int
    draft_notice: int
    submitted_notice: int
    issued_notice: int


@dataclass(frozen=True)
class Papers:
    """Ids, and the words that addresses have in their place.

    On the list is, last, somebody who withdrew from publication (WITHDRAWN).
    """

    organisation_id: int
    list_id: int
    recipient_id: int
    withdrawn_id: int
    batches: Batches
    certificate_id: int
    code: str
    own_key: str
    revoked_id: int
    revoked_code: str
    superseded_id: int
    superseded_code: str
    superseded_key: str
    scheme_id: int
    template_id: int
    version_id: int
    seal_id: int
    key_id: int
    font_id: int
    published: Published


def make_papers(organisation_id: int, now: datetime, account_id: int | None = None) -> Papers:
    """Make them. The first person's certificate is `account_id`'s own."""
    people = (*PEOPLE, AwardRow(WITHDRAWN, "同志", "示例轴承厂工会", "二等奖"))
    list_id = filled_list(organisation_id, people, now)
    first, *_others, withdrawn = rows_of(list_id)
    lists.set_photo(SYSTEM, list_id, first.id, jpeg(), now)
    lists.set_photo(SYSTEM, list_id, withdrawn.id, jpeg("#998877"), now)
    lists.hide_recipient(SYSTEM, list_id, withdrawn.id, "本人要求", now)
    seal_id = issuing.seal(organisation_id, now)
    batches = _batches(organisation_id, seal_id, now)
    own, revoked, superseded = _certificates(batches.done, account_id, now)
    return Papers(
        organisation_id=organisation_id,
        list_id=list_id,
        recipient_id=first.id,
        withdrawn_id=withdrawn.id,
        batches=batches,
        certificate_id=own.id,
        code=own.code,
        own_key=own.own_key,
        revoked_id=revoked.id,
        revoked_code=revoked.code,
        superseded_id=superseded.id,
        superseded_code=superseded.code,
        superseded_key=superseded.own_key,
        scheme_id=own.scheme_id,
        template_id=db.session.get_one(TemplateVersion, own.version_id).template_id,
        version_id=own.version_id,
        seal_id=seal_id,
        key_id=_add(_key(organisation_id, now)),
        font_id=_add(_font(now)),
        published=_published(list_id, seal_id, now),
    )


def _batches(organisation_id: int, seal_id: int, now: datetime) -> Batches:
    draft = issuing.passed(issuing.made(organisation_id, PEOPLE, now), now)
    running, paused, done = (issuing.running(organisation_id, PEOPLE, now) for _each in range(3))
    batches_steps.pause(SYSTEM, paused, now)
    issuing.issue_undrawn(done, "papers", now)
    [print_file] = outputs.ask_print(SYSTEM, done, PrintInput(), now)
    with write():
        file = db.session.get_one(outputs.BatchFile, print_file)
        file.state, file.file, file.pages = "ready", files().put(one_page()), 1
    return Batches(
        draft=draft,
        draft_row=issuing.rows_of(draft)[0].id,
        submitted=issuing.running(organisation_id, PEOPLE, now, seal_id=seal_id),
        running=running,
        paused=paused,
        done=done,
        print_file=print_file,
    )


def _certificates(batch_id: int, account_id: int | None, now: datetime) -> list[Certificate]:
    """The holder's own, a revoked one, and one that another has taken the place of."""
    own, revoked, superseded = (one.id for one in issuing.certificates_of(batch_id))
    status.revoke(SYSTEM, revoked, "赵示一弄虚作假", now)
    corrected = replace(PEOPLE[2], name="示例电气集团工会")
    successor = corrections.begin_correction(SYSTEM, superseded, corrected, "单位更名", now)
    batches_steps.submit(SYSTEM, issuing.passed(successor, now), now)
    issuing.issue_undrawn(successor, "papers", now)
    with write():
        db.session.execute(sa.update(Certificate).values(file=files().put(one_page())))
        db.session.get_one(Certificate, own).account_id = account_id
    db.session.rollback()
    return [db.session.get_one(Certificate, one) for one in (own, revoked, superseded)]


def _published(list_id: int, seal_id: int, now: datetime) -> Published:
    draft, public, withdrawn = (
        rolls.create_roll(SYSTEM, list_id, RollInput(title), now)
        for title in ("未公开的光荣榜", "光荣榜", "已撤下的光荣榜")
    )
    for roll in (public, withdrawn):
        rolls.publish_roll(SYSTEM, roll, "本人同意", now)
    rolls.withdraw_roll(SYSTEM, withdrawn, "期满", now)
    return Published(
        draft_roll=draft,
        draft_slug=_slug(draft),
        roll=public,
        slug=_slug(public),
        withdrawn_roll=withdrawn,
        draft_notice=_notice(list_id, None, now),
        submitted_notice=_submitted_notice(list_id, seal_id, now),
        issued_notice=_issued_notice(list_id, now),
    )


def _notice(list_id: int, seal_id: int | None, now: datetime) -> int:
    wanted = NoticeInput(
        "notice",
        "关于表彰的通报",
        "示例市总工会",
        "2026-05-12",
        opening="经研究，决定对下列同志予以表彰。",
        seal_id=seal_id,
    )
    return notices.create_notice(SYSTEM, list_id, wanted, now)


def _submitted_notice(list_id: int, seal_id: int, now: datetime) -> int:
    notice_id = _notice(list_id, seal_id, now)
    notices.submit_notice(SYSTEM, notice_id, now)
    return notice_id


def _issued_notice(list_id: int, now: datetime) -> int:
    notice_id = _notice(list_id, None, now)
    with write():
        notice = db.session.get_one(notices.Notice, notice_id)
        notice.content = {**notices.checked_content(notice), "pages": 1}
        notice.state, notice.file = notices.NoticeState.ISSUED, files().put(one_page())
        notice.issued_at = now
    return notice_id


def _add(row: SigningKey | UploadedFont) -> int:
    with write():
        db.session.add(row)
        db.session.flush()
        return row.id


def _key(organisation_id: int, now: datetime) -> SigningKey:
    return SigningKey(
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


def _slug(roll_id: int) -> str:
    return db.session.get_one(HonorRoll, roll_id).slug
