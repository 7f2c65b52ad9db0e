"""Checking a workbook, sheet by sheet: each faulty cell gets a sentence of its own."""

from collections import Counter
from collections.abc import Callable
from difflib import get_close_matches

from flask_babel import gettext as _

from blueprints.contests.days import parse_day
from blueprints.contests.models import Contest
from blueprints.contests.rules import preset_scheme
from blueprints.contests.services.setup.entries import MOST_ENTRIES
from blueprints.contests.services.setup.judges import MOST_JUDGES
from blueprints.contests.services.setup.tables import split_names
from blueprints.contests.services.setup.workbook.known import (
    Known,
    KnownEvent,
    folded,
    judged_titles,
    known_of,
)
from blueprints.contests.services.setup.workbook.plan import Book, BookPlan, BookRow, read_plan

MOST_OF_A_UNIT = 9999
MOST_EVENTS = 200
NAMED = 10  # choices that a sentence names


def check_book(contest: Contest, book: Book) -> BookPlan:
    """The rows with everything that is wrong with them; nothing is written."""
    plan, known = read_plan(book), known_of(contest)
    for name, check in _CHECKS.items():
        for row in plan.rows(name):
            check(row, known)
    _check_units_sizes(plan, known)
    plan.choices = {
        "event": [one.title for one in known.events.values()],
        "unit": list(known.units),
        "scheme": known.scheme_labels,
    }
    return plan


def scheme_named(known: Known, text: str) -> str | None:
    """The ready-made or own scheme a cell names."""
    return known.schemes.get(folded(text))


def _check_event(row: BookRow, known: Known) -> None:
    title, scheme = row.cells["event"], row.cells["scheme"]
    event = known.events.get(folded(title))
    if event is not None and event.has_rounds:
        return  # it is there already: nothing to add
    found = scheme_named(known, scheme)
    if not found:
        _unknown(row, "scheme", known.scheme_labels, _("Choose a marking scheme."))
    if event is not None and event.id is None:
        row.fault("event", _("This event stands in a row above already."))
    if title and event is None:
        if len(known.events) >= MOST_EVENTS:
            row.fault("event", _("A contest has at most %(n)d events.", n=MOST_EVENTS))
        items = judged_titles(preset_scheme(found)) if found and ":" not in found else ()
        known.events[folded(title)] = KnownEvent(title, items=items)


def _check_unit(row: BookRow, known: Known) -> None:
    name, most = row.cells["name"], row.cells["most"]
    number = int(most) if most.isascii() and most.isdigit() and len(most) < 6 else 0
    if most and not 1 <= number <= MOST_OF_A_UNIT:
        row.fault("most", _("A whole number from 1 to %(n)d, or nothing.", n=MOST_OF_A_UNIT))
    if name in known.named_units:
        row.fault("name", _("This unit stands in a row above already."))
    known.named_units.add(name)
    known.units[name] = number or known.units.get(name)


def _check_entry(row: BookRow, known: Known) -> None:
    _check_participant(row, known)
    born = row.cells["born_on"]
    if born and parse_day(born) is None:
        row.fault("born_on", _("Not a day of the calendar. Write it as 1990-05-31."))


def _check_team(row: BookRow, known: Known) -> None:
    _check_participant(row, known)
    members = split_names(row.cells["members"])
    twice = [name for name, count in Counter(members).items() if count > 1]
    if twice:
        row.fault("members", _("Named twice: %(names)s.", names=_(", ").join(twice)))


def _check_participant(row: BookRow, known: Known) -> None:
    event = known.event(row.cells["event"])
    if event is None:
        titles = [one.title for one in known.events.values()]
        _unknown(row, "event", titles, _("Say in which event."))
    elif not event.takes_entries:
        row.fault(
            "event",
            _("All rounds of this event have begun.")
            if event.has_rounds
            else _("This event has no round yet. Add one, or name a marking scheme on the sheet."),
        )
    else:
        _check_place(row, event)
    _check_of_unit(row, known)


def _check_place(row: BookRow, event: KnownEvent) -> None:
    event.places += 1
    if event.places > MOST_ENTRIES:
        row.fault("event", _("A round has at most %(n)d entrants.", n=MOST_ENTRIES))
    code, who = row.cells["code"], (row.cells["name"], row.cells["unit"])
    if code and code in event.codes:
        row.fault("code", _("This code is taken, in the event or in a row above."))
    elif who in event.names and not code:
        row.fault(
            "name",
            _(
                "The same name of the same unit is %(where)s. If these are two people, "
                "give each a code.",
                where=event.names[who],
            ),
        )
    event.codes |= {code} - {""}
    event.names.setdefault(who, _("in row %(line)d", line=row.line))


def _check_of_unit(row: BookRow, known: Known) -> None:
    unit = row.cells["unit"]
    if unit and known.units and unit not in known.units:
        _unknown(row, "unit", list(known.units))


def _check_judge(row: BookRow, known: Known) -> None:
    who, events = (row.cells["name"], row.cells["unit"]), row.cells["event"]
    if who not in known.judges and len(known.judges) >= MOST_JUDGES:
        row.fault("name", _("A contest has at most %(n)d judges.", n=MOST_JUDGES))
    known.judges.setdefault(who, 0)
    event = known.event(events) if events or row.cells["items"] else None
    if events and event is None:
        titles = [one.title for one in known.events.values()]
        _unknown(row, "event", titles)
    if not row.cells["items"]:
        return
    if event is None:
        row.fault("event", _("Name the event whose items these are."))
        return
    unknown = [one for one in split_names(row.cells["items"]) if one not in event.items]
    if unknown:
        row.fault("items", _not_one_of(unknown[0], list(event.items)))


def _check_units_sizes(plan: BookPlan, known: Known) -> None:
    """No unit may have more entries than its number on the sheet of units."""
    counted = Counter(known.entries_of_unit)
    for name in ("entries", "teams"):
        for row in plan.rows(name):
            unit = row.cells["unit"]
            counted[unit] += 1
            most = known.units.get(unit)
            if most and counted[unit] > most:
                row.fault("unit", _("More entrants than the unit may have: %(n)d.", n=most))


def _unknown(row: BookRow, column: str, choices: list[str], empty: str = "") -> None:
    """The cell names nothing there is; `empty` is what to say where it names nothing at all."""
    text = row.cells[column]
    if text and column not in row.faults:
        row.unknown.add(column)
    row.fault(column, _not_one_of(text, choices) if text or not empty else empty)


def _not_one_of(text: str, choices: list[str]) -> str:
    near = get_close_matches(text, choices, 1, 0.5)
    if near:
        return _("“%(text)s” is not known here. Is it “%(near)s”?", text=text, near=near[0])
    if not choices:
        return _(
            "“%(text)s” is not known here, and there is nothing to choose from yet.", text=text
        )
    shown = _(", ").join(choices[:NAMED]) + ("…" if len(choices) > NAMED else "")
    return _("“%(text)s” is not known here. There are: %(choices)s.", text=text, choices=shown)


_CHECKS: dict[str, Callable[[BookRow, Known], None]] = {
    "events": _check_event,
    "units": _check_unit,
    "entries": _check_entry,
    "teams": _check_team,
    "judges": _check_judge,
}
