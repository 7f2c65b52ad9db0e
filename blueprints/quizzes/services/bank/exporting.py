"""A bank as a file that can be imported again: a spreadsheet, CSV or JSON."""

import json
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _
from flask_babel import pgettext

from blueprints.quizzes.access import bank_for
from blueprints.quizzes.models import BankQuestion
from blueprints.quizzes.queries.bank import as_input
from blueprints.quizzes.rules.questions import LETTERS, QuestionInput
from blueprints.quizzes.services.bank.cells import to_cells, to_json
from blueprints.quizzes.services.bank.columns import COLUMNS, KINDS, LEVELS, OPTIONS
from blueprints.quizzes.services.bank.questions import note
from store import db, write
from store.actors import Actor
from store.breathing import BREATH, breathing
from web.sheets import BOM, BlankSheet, neutral, write_book, write_csv, write_rows

FORMATS = ("xlsx", "csv", "json")
Read = tuple[QuestionInput, str, int]  # the question, its media, how often it was asked


def export(actor: Actor, organisation_id: int, kind: str, now: datetime) -> bytes:
    """Every question in use, with its answer: who took it is audited."""
    bank_for(actor, organisation_id)
    read = _read(organisation_id)
    with write():
        bank = bank_for(actor, organisation_id)
        note(actor, "bank.exported", bank, now, format=kind, count=len(read))
    if kind == "json":
        return _json(read)
    names = _names()
    head = _head(names)
    cells = (to_cells(one, media) for one, media, _used in breathing(read))
    table = [[neutral(row.get(name, "")) for name in names] for row in cells]
    if kind == "csv":
        return (BOM + write_csv([head, *table])).encode()
    return write_rows(pgettext("bank", "Questions"), head, table)


def template(actor: Actor, organisation_id: int) -> bytes:
    """A spreadsheet to fill in, with an example of every kind that is to be overwritten."""
    bank_for(actor, organisation_id)
    names = _names()[:-1]  # pictures are sent by themselves
    lists = {
        str(COLUMNS["kind"]): [str(one) for one in KINDS.values()],
        str(COLUMNS["level"]): [str(one) for one in LEVELS.values()],
    }
    chosen = {names.index(name) + 1: str(COLUMNS[name]) for name in ("kind", "level")}
    rows = [[row.get(name, "") for name in names] for row in _examples()]
    sheet = BlankSheet(pgettext("bank", "Questions"), _head(names), chosen, rows)
    return write_book([sheet], lists)


def _names() -> list[str]:
    """Columns in the order of the file: the options stand between question and answer."""
    names = list(COLUMNS)
    place = names.index("answer")
    return [*names[:place], *OPTIONS, *names[place:]]


def _head(names: list[str]) -> list[str]:
    letters = dict(zip(OPTIONS, LETTERS, strict=True))
    return [letters[name] if name in letters else str(COLUMNS[name]) for name in names]


def _read(organisation_id: int) -> list[Read]:
    query = (
        sa.select(BankQuestion)
        .where(BankQuestion.organisation_id == organisation_id, BankQuestion.retired_at.is_(None))
        .order_by(BankQuestion.ref, BankQuestion.id)
        .execution_options(yield_per=BREATH)
    )
    rows = breathing(db.session.scalars(query))
    return [(as_input(row), row.media or "", row.used_count) for row in rows]


def _json(read: list[Read]) -> bytes:
    """A question in each line."""
    lines = [
        json.dumps({**to_json(one, media), "used": used}, ensure_ascii=False)
        for one, media, used in breathing(read)
    ]
    return ('{"questions": [\n' + ",\n".join(lines) + "\n]}\n").encode()


def _examples() -> list[dict[str, str]]:
    """How every kind is written. The words say that they are examples."""
    choices = dict(
        zip(OPTIONS, (_("First option"), _("Second option"), _("Third option")), strict=False)
    )
    answers = {
        "single": "A",
        "multiple": "AC",
        "true_false": pgettext("bank", "True"),
        "fill_in": _("25|twenty-five"),
        "open": _("What a good answer names"),
    }
    return [
        {
            "kind": str(label),
            "level": str(LEVELS["national"]),
            "difficulty": "1",
            "text": _("Example, to be overwritten: %(kind)s", kind=label),
            "answer": answers[kind],
            "source": _("The law, article 1"),
            "tags": _("example"),
            **(choices if kind in ("single", "multiple") else {}),
        }
        for kind, label in KINDS.items()
    ]
