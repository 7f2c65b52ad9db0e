"""Questions of a bank, one by one: adding, correcting, putting away."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from blueprints.people.models import Organisation
from blueprints.quizzes.access import bank_for
from blueprints.quizzes.models import BankQuestion, Exam, ExamQuestion, ExamState, QuizQuestion
from blueprints.quizzes.rules.questions import Fault, QuestionInput, faults, tidied
from blueprints.quizzes.services.bank.wording import words
from store import NotFound, UserError, audit, db, write
from store.actors import Actor
from store.breathing import in_parts

MOST_NAMED = 1_000  # ids in a statement; databases take some 30,000 at most
FIELDS = (
    "kind",
    "subject",
    "level",
    "difficulty",
    "text",
    "options",
    "answer",
    "explanation",
    "source",
    "tags",
    "for_practice",
)


def add_question(actor: Actor, organisation_id: int, given: QuestionInput, now: datetime) -> int:
    """Add a question; without a number it gets the next free one. Its id."""
    given = _sound(given)
    with write():
        bank = locked_bank(actor, organisation_id)
        _require_free(bank, given.ref)
        made = new_question(bank, given, given.ref or next_ref(bank), now)
        note(actor, "bank.question_added", bank, now, ref=made.ref)
        return made.id


def change_question(actor: Actor, question_id: int, given: QuestionInput, now: datetime) -> None:
    """Correct a question. What quizzes and exams have drawn stays as it was drawn."""
    given = _sound(given)
    with write():
        bank, question = question_for(actor, question_id)
        if given.ref and given.ref != question.ref:
            _require_free(bank, given.ref)
            question.ref, question.updated_at = given.ref, now
        opens = given.for_practice and not question.for_practice
        if opens and question.id in sealed_in(bank.id):
            raise UserError(words(Fault("practice", "sealed")), status=409, code="for_practice")
        if fill(question, given, now):
            note(actor, "bank.question_changed", bank, now, ref=question.ref)


def put_away(actor: Actor, question_id: int, now: datetime) -> None:
    """Draw and practise a question no more; quizzes and exams that have it keep it."""
    with write():
        bank, question = question_for(actor, question_id)
        if question.retired_at is None:
            question.retired_at = question.updated_at = now
            note(actor, "bank.question_put_away", bank, now, ref=question.ref)


def bring_back(actor: Actor, question_id: int, now: datetime) -> None:
    """Use a question that was put away again."""
    with write():
        bank, question = question_for(actor, question_id)
        if question.retired_at is not None:
            question.retired_at, question.updated_at = None, now
            note(actor, "bank.question_brought_back", bank, now, ref=question.ref)


def set_practice(
    actor: Actor, organisation_id: int, question_ids: Sequence[int], opened: bool, now: datetime
) -> tuple[int, int]:
    """Open questions for practice, or keep them for contests; (changed, still sealed) of them."""
    with write():
        bank = locked_bank(actor, organisation_id)
        kept_back = sealed_in(bank.id).intersection(question_ids) if opened else set()
        wanted = set(question_ids) - kept_back
        changing = (
            sa.update(BankQuestion)
            .where(BankQuestion.organisation_id == bank.id, BankQuestion.for_practice != opened)
            .values(for_practice=opened, updated_at=now, version=BankQuestion.version + 1)
        )
        changed = 0
        for part in in_parts(sorted(wanted), MOST_NAMED):
            done = db.session.execute(changing.where(BankQuestion.id.in_(part)))
            changed += done.rowcount
        note(actor, "bank.practice_set", bank, now, opened=opened, count=changed)
        return changed, len(kept_back)


def question_for(actor: Actor, question_id: int) -> tuple[Organisation, BankQuestion]:
    """A question of a bank that the actor keeps, both locked."""
    found = db.session.get(BankQuestion, question_id)
    bank = locked_bank(actor, found.organisation_id if found else 0)
    question = db.session.get(BankQuestion, question_id, populate_existing=True)
    if question is None:
        raise NotFound
    return bank, question


def locked_bank(actor: Actor, organisation_id: int) -> Organisation:
    """The bank, whose writers queue up here: numbers are given once."""
    bank_for(actor, organisation_id)
    return db.session.get_one(Organisation, organisation_id, with_for_update=True)


def new_question(bank: Organisation, given: QuestionInput, ref: str, now: datetime) -> BankQuestion:
    """A row of the bank. A number that another writer took meanwhile is refused."""
    made = BankQuestion(organisation_id=bank.id, ref=ref, created_at=now, updated_at=now)
    put(made, given)
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError as error:
        raise _taken(ref) from error
    return made


def fill(question: BankQuestion, given: QuestionInput, now: datetime) -> bool:
    """Change the row if it says something else, and count the change; whether it did."""
    if not differs(question, given):
        return False
    put(question, given)
    question.version, question.updated_at = question.version + 1, now
    return True


def put(question: BankQuestion, given: QuestionInput) -> None:
    """Put what is given into the row."""
    for name, value in values_of(given).items():
        setattr(question, name, value)


def differs(question: BankQuestion, given: QuestionInput) -> bool:
    """Whether the bank says something else."""
    return any(getattr(question, name) != value for name, value in values_of(given).items())


def next_ref(bank: Organisation) -> str:
    """The number after the highest one that is a number."""
    return f"{highest_ref(refs_of(bank.id)) + 1:04d}"


def highest_ref(refs: Iterable[str]) -> int:
    """The highest of the refs that are plain numbers; 0 when there is none."""
    return max((int(ref) for ref in refs if ref.isascii() and ref.isdigit()), default=0)


def refs_of(organisation_id: int) -> list[str]:
    """Every number of the bank."""
    query = sa.select(BankQuestion.ref).where(BankQuestion.organisation_id == organisation_id)
    return list(db.session.scalars(query))


def sealed_in(organisation_id: int) -> set[int]:
    """Those that are drawn for a contest that has not asked them yet: nobody may practise them."""
    ours = BankQuestion.organisation_id == organisation_id
    quizzes = (
        sa.select(BankQuestion.id)
        .join(QuizQuestion, QuizQuestion.question_id == BankQuestion.id)
        .where(ours, QuizQuestion.used_at.is_(None))
    )
    exams = (
        sa.select(BankQuestion.id)
        .join(ExamQuestion, ExamQuestion.question_id == BankQuestion.id)
        .join(Exam, Exam.id == ExamQuestion.exam_id)
        .where(ours, Exam.state.in_((ExamState.DRAFT, ExamState.OPEN)))
    )
    return set(db.session.scalars(quizzes)) | set(db.session.scalars(exams))


def note(actor: Actor, action: str, bank: Organisation, now: datetime, **detail: Any) -> None:
    """An audit entry of the bank; what questions say is not in it."""
    audit(actor, action, f"organisation:{bank.id}", now, organisation_id=bank.id, **detail)


def _sound(given: QuestionInput) -> QuestionInput:
    given = tidied(given)
    for fault in faults(given):
        raise UserError(words(fault), code=fault.field)
    return given


def _require_free(bank: Organisation, ref: str) -> None:
    if ref and ref in refs_of(bank.id):
        raise _taken(ref)


def _taken(ref: str) -> UserError:
    return UserError(
        _("The bank has a question %(ref)s already. Choose another number.", ref=ref), code="ref"
    )


def values_of(given: QuestionInput) -> dict[str, Any]:
    """What is given as the columns keep it; all but the number."""
    values = {name: getattr(given, name) for name in FIELDS}
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in values.items()
    }
