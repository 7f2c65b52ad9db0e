"""An entrant writes a paper: begins, saves answer by answer, hands in.

Each answer carries a version that the page counts up. The server keeps the newest and answers with
what it has, so that a page that was offline, another tab and another device find out where they
stand; the same answer sent twice is one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from blueprints.contests.access import require_unarchived
from blueprints.contests.models import Round
from blueprints.quizzes.models import (
    Exam,
    ExamAnswer,
    ExamPaper,
    ExamQuestion,
    ExamState,
    HandedInBy,
)
from blueprints.quizzes.rules.answers import checked
from blueprints.quizzes.rules.exams import ExamSettings, deadline, places_of, stored_answer
from blueprints.quizzes.services.exams.running import hand_in_as, is_overdue
from store import NotFound, UserError, db, write

MOST_AT_ONCE = 500


@dataclass(frozen=True)
class Given:
    """An answer as the page has it: what was picked by its place on the paper, or texts.

    An empty list takes the answer back.
    """

    question_id: int
    given: Any
    version: int


@dataclass
class Saved:
    """What the server holds now: the versions kept, and where it holds a newer one instead.

    `ends` is the paper's deadline, which may have moved since its page was loaded.
    """

    kept: dict[int, int] = field(default_factory=dict)
    newer: dict[int, int] = field(default_factory=dict)
    ends: datetime | None = None


def begin(paper_id: int, token_hash: str, now: datetime) -> None:
    """The entrant begins; from here on the own clock runs. Beginning twice changes nothing."""
    with write():
        _hold_exam(paper_id)
        paper = _own(paper_id, token_hash)
        if paper.started_at is not None:
            return
        _require_time_to_begin(paper.exam, now)
        exam = paper.exam
        paper.started_at = now
        paper.deadline_at = deadline(now, exam.minutes, exam.closes_at, paper.extra)


def save(paper_id: int, token_hash: str, answers: Sequence[Given], now: datetime) -> Saved:
    """Keep answers. Refused as a whole when the paper is handed in or its time is up."""
    if len(answers) > MOST_AT_ONCE:
        raise _garbled()
    with write():
        paper = _own(paper_id, token_hash)
        over = _hand_in_if_overdue(paper, now)
        if not over:
            _require_writing(paper)
            saved = _keep(paper, answers, now)
            paper.seen_at, saved.ends = now, paper.deadline_at
    if over:
        raise _time_is_up()
    return saved


def hand_in(paper_id: int, token_hash: str, answers: Sequence[Given], now: datetime) -> None:
    """The entrant hands in, with what the page had not sent yet. Twice is once.

    Refused when some of it comes too late to be kept: the page must not forget it.
    """
    with write():
        paper = _own(paper_id, token_hash)
        _hand_in_if_overdue(paper, now)
        is_lost = paper.handed_in_at is not None and not _holds(paper, answers)
        if paper.handed_in_at is None:
            _require_writing(paper)
            _keep(paper, answers, now)
            hand_in_as(paper, HandedInBy.SELF, now)
    if is_lost:
        raise _time_is_up()


def hand_in_if_overdue(paper_id: int, now: datetime) -> None:
    """For whoever reads a paper: one whose time is up is handed in before it is shown."""
    paper = db.session.get(ExamPaper, paper_id)
    if paper is None or paper.handed_in_at is not None or not is_overdue(paper, paper.exam, now):
        return
    with write():
        fresh = db.session.get_one(
            ExamPaper, paper_id, with_for_update=True, populate_existing=True
        )
        _hand_in_if_overdue(fresh, now)


def _hold_exam(paper_id: int) -> None:
    """Nobody closes its exam before this commit; many begin at once, so they share the lock."""
    of_paper = sa.select(ExamPaper.exam_id).where(ExamPaper.id == paper_id).scalar_subquery()
    db.session.execute(sa.select(Exam.id).where(Exam.id == of_paper).with_for_update(read=True))


def _own(paper_id: int, token_hash: str) -> ExamPaper:
    """The paper that this device writes, locked. Another device's is refused (`replaced`)."""
    above = joinedload(ExamPaper.exam, innerjoin=True).joinedload(Exam.round, innerjoin=True)
    paper = db.session.scalar(
        sa.select(ExamPaper)
        .where(ExamPaper.id == paper_id)
        .options(above.joinedload(Round.contest, innerjoin=True))  # hundreds save at once
        .with_for_update(of=ExamPaper)
        .execution_options(populate_existing=True)
    )
    if paper is None:
        raise NotFound
    if paper.token_hash != token_hash:
        raise UserError(
            _("This paper goes on on another device. Enter your code to write here again."),
            status=409,
            code="replaced",
        )
    require_unarchived(paper.exam.round.contest)
    return paper


