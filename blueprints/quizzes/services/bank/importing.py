"""Questions from a file: checked against the bank and shown, then all of them or none.

A file of 10,000 takes seconds to check. Others of the process go on meanwhile, and writers are kept
waiting only while rows are written: what was checked counts unless the bank has changed since.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

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
    refs_of,
    sealed_in,
    values_of,
)
from blueprints.quizzes.services.bank.reading import Row
from blueprints.quizzes.services.bank.wording import words
from store import UserError, db, write
from store.actors import Actor
from store.breathing import BREATH, breathing, in_parts

_PART = 100  # rows that are written in one go, some milliseconds
_NO_MEDIA: dict[str, Any] = {"media": None, "media_kind": None, "media_type": ""}


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
    """The bank as the rows are compared with it; `state` tells whether it has changed since."""

    state: tuple[Any, ...]
    by_ref: dict[str, BankQuestion]
    by_identity: dict[object, BankQuestion]
    media: Mapping[str, Mapping[str, Any]]
    sealed: set[int]


def check(actor: Actor, organisation_id: int, rows: list[Row]) -> Plan:
    """Compare the rows with the bank: by number, and without one by what they say."""
    return _checked(actor, organisation_id, rows)[0]


def import_rows(actor: Actor, organisation_id: int, rows: list[Row], now: datetime) -> Plan:
    """Add and change what the rows say, all or none; what was done."""
    plan, state = _checked(actor, organisation_id, rows)
    with write():
        bank = locked_bank(actor, organisation_id)
        if state != _state_of(bank.id):
            plan, _state = _checked(actor, organisation_id, rows)
        _require_sound(plan)
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


def _checked(actor: Actor, organisation_id: int, rows: list[Row]) -> tuple[Plan, tuple[Any, ...]]:
    """The plan, and the state of the bank for which it counts."""
    bank_for(actor, organisation_id)
    known, refs, seen = _known(organisation_id), set[str](), dict[object, str]()
    return Plan([_planned(row, known, refs, seen) for row in breathing(rows)]), known.state


def _require_sound(plan: Plan) -> None:
    if plan.faults:
        raise UserError(
            _(
                "%(n)d cells need to be corrected; no question was added or changed.",
                n=plan.faults,
            ),
            code="faults",
        )


def _carry_out(bank: Organisation, plan: Plan, now: datetime) -> None:
    media = _media_of(bank.id)
    for part in in_parts(list(_made(bank, plan, media, now)), _PART):
        db.session.execute(sa.insert(BankQuestion), part)
    for rows in in_parts([row for row in plan.rows if row.state == "changed"], _PART):
        ids = [row.question_id for row in rows]
        query = sa.select(BankQuestion).where(BankQuestion.id.in_(ids))
        found = {question.id: question for question in db.session.scalars(query)}
        for row in rows:
            _change(found[row.question_id or 0], row, media, now)
        db.session.flush()


def _made(
    bank: Organisation, plan: Plan, media: Mapping[str, Mapping[str, Any]], now: datetime
) -> Iterator[dict[str, Any]]:
    """The new questions as rows of the table; who has no number gets the next free one."""
    number = highest_ref([*refs_of(bank.id), *(row.given.ref for row in plan.rows)])
    stamps = {"organisation_id": bank.id, "created_at": now, "updated_at": now}
    for row in plan.rows:
        if row.state == "new":
            number += not row.given.ref
            ref = row.given.ref or f"{number:04d}"
            picture = media.get(row.media, _NO_MEDIA)
            yield {**stamps, "ref": ref, **values_of(row.given), **picture}


def _change(
    question: BankQuestion, row: PlanRow, media: Mapping[str, Mapping[str, Any]], now: datetime
) -> None:
    fill(question, row.given, now)
    if question.retired_at is not None:
        question.retired_at, question.updated_at = None, now
    if row.media and row.media != question.media:
        question.updated_at = now
        for name, value in media[row.media].items():
            setattr(question, name, value)


def _known(organisation_id: int) -> _Known:
    state = _state_of(organisation_id)
    query = (
        sa.select(BankQuestion)
        .where(BankQuestion.organisation_id == organisation_id)
        .order_by(BankQuestion.id.desc())  # of two that say the same the older one counts
        .execution_options(yield_per=BREATH)
    )
    by_ref, by_identity = dict[str, BankQuestion](), dict[object, BankQuestion]()
    for row in breathing(db.session.scalars(query)):
        by_ref[row.ref] = by_identity[identity(as_input(row))] = row
    return _Known(
        state, by_ref, by_identity, _media_of(organisation_id), sealed_in(organisation_id)
    )


def _state_of(organisation_id: int) -> tuple[Any, ...]:
    """What is another after any change of the bank that an import could meet."""
    figures = sa.select(
        sa.func.count(BankQuestion.id),
        sa.func.count(BankQuestion.retired_at),
        sa.func.sum(BankQuestion.version),
        sa.func.max(BankQuestion.updated_at),
    ).where(BankQuestion.organisation_id == organisation_id)
    return *db.session.execute(figures).one(), frozenset(sealed_in(organisation_id))


def _media_of(organisation_id: int) -> dict[str, dict[str, Any]]:
    """The bank's pictures and recordings by their SHA-256, as a question keeps them.

    Only of the same bank: whoever knows a file's SHA-256 must not get at another bank's by it.
    """
    rows = db.session.execute(
        sa.select(BankQuestion.media, BankQuestion.media_kind, BankQuestion.media_type).where(
            BankQuestion.organisation_id == organisation_id, BankQuestion.media.is_not(None)
        )
    )
    return {row.media: row._asdict() for row in rows}


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
