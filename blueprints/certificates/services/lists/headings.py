"""The head of a table of recipients: which column is which."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import LazyString, force_locale, lazy_gettext
from flask_babel import gettext as _

from blueprints.certificates.award_rows import LABELS, MOST_VALUES, VALUE_NAME_LENGTH
from blueprints.certificates.queries.lists.fields import value_label, value_name
from store import UserError
from web.languages import LANGUAGES
from web.sheets import MAX_CELL

CELL_LENGTH = MAX_CELL  # characters at which a cell was cut when the file was read
COLUMNS: dict[str, LazyString] = {
    "name": LABELS["name"],
    "honorific": LABELS["honorific"],
    "unit": LABELS["unit"],
    "award": LABELS["award"],
    "reason": LABELS["reason"],
    "worker": lazy_gettext("Worker number or user name"),
    "official_number": LABELS["official_number"],
    "story": LABELS["story"],
}
_SPELLINGS = {
    "name": ("name", "姓名", "名称", "获奖者", "获奖人", "获奖人员", "受表彰者", "获奖单位"),
    "honorific": ("称呼", "尊称"),
    "unit": ("unit", "单位", "所在单位", "工作单位", "选送单位", "推荐单位"),
    "award": ("award", "prize", "奖项", "奖励", "奖次", "等次", "荣誉称号", "所获奖项"),
    "reason": ("reason", "事由", "获奖事由", "获奖理由"),
    "worker": ("worker number", "user name", "username", "工号", "用户名", "账号"),
    "official_number": ("证书编码", "职业技能等级证书编号", "国家证书编号"),
    "story": ("事迹", "主要事迹"),
}


@dataclass(frozen=True)
class Columns:
    """Column names by their place in the file, and their labels. Further ones: `values.<name>`."""

    places: dict[int, str]

    @property
    def labels(self) -> dict[str, str]:
        """Name → label in the reader's language, in the file's order."""
        return {name: label_of(name) for name in self.places.values()}

    def named(self, cells: Sequence[str]) -> dict[str, str]:
        """The cells of one line by column name."""
        return {
            name: cells[place].strip() if place < len(cells) else ""
            for place, name in self.places.items()
        }


def label_of(column: str) -> str:
    """The label of a column in the reader's language."""
    known = COLUMNS.get(column)
    return str(known) if known else value_label(column.removeprefix("values."))


def columns_of(head: Sequence[str]) -> Columns:
    """Read the head. UserError (code: columns) without a name column, or with two of a name."""
    known = _known_spellings()
    places: dict[int, str] = {}
    for place, cell in enumerate(head):
        if not cell:
            continue
        name = known.get(cell.casefold()) or f"values.{value_name(cell)}"
        if name in places.values():
            raise _fault(_("The column %(name)s is there twice.", name=cell))
        places[place] = name
    if "name" not in places.values():
        raise _fault(
            _("The first row must name the columns. Missing: %(names)s.", names=COLUMNS["name"])
        )
    _refuse_odd([name for name in places.values() if name.startswith("values.")])
    return Columns(places)


def _refuse_odd(further: list[str]) -> None:
    if len(further) > MOST_VALUES:
        raise _fault(_("There are more than %(n)d further columns.", n=MOST_VALUES))
    if any(len(name) > VALUE_NAME_LENGTH + len("values.") for name in further):
        raise _fault(
            _("The name of a column is longer than %(n)d characters.", n=VALUE_NAME_LENGTH)
        )


def _known_spellings() -> dict[str, str]:
    """Column by every spelling a file may use: usual words, its label in each language."""
    known = {word: name for name, words in _SPELLINGS.items() for word in words}
    for language in LANGUAGES:
        with force_locale(language):
            known |= {str(label).casefold(): name for name, label in COLUMNS.items()}
    return known


def _fault(message: str) -> UserError:
    return UserError(message, code="columns")
