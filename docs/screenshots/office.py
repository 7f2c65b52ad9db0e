"""The union's office of the demonstration: what is there before a picture is taken."""

from dataclasses import dataclass

import sqlalchemy as sa

from blueprints.certificates.award_rows import AwardRow
from blueprints.certificates.models import (
    AwardList,
    Batch,
    BatchRow,
    Certificate,
    HonorRoll,
    Notice,
    Seal,
    Source,
)
from blueprints.certificates.services import lists, notices
from blueprints.certificates.services.notices import NoticeInput
from blueprints.certificates.services.notices import issuing as notices_issuing
from blueprints.certificates.services.templates import editing as templates_editing
from blueprints.contests.demo import world
from store import db
from store.files import files
from web import clock

KEEPER, ORGANISER = "demo-union", "demo-organiser"
NUMBER = "示总工发〔2026〕18号"
WORDS = ("kind", "title", "issuer", "issued_on", "addressed_to", "opening", "closing", "language")
# At whom the pre-flight stops: a character that the template's typeface lacks, a citation that no
# sheet has room for, and no award.
DOUBTFUL = (
    AwardRow("赵示㐭", "同志", "示例重工工会", "优秀奖", "操作规范"),
    AwardRow("吴示九", "同志", "示例阀门工会", "优秀奖", "攻坚克难，精益求精，" * 40),
    AwardRow("冯示四", "同志", "示例泵业工会", "", "操作规范"),
)


@dataclass(frozen=True)
class Issued:
    """A certificate as it was issued, and the code by which it is verified."""

    pdf: bytes
    code: str


class Office:
    """Reads and prepares in the server's own data. Needs the application's context."""

    def __init__(self) -> None:
        self._organiser, self._keeper = world.actor(ORGANISER), world.actor(KEEPER)
        award_list = db.session.scalars(
            sa.select(AwardList).where(AwardList.source == Source.CONTEST)
        ).one()
        self.prize_list, self._organisation = award_list.id, award_list.organisation_id
        self.seal = db.session.scalars(sa.select(Seal.id)).one()

    def roll(self) -> str:
        """The address of the published honor roll."""
        return db.session.scalars(sa.select(HonorRoll.slug)).one()

    def issued_notice(self) -> bytes:
        """The demonstration's notice with a number and a seal, approved by the keeper."""
        notice = db.session.scalars(sa.select(Notice)).one()
        words = {name: getattr(notice, name) for name in WORDS}
        given = NoticeInput(**words, document_number=NUMBER, seal_id=self.seal)
        notices.update_notice(self._organiser, notice.id, given, clock.now())
        notices.submit_notice(self._organiser, notice.id, clock.now())
        notices_issuing.issue_notice(self._keeper, notice.id, clock.now())
        return _stored(db.session.get_one(Notice, notice.id).file)

    def own_template(self) -> int:
        """A template of the union's own, taken from a ready-made one."""
        ref = "honor-landscape-red"
        made = templates_editing.copy_ready_made(
            self._organiser, ref, self._organisation, "", clock.now()
        )
        return made.id

    def add_doubtful_rows(self) -> None:
        """People at whom the pre-flight stops."""
        for row in DOUBTFUL:
            lists.add_recipient(self._organiser, self.prize_list, row, clock.now())

    def first_certificate(self) -> Issued:
        """The first prize's."""
        db.session.rollback()  # the server has issued it since
        found = db.session.scalars(
            sa.select(Certificate)
            .join(Batch, Batch.id == Certificate.batch_id)
            .join(BatchRow, BatchRow.id == Certificate.row_id)
            .where(Batch.list_id == self.prize_list)
            .order_by(BatchRow.position)
            .limit(1)
        ).one()
        return Issued(_stored(found.file), found.code)


def _stored(name: str | None) -> bytes:
    assert name is not None
    return files().read(name)