def _require_time_to_begin(exam: Exam, now: datetime) -> None:
    if exam.state != ExamState.OPEN:
        raise UserError(_("The exam is not open."), status=409, code="not_open")
    if exam.opens_at is not None and now < exam.opens_at:
        raise UserError(_("The exam has not begun yet."), status=409, code="not_open")
    if exam.closes_at is not None and now >= exam.closes_at:
        raise UserError(_("The exam is over."), status=409, code="over")


def _require_writing(paper: ExamPaper) -> None:
    if paper.started_at is None:
        raise UserError(_("Begin the exam first."), status=409, code="not_begun")
    if paper.handed_in_at is not None or paper.exam.state != ExamState.OPEN:
        raise UserError(
            _("This paper is handed in. Nothing is added to it any more."),
            status=409,
            code="over",
        )


def _hand_in_if_overdue(paper: ExamPaper, now: datetime) -> bool:
    if paper.handed_in_at is not None or not is_overdue(paper, paper.exam, now):
        return False
    hand_in_as(paper, HandedInBy.CLOCK, now)
    return True


def _time_is_up() -> UserError:
    return UserError(
        _("The time is up. What was saved before is handed in."), status=409, code="over"
    )


def _garbled() -> UserError:
    return UserError(_("The request could not be understood."), status=400, code="bad_request")


def _keep(paper: ExamPaper, answers: Sequence[Given], now: datetime) -> Saved:
    read = _read(paper, answers)
    known, saved = _known(paper, answers), Saved()
    for one in read:
        row = known.get(one.question_id)
        if row is None:
            row = known[one.question_id] = _new(paper, one.question_id)
        _take(row, one.given, one.version, now, saved)
    db.session.flush()
    return saved


def _holds(paper: ExamPaper, answers: Sequence[Given]) -> bool:
    """Whether all of it was kept: the page may not have heard so when it handed in."""
    known = _known(paper, answers)
    return all(
        (row := known.get(one.question_id)) is not None
        and (row.version > one.version or (row.version, row.given) == (one.version, one.given))
        for one in _read(paper, answers)
    )


def _read(paper: ExamPaper, answers: Sequence[Given]) -> list[Given]:
    """The answers as they are kept: options by their places in the question."""
    questions = _questions(paper.exam_id, [one.question_id for one in answers])
    shuffled = ExamSettings.of(paper.exam.settings).shuffle_options
    return [
        replace(one, given=_stored(paper, questions[one.question_id], one.given, shuffled=shuffled))
        for one in answers
    ]


def _known(paper: ExamPaper, answers: Sequence[Given]) -> dict[int, ExamAnswer]:
    asked = [one.question_id for one in answers]
    rows = db.session.scalars(
        sa.select(ExamAnswer).where(
            ExamAnswer.paper_id == paper.id, ExamAnswer.question_id.in_(asked)
        )
    )
    return {row.question_id: row for row in rows}


def _take(row: ExamAnswer, given: Any, version: int, now: datetime, saved: Saved) -> None:
    """The newer version wins; the same one again is the same only if it says the same."""
    if version < row.version or (version == row.version and row.given != given):
        saved.newer[row.question_id] = row.version
        return
    if version > row.version:
        row.given, row.version, row.saved_at = given, version, now
    saved.kept[row.question_id] = row.version


def _new(paper: ExamPaper, question_id: int) -> ExamAnswer:
    row = ExamAnswer(paper_id=paper.id, question_id=question_id, given=[], version=0)
    db.session.add(row)
    return row


def _questions(exam_id: int, question_ids: Sequence[int]) -> dict[int, ExamQuestion]:
    found = {
        row.id: row
        for row in db.session.scalars(
            sa.select(ExamQuestion).where(
                ExamQuestion.exam_id == exam_id, ExamQuestion.id.in_(question_ids)
            )
        )
    }
    if set(question_ids) - set(found):
        raise _garbled()
    return found


def _stored(paper: ExamPaper, question: ExamQuestion, given: Any, *, shuffled: bool) -> Any:
    if given == []:
        return []
    places = places_of(paper.seed, question.id, question.content, shuffled=shuffled)
    found = checked(question.content, stored_answer(question.content, places, given))
    if found is None:
        raise _garbled()
    return found
