"""Pictures, sound and film of questions, kept beside the database by their SHA-256."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.quizzes.access import bank_for
from blueprints.quizzes.models import BankQuestion
from blueprints.quizzes.services.bank.questions import locked_bank, note, question_for
from store import NotFound, UserError, db, write
from store.actors import Actor
from store.files import files

MOST_AT_ONCE = 200


@dataclass(frozen=True)
class MediaInput:
    """A file that was looked at and made ready; `type` is its media type."""

    kind: str
    type: str
    content: bytes


def set_media(actor: Actor, question_id: int, given: MediaInput, now: datetime) -> None:
    """Show or play this with the question; what was there before goes."""
    _require_keeper(actor, question_id)
    name = files().put(given.content)
    with write():
        bank, question = question_for(actor, question_id)
        _put(question, name, given, now)
        note(actor, "bank.media_set", bank, now, ref=question.ref, kind=given.kind)


def remove_media(actor: Actor, question_id: int, now: datetime) -> None:
    """The question goes without again; quizzes that have drawn it keep theirs."""
    with write():
        bank, question = question_for(actor, question_id)
        if question.media is None:
            return
        question.media = question.media_kind = None
        question.media_type = ""
        question.version, question.updated_at = question.version + 1, now
        note(actor, "bank.media_removed", bank, now, ref=question.ref)


def attach_media(
    actor: Actor, organisation_id: int, given: Sequence[tuple[str, MediaInput]], now: datetime
) -> int:
    """Many files, each with the number of its question: all are kept, or none."""
    bank_for(actor, organisation_id)
    _require_sensible([ref for ref, _media in given])
    names = [files().put(media.content) for _ref, media in given]
    with write():
        bank = locked_bank(actor, organisation_id)
        known = _by_ref(organisation_id, [ref for ref, _media in given])
        unknown = [ref for ref, _media in given if ref not in known]
        if unknown:
            raise UserError(
                _(
                    "The bank has no question %(refs)s. No file was kept.",
                    refs=", ".join(unknown[:10]),
                ),
                code="files",
            )
        for name, (ref, media) in zip(names, given, strict=True):
            _put(known[ref], name, media, now)
        note(actor, "bank.media_attached", bank, now, count=len(given))
        return len(given)


def _require_keeper(actor: Actor, question_id: int) -> None:
    """Before a file is written for somebody who may not."""
    found = db.session.get(BankQuestion, question_id)
    if found is None:
        raise NotFound
    bank_for(actor, found.organisation_id)


def _require_sensible(refs: Sequence[str]) -> None:
    twice = [ref for n, ref in enumerate(refs) if ref in refs[:n]]
    if twice:
        raise UserError(
            _("Two files are for question %(ref)s. No file was kept.", ref=twice[0]), code="files"
        )
    if len(refs) > MOST_AT_ONCE:
        raise UserError(_("At most %(n)d files at once.", n=MOST_AT_ONCE), code="files")


def _by_ref(organisation_id: int, refs: Sequence[str]) -> dict[str, BankQuestion]:
    rows = db.session.scalars(
        sa.select(BankQuestion).where(
            BankQuestion.organisation_id == organisation_id, BankQuestion.ref.in_(refs)
        )
    )
    return {row.ref: row for row in rows}


def _put(question: BankQuestion, name: str, given: MediaInput, now: datetime) -> None:
    question.media, question.media_kind, question.media_type = name, given.kind, given.type
    question.version, question.updated_at = question.version + 1, now
