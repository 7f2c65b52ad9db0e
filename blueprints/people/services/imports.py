"""Organisations from a table: checked cell by cell, then all of them or none."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from flask_babel import LazyString, force_locale, lazy_gettext
from flask_babel import gettext as _

from blueprints.people import access, queries
from blueprints.people.kinds import KINDS
from blueprints.people.services.organisations import (
    OrganisationData,
    clean,
    create_organisation,
)
from store import UserError, write
from store.actors import Actor
from web.languages import LANGUAGES

COLUMNS: dict[str, LazyString] = {
    "name": lazy_gettext("Name"),
    "short_name": lazy_gettext("Short name"),
    "kind": lazy_gettext("Type"),
    "parent": lazy_gettext("Organization above"),
    "region_code": lazy_gettext("Region code"),
    "zone": lazy_gettext("Zone"),
}
_REQUIRED = ("name", "kind")

Key = tuple[str, int]  # ("stored", organisation id) or ("line", line of the file)


@dataclass
class ImportRow:
    """One line of the file with what is wrong in which of its cells."""

    line: int
    cells: dict[str, str]
    data: OrganisationData | None = None
    parent: Key | None = None
    faults: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ImportPlan:
    """The checked file. `faults` counts cells; nothing is imported unless it is 0."""

    rows: list[ImportRow]

    @property
    def faults(self) -> int:
        return sum(len(row.faults) for row in self.rows)


def check_import(actor: Actor, table: list[list[str]], *, below_id: int | None) -> ImportPlan:
    """Check a table whose first row names the columns, in any of our languages.

    Rows that name no organisation above go below `below_id`; a named one must be in the actor's
    scope already or in a row above. `A/B` means B below A, where B alone isn't clear.
    """
    columns = _columns(table[0] if table else [])
    places = _Places(actor, below_id)
    rows = []
    for line, cells in enumerate(table[1:], start=2):
        if any(cells):
            rows.append(_checked(ImportRow(line, _named(columns, cells)), places))
    if not rows:
        raise UserError(_("The file has no rows below its head."), code="empty")
    return ImportPlan(rows)


def import_organisations(
    actor: Actor, table: list[list[str]], *, below_id: int | None, now: datetime
) -> int:
    """Import a table without faults, in one transaction; returns how many were added."""
    with write():
        plan = check_import(actor, table, below_id=below_id)
        if plan.faults:
            raise UserError(
                _("%(n)s cells need to be corrected; nothing was imported.", n=plan.faults),
                code="faults",
            )
        made: dict[int, int] = {}
        for row in plan.rows:
            assert row.data is not None
            made[row.line] = create_organisation(
                actor, row.data, parent_id=_parent_id(row.parent, made), now=now
            )
    return len(made)


class _Places:
    """Where a row can hang: what is stored in the actor's scope, and the rows seen so far."""

    def __init__(self, actor: Actor, below_id: int | None) -> None:
        self.root: Key | None = None if below_id is None else ("stored", below_id)
        self.may_be_root = actor.is_administrator
        self._by_name: dict[str, set[Key]] = defaultdict(set)
        self._taken: set[tuple[Key | None, str]] = set()
        self._name_of: dict[Key | None, str] = {}
        if below_id is not None:
            access.organisation(actor, below_id)
        for row in queries.organisations_for(actor, *access.MANAGERS, include_archived=True):
            above = None if row.parent_id is None else ("stored", row.parent_id)
            self.add(("stored", row.id), row.name, above, offered=row.active)

    def add(self, key: Key, name: str, above: Key | None, *, offered: bool = True) -> None:
        self._taken.add((above, name))
        self._name_of[key] = name
        if offered:
            self._by_name[name].add(key)
            if above in self._name_of:
                self._by_name[f"{self._name_of[above]}/{name}"].add(key)

    def taken(self, above: Key | None, name: str) -> bool:
        return (above, name) in self._taken

    def named(self, text: str) -> set[Key]:
        return self._by_name.get("/".join(part.strip() for part in text.split("/")), set())


def _checked(row: ImportRow, places: _Places) -> ImportRow:
    row.parent = _find_parent(row, places)
    kind = _kind(row.cells["kind"])
    if not kind:
        row.faults["kind"] = _("Not a type from the list on the second sheet of the template.")
    try:
        row.data = clean(
            OrganisationData(
                row.cells["name"],
                kind or "association",
                row.cells["short_name"],
                row.cells["region_code"],
                row.cells["zone"],
            )
        )
    except UserError as error:
        column = "region_code" if error.code == "region_code" else "name"
        row.faults[column] = error.message
        return row
    if places.taken(row.parent, row.data.name):
        row.faults["name"] = _("This name is already there, in the system or in a row above.")
    places.add(("line", row.line), row.data.name, row.parent)
    return row


def _find_parent(row: ImportRow, places: _Places) -> Key | None:
    text = row.cells["parent"]
    if not text:
        if places.root is None and not places.may_be_root:
            row.faults["parent"] = _("Name the organization above.")
        return places.root
    found = places.named(text)
    if not found:
        row.faults["parent"] = _("Not found in the system nor in a row above.")
    elif len(found) > 1:
        row.faults["parent"] = _('Several have this name. Write it as "above/name".')
    return next(iter(found), None)


def _columns(head: list[str]) -> dict[int, str]:
    known = _spellings(COLUMNS)
    columns = {
        index: known[cell.casefold()] for index, cell in enumerate(head) if cell.casefold() in known
    }
    missing = [str(COLUMNS[name]) for name in _REQUIRED if name not in columns.values()]
    if missing:
        raise UserError(
            _("The first row must name the columns. Missing: %(names)s.", names=", ".join(missing)),
            code="columns",
        )
    return columns


def _named(columns: dict[int, str], cells: list[str]) -> dict[str, str]:
    named = dict.fromkeys(COLUMNS, "")
    for index, name in columns.items():
        named[name] = cells[index] if index < len(cells) else ""
    return named


def _kind(text: str) -> str:
    return _spellings(KINDS).get(text.casefold(), "")


def _spellings(labels: dict[str, LazyString]) -> dict[str, str]:
    """Code word by every spelling a file may use: the word itself, its label in each language."""
    spellings = {key: key for key in labels}
    for language in LANGUAGES:
        with force_locale(language):
            spellings |= {str(label).casefold(): key for key, label in labels.items()}
    return spellings


def _parent_id(parent: Key | None, made: dict[int, int]) -> int | None:
    if parent is None:
        return None
    source, number = parent
    return made[number] if source == "line" else number
