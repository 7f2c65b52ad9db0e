"""Papers of an exam: codes to hand out, the device that writes, minutes given on top.

A code is good until the paper is handed in. Whoever enters it on another device goes on there; the
device before is put out, and what it had not sent is told there.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.contests.access import require_unarchived
from blueprints.contests.models import RoundEntry
from blueprints.contests.services.codes import require_sealed
from blueprints.contests.services.seats import token_hash
from blueprints.quizzes.access import exam_for, paper_for
from blueprints.quizzes.models import Exam, ExamPaper, ExamState, HandedInBy
from blueprints.quizzes.services.exams.common import note
from blueprints.quizzes.services.exams.running import hand_in_as
from store import UserError, db, write
from store.actors import Actor

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without what is read for something else
CODE_LENGTH = 8
TOKEN_BYTES = 24
MOST_EXTRA, REASON_LENGTH = 240, 200


@dataclass(frozen=True)
class Sat:
    """A device that writes a paper from now on; the token is for its cookie alone."""

    paper_id: int
    token: str


def plain_code(text: str) -> str:
    """A code as it was meant: capitals without blanks and hyphens; empty for what is none."""
    code = "".join(one for one in text[:40].upper() if one.isalnum())
    return code if len(code) == CODE_LENGTH and set(code) <= set(ALPHABET) else ""


def issue_codes(actor: Actor, exam_id: int, now: datetime) -> dict[int, str]:
    """A fresh code for every paper that isn't handed in; those before no longer work.

    Papers are made here, for all entrants of the round. By paper id, in running order.
    """
    with write():
        exam = exam_for(actor, exam_id, lock=True)
        require_sealed(exam.round)
        codes = {
            paper.id: _give_code(paper) for paper in _papers(exam) if paper.handed_in_at is None
        }
        note(actor, exam, "exam.codes_issued", now, papers=len(codes))
        return codes


def issue_code(actor: Actor, exam_id: int, paper_id: int, now: datetime) -> str:
    """A fresh code for one paper."""
    with write():
        paper = paper_for(actor, exam_id, paper_id)
        code = _give_code(paper)
        note(actor, paper.exam, "exam.code_issued", now, paper=paper.id)
        return code


def paper_by_code(code: str) -> ExamPaper:
    """The paper to which a code belongs; refused in words when there is none."""
    plain = plain_code(code)
    paper: ExamPaper | None = db.session.scalar(
        sa.select(ExamPaper).where(ExamPaper.code_hash == token_hash(plain))
    )
    if not plain or paper is None:
        raise UserError(
            _("This code is not known. Read it again from your slip, or ask the invigilator."),
            code="unknown_code",
        )
    return paper


def sit_down(code: str, label: str, now: datetime, *, take_over: bool) -> Sat:
    """Write the paper on this device. One that is written elsewhere is asked about (`taken`)."""
    with write():
        paper = paper_by_code(code)
        db.session.refresh(paper, with_for_update=True)
        require_unarchived(paper.exam.round.contest)
        if paper.token_hash is not None and paper.handed_in_at is None and not take_over:
            raise UserError(_("This paper is open on another device."), status=409, code="taken")
        token = secrets.token_urlsafe(TOKEN_BYTES)
        paper.token_hash, paper.label = token_hash(token), label[:120]
        paper.device, paper.seen_at = paper.device + 1, now
        return Sat(paper.id, token)


def give_minutes(
    actor: Actor, exam_id: int, paper_id: int, minutes: int, reason: str, now: datetime
) -> None:
    """More time for one paper, with the reason.

    A paper that was handed in already is opened again, with these minutes from now on.
    """
    with write():
        paper = paper_for(actor, exam_id, paper_id)
        exam = paper.exam
        _require_extra(exam, paper, minutes, reason)
        paper.extra += minutes
        if paper.handed_in_at is not None:
            paper.handed_in_at, paper.handed_in_by = None, ""
            paper.deadline_at = now + timedelta(minutes=minutes)
        elif paper.deadline_at is not None:
            paper.deadline_at += timedelta(minutes=minutes)
        paper.note = reason.strip()[:REASON_LENGTH]
        note(actor, exam, "exam.minutes_given", now, paper=paper.id, minutes=minutes,
             reason=paper.note)  # fmt: skip


def collect(actor: Actor, exam_id: int, paper_id: int, now: datetime) -> None:
    """Hand one paper in for its entrant, as it stands."""
    with write():
        paper = paper_for(actor, exam_id, paper_id)
        if paper.started_at is None or paper.handed_in_at is not None:
            raise UserError(_("This paper is not being written."), status=409)
        hand_in_as(paper, HandedInBy.DESK, now)
        note(actor, paper.exam, "exam.paper_collected", now, paper=paper.id)


def _require_extra(exam: Exam, paper: ExamPaper, minutes: int, reason: str) -> None:
    if exam.state != ExamState.OPEN:
        raise UserError(_("The exam is over; no time can be given any more."), status=409)
    if not 1 <= minutes <= MOST_EXTRA or paper.extra + minutes > MOST_EXTRA:
        raise UserError(_("Between 1 and %(n)d minutes can be given.", n=MOST_EXTRA))
    if not reason.strip():
        raise UserError(_("Say why time is given."))


def _papers(exam: Exam) -> list[ExamPaper]:
    """One for every entrant of the round, in running order; made where there is none."""
    entry_ids = db.session.scalars(
        sa.select(RoundEntry.entry_id)
        .where(RoundEntry.round_id == exam.round_id)
        .order_by(RoundEntry.position, RoundEntry.id)
    ).all()
    known = {
        paper.entry_id: paper
        for paper in db.session.scalars(
            sa.select(ExamPaper)
            .where(ExamPaper.exam_id == exam.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    }
    for entry_id in entry_ids:
        if entry_id not in known:
            known[entry_id] = _new_paper(exam, entry_id)
    db.session.flush()
    return [known[entry_id] for entry_id in entry_ids]


def _new_paper(exam: Exam, entry_id: int) -> ExamPaper:
    paper = ExamPaper(exam_id=exam.id, entry_id=entry_id, seed=secrets.randbelow(2**62))
    db.session.add(paper)
    return paper


def _give_code(paper: ExamPaper) -> str:
    code = "".join(secrets.choice(ALPHABET) for _n in range(CODE_LENGTH))
    paper.code_hash = token_hash(code)
    return code
