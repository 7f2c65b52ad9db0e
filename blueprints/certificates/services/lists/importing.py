"""Recipients from a spreadsheet: checked cell by cell, then all of them or none."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from flask_babel import gettext as _

from blueprints.certificates.access import Right, owned, require
from blueprints.certificates.award_rows import AwardRow, faults_of, tidied
from blueprints.certificates.models import AwardList, Source
from blueprints.certificates.queries.lists.fields import value_of
from blueprints.certificates.queries.lists.people import People
from blueprints.certificates.services.lists.common import (
    MOST_RECIPIENTS,
    append,
    changed,
    count_of,
    list_to_change,
)
from blueprints.certificates.services.lists.headings import CELL_LENGTH, Columns, columns_of
from blueprints.certificates.services.lists.likeness import Likeness
from blueprints.certificates.services.lists.making import create_from_rows
from store import UserError, write
from store.actors import Actor

_TEXTS = ("name", "honorific", "unit", "award", "reason", "story", "official_number")


@dataclass
class ImportRow:
    """One line of the file. `faults` forbid the import; `hints` are worth a look. By column."""

    line: int
    cells: dict[str, str]
    row: AwardRow
    faults: dict[str, str] = field(default_factory=dict)
    hints: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ImportPlan:
    """The checked file; `columns` are those it has, with their labels."""

    columns: Columns
    rows: list[ImportRow]

    @property
    def faults(self) -> int:
        """How many cells forbid the import."""
        return sum(len(row.faults) for row in self.rows)

    @property
    def hints(self) -> int:
        """How many rows are like another one."""
        return sum(bool(row.hints) for row in self.rows)


def check_import(
    actor: Actor, table: Sequence[Sequence[str]], *, organisation_id: int, list_id: int | None
) -> ImportPlan:
    """Check a table whose first row names the columns, in any of our languages.

    It is meant for the list, or for a new one of the organisation. Further columns are kept as
    further fields of the row.
    """
    require(actor, organisation_id, Right.PREPARE)
    columns = columns_of(table[0] if table else [])
    rows = [
        _read(columns, line, cells) for line, cells in enumerate(table[1:], start=2) if any(cells)
    ]
    if not rows:
        raise UserError(_("The file has no rows below its head."), code="empty")
    present = count_of(list_id) if list_id else 0
    if present + len(rows) > MOST_RECIPIENTS:
        raise UserError(
            _("A list has at most %(n)d recipients.", n=MOST_RECIPIENTS), code="too_many"
        )
    _link(rows, organisation_id)
    likeness = Likeness(list_id)
    for one in rows:
        one.hints = likeness.of(one.row, one.line)
    return ImportPlan(columns, rows)


def import_recipients(
    actor: Actor, list_id: int, table: Sequence[Sequence[str]], now: datetime
) -> int:
    """Add a table without faults at the end of a list, in one transaction; how many rows."""
    with write():
        award_list = list_to_change(actor, list_id)
        plan = check_import(
            actor, table, organisation_id=award_list.organisation_id, list_id=list_id
        )
        append(award_list, _sound(plan))
        changed(actor, award_list, "award_list.imported", now, count=len(plan.rows))
        return len(plan.rows)


def create_from_table(
    actor: Actor,
    organisation_id: int,
    title: str,
    occasion: str,
    table: Sequence[Sequence[str]],
    now: datetime,
) -> int:
    """A new list of a table without faults; its id."""
    with write():
        plan = check_import(actor, table, organisation_id=organisation_id, list_id=None)
        rows = _sound(plan)
        return create_from_rows(
            actor, organisation_id, Source.SPREADSHEET, None, "", title, occasion, rows, now
        )


def check_for_list(actor: Actor, list_id: int, table: Sequence[Sequence[str]]) -> ImportPlan:
    """Check a table that is meant for this list."""
    award_list = owned(actor, AwardList, list_id, Right.PREPARE)
    return check_import(actor, table, organisation_id=award_list.organisation_id, list_id=list_id)


def _sound(plan: ImportPlan) -> list[AwardRow]:
    if plan.faults:
        raise UserError(
            _("%(n)s cells need to be corrected; nothing was imported.", n=plan.faults),
            code="faults",
        )
    return [one.row for one in plan.rows]


def _read(columns: Columns, line: int, cells: Sequence[str]) -> ImportRow:
    named = columns.named(cells)
    row = AwardRow(
        **{name: named.get(name, "") for name in _TEXTS},
        values={
            further: value_of(further, cell)
            for name, cell in named.items()
            if cell and (further := name.removeprefix("values.")) != name
        },
    )
    row = tidied(row)
    faults = {name: text for name, text in faults_of(row).items() if name in named}
    for name, cell in named.items():
        if len(cell) >= CELL_LENGTH:  # more was cut off when the file was read
            faults[name] = _("Longer than %(n)d characters.", n=CELL_LENGTH - 1)
    return ImportRow(line, named, row, faults)


def _link(rows: list[ImportRow], organisation_id: int) -> None:
    people = People(organisation_id, (one.cells.get("worker", "") for one in rows))
    for one in rows:
        try:
            link = people.link(one.cells.get("worker", ""), one.row.name)
        except UserError as error:
            one.faults["worker"] = error.message
            continue
        one.row = replace(one.row, person_id=link.person_id, account_id=link.account_id)
