"""Questions from a file: checked against the bank and shown, then all of them or none."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from blueprints.people.models import Organisation
from blueprints.quizzes.access import bank_for
from blueprints.quizzes.models import BankQuestion
from blueprints.quizzes.queries.bank import as_input
from blueprints.quizzes.rules.answers import plain
from blueprints.quizzes.rules.questions import Fault, QuestionInput, identity
from blueprints.quizzes.services.bank.questions import (
    differs,
    fill,
    highest_ref,
    locked_bank,
    note,
    put,
    sealed_in,
)
from blueprints.quizzes.services.bank.reading import Row
from blueprints.quizzes.services.bank.wording import words
from store import UserError, db, write
from store.actors import Actor


@dataclass(frozen=True)
class PlanRow:
    """A row of the preview. `state`: new, changed, same. `faults`: words by field.

    No faults, but worth a look: `before`, what the bank's question says if that is something else;
    `twin`, the number of another question (of the bank, or of a row above) that says the same.
    """

    line: int
    given: QuestionInput
    media: str
    state: str
    question_id: int | None
    faults: dict[str, str]
    sheet: str = ""
    before: str = ""
    twin: str = ""


@dataclass(frozen=True)
class Plan:
    """What an import would do; nothing is done while there are faults."""

    rows: list[PlanRow]

    @property
    def faults(self) -> int:
        return sum(len(row.faults) for row in self.rows)

    def count(self, state: str) -> int:
        """How many rows would be so."""
        return sum(row.state == state for row in self.rows)


@dataclass(frozen=True)
class _Known:
    """The bank as the rows are compared with it."""

    by_ref: dict[str, BankQuestion]
    by_identity: dict[object, BankQuestion]
    media: dict[str, BankQuestion]
    sealed: set[int]


def check(actor: Actor, organisation_id: int, rows: list[Row]) -> Plan:
    """Compare the rows with the bank: by number, and without one by what they say."""
    bank_for(actor, organisation_id)
    known, refs, seen = _known(organisation_id), set[str](), dict[object, str]()
    return Plan([_planned(row, known, refs, seen) for row in rows])


def import_rows(actor: Actor, organisation_id: int, rows: list[Row], now: datetime) -> Plan:
    """Add and change what the rows say, all or none; what was done."""
    with write():
        bank = locked_bank(actor, organisation_id)
        plan = check(actor, organisation_id, rows)
        if plan.faults:
            raise UserError(
                _(
                    "%(n)d cells need to be corrected; no question was added or changed.",
                    n=plan.faults,
                ),
                code="faults",
            )
        try:
            with db.session.begin_nested():
                _carry_out(bank, plan, now)
        except IntegrityError as error:
            raise UserError(
                _("The bank was changed meanwhile; nothing was added. Check the file again."),
                status=409,
            ) from error
        counts = {state: plan.count(state) for state in ("new", "changed", "same")}
        note(actor, "bank.imported", bank, now, **counts)
        return plan


def _carry_out(bank: Organisation, plan: Plan, now: datetime) -> None:
    known = _known(bank.id)
    number = highest_ref([*known.by_ref, *(row.given.ref for row in plan.rows)])
    for row in plan.rows:
        if row.question_id is None:
            number += not row.given.ref
            question = _new(bank, row, row.given.ref or f"{number:04d}", now)
        else:
            question = db.session.get_one(BankQuestion, row.question_id)
            fill(question, row.given, now)
            if question.retired_at is not None:
                question.retired_at, question.updated_at = None, now
        _give_media(question, known.media.get(row.media), now)


def _new(bank: Organisation, row: PlanRow, ref: str, now: datetime) -> BankQuestion:
    made = BankQuestion(organisation_id=bank.id, ref=ref, created_at=now, updated_at=now)
    put(made, row.given)
    db.session.add(made)
    return made


def _give_media(question: BankQuestion, source: BankQuestion | None, now: datetime) -> None:
    """The picture or recording of another question; only of the same bank, see `_planned`."""
    if source is None or source.media == question.media:
        return
    question.media, question.media_kind = source.media, source.media_kind
    question.media_type, question.updated_at = source.media_type, now


def _known(organisation_id: int) -> _Known:
    rows = list(
        db.session.scalars(
            sa.select(BankQuestion)
            .where(BankQuestion.organisation_id == organisation_id)
            .order_by(BankQuestion.id.desc())  # of two that say the same the older one counts
        )
    )
    return _Known(
        {row.ref: row for row in rows},
        {identity(as_input(row)): row for row in rows},
        {row.media: row for row in rows if row.media},
        sealed_in(organisation_id),
    )


def _planned(row: Row, known: _Known, refs: set[str], seen: dict[object, str]) -> PlanRow:
    """One row; its number and what it says are taken afterwards."""
    given, same = row.given, identity(row.given)
    found = known.by_ref.get(given.ref) if given.ref else known.by_identity.get(same)
    faults = {fault.field: words(fault) for fault in row.faults}
    if given.ref and given.ref in refs:
        faults.setdefault("ref", words(Fault("ref", "twice")))
    if not given.ref and same in seen:
        faults.setdefault("text", words(Fault("text", "twice")))
    if row.media and row.media not in known.media:
        faults.setdefault("media", words(Fault("media", "unknown")))
    if found and given.for_practice and not found.for_practice and found.id in known.sealed:
        faults.setdefault("practice", words(Fault("practice", "sealed")))
    twin = _twin(given, found, known.by_identity.get(same)) or seen.get(same, "")
    refs.add(given.ref)
    seen.setdefault(same, given.ref)
    return PlanRow(
        line=row.line,
        given=given,
        media=row.media,
        state=_state(found, row),
        question_id=found.id if found else None,
        faults=faults,
        sheet=row.sheet,
        before=found.text if found and plain(found.text) != plain(given.text) else "",
        twin=twin,
    )


def _twin(given: QuestionInput, found: BankQuestion | None, same: BankQuestion | None) -> str:
    """The number of the bank's other question that says the same as a row with a number."""
    is_other = same is not None and same is not found and same.retired_at is None
    return same.ref if same is not None and is_other and given.ref else ""


def _state(found: BankQuestion | None, row: Row) -> str:
    if found is None:
        return "new"
    is_same = found.retired_at is None and not differs(found, row.given)
    return "same" if is_same and row.media in ("", found.media) else "changed"
