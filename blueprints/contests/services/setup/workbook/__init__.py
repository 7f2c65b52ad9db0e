"""Events, units, entrants, teams and judges from one workbook, checked cell by cell."""

from blueprints.contests.access import Right, contest_for
from blueprints.contests.services.setup.workbook.applying import BookAdded, import_book
from blueprints.contests.services.setup.workbook.blank import blank_book, blank_table
from blueprints.contests.services.setup.workbook.checking import check_book
from blueprints.contests.services.setup.workbook.correcting import corrected
from blueprints.contests.services.setup.workbook.layout import BY_NAME, SHEETS
from blueprints.contests.services.setup.workbook.plan import Book, BookPlan, BookRow
from store.actors import Actor

__all__ = [
    "BY_NAME",
    "SHEETS",
    "Book",
    "BookAdded",
    "BookPlan",
    "BookRow",
    "blank_book",
    "blank_table",
    "check",
    "corrected",
    "import_book",
]


def check(actor: Actor, contest_id: int, book: Book) -> BookPlan:
    """What is wrong in which cell of a workbook; nothing is written."""
    return check_book(contest_for(actor, contest_id, Right.SET_UP), book)
