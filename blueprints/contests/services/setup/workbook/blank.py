"""The workbook to fill in: every sheet with its head, lists to choose from, what is there."""

from flask_babel import gettext as _

from blueprints.contests.access import Right, contest_for
from blueprints.contests.services.setup.workbook.known import known_of
from blueprints.contests.services.setup.workbook.layout import BY_NAME, SHEETS, Sheet
from store import NotFound
from store.actors import Actor
from web.sheets import BlankSheet, write_book, write_csv

_CHOSEN = {"event": "event", "unit": "unit", "scheme": "scheme"}  # column → list


def blank_book(actor: Actor, contest_id: int) -> bytes:
    """The .xlsx in the reader's language; events and units there are can be chosen."""
    known = known_of(contest_for(actor, contest_id, Right.SET_UP))
    lists = {
        _("Event"): [one.title for one in known.events.values()],
        _("Unit"): list(known.units),
        _("Marking scheme"): known.scheme_labels,
    }
    titles = dict(zip(("event", "unit", "scheme"), lists, strict=True))
    return write_book([_blank(sheet, titles) for sheet in SHEETS], lists)


def blank_table(actor: Actor, contest_id: int, name: str) -> str:
    """One sheet as CSV: its head."""
    contest_for(actor, contest_id, Right.SET_UP)
    if name not in BY_NAME:
        raise NotFound
    return write_csv([[str(column.label) for column in BY_NAME[name].columns]])


def _blank(sheet: Sheet, titles: dict[str, str]) -> BlankSheet:
    names = [column.name for column in sheet.columns]
    return BlankSheet(
        str(sheet.title),
        [str(column.label) for column in sheet.columns],
        {
            n: titles[_CHOSEN[name]]
            for n, name in enumerate(names, start=1)
            if name in _CHOSEN and (sheet.name, name) != ("events", "event")
        },
    )
