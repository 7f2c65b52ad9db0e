"""The one workbook of a contest: its sheets, their columns, and how they may be spelled."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from flask_babel import LazyString, force_locale, lazy_gettext, lazy_pgettext
from flask_babel import gettext as _

from blueprints.contests.services.setup.common import CODE_LENGTH, NAME_LENGTH, TITLE_LENGTH
from store import UserError
from web.languages import LANGUAGES

SHORT, LONG = 40, 500


@dataclass(frozen=True)
class Column:
    """A column: `label` in people's words, the longest cell, whether a row needs it.

    `plain`: codes, numbers and days, whose full-width digits are read as ordinary ones.
    """

    name: str
    label: LazyString
    longest: int = TITLE_LENGTH
    needed: bool = False
    spellings: tuple[str, ...] = ()
    plain: bool = False


@dataclass(frozen=True)
class Sheet:
    """A sheet: its id, its title, its columns in the order of the template."""

    name: str
    title: LazyString
    columns: tuple[Column, ...]
    spellings: tuple[str, ...] = ()

    @cached_property
    def by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    @cached_property
    def titles(self) -> frozenset[str]:
        """How the sheet may be called, in any of our languages."""
        return frozenset(
            {self.name, *(one.casefold() for one in self.spellings), *_labels(self.title)}
        )

    @cached_property
    def spelled(self) -> dict[str, str]:
        """Column by every spelling of its head."""
        known: dict[str, str] = {}
        for column in reversed(self.columns):
            words = {column.name, *(one.casefold() for one in column.spellings)}
            known |= dict.fromkeys(words | _labels(column.label), column.name)
        return known


_EVENT = Column("event", lazy_gettext("Event"), spellings=("项目", "竞赛项目"))
_UNIT = Column("unit", lazy_gettext("Unit"), spellings=("参赛单位", "所在单位"))
_CODE = Column("code", lazy_gettext("Code"), CODE_LENGTH, spellings=("参赛号", "编号"), plain=True)
_LISTS = lazy_gettext("Lists")  # the template's last sheet, of what can be chosen

SHEETS = (
    Sheet(
        "events",
        lazy_gettext("Events"),
        (
            Column("event", lazy_gettext("Event"), needed=True, spellings=("项目",)),
            Column("round", lazy_gettext("Round")),
            Column("scheme", lazy_gettext("Marking scheme"), spellings=("评分办法", "评分方案")),
        ),
        ("项目",),
    ),
    Sheet(
        "units",
        lazy_gettext("Units"),
        (
            Column("name", lazy_gettext("Unit"), needed=True, spellings=("参赛单位", "名称")),
            Column("zone", lazy_gettext("Zone"), NAME_LENGTH),
            Column("leader", lazy_gettext("Team leader"), NAME_LENGTH),
            Column(
                "most", lazy_gettext("At most (entrants)"), SHORT, spellings=("名额",), plain=True
            ),
        ),
        ("参赛单位",),
    ),
    Sheet(
        "entries",
        lazy_gettext("Entrants"),
        (
            _EVENT,
            Column(
                "name",
                lazy_gettext("Name of the entrant"),
                NAME_LENGTH,
                needed=True,
                spellings=("姓名", "选手", "参赛者", "name"),
            ),
            _UNIT,
            _CODE,
            Column("station", lazy_gettext("Station"), CODE_LENGTH, plain=True),
            Column("zone", lazy_gettext("Zone"), NAME_LENGTH),
            Column(
                "born_on",
                lazy_gettext("Day of birth"),
                SHORT,
                spellings=("出生年月日", "生日"),
                plain=True,
            ),
            Column("occupation", lazy_gettext("Occupation"), NAME_LENGTH, spellings=("工种",)),
            Column(
                "certificate",
                lazy_gettext("Skill certificate"),
                NAME_LENGTH,
                spellings=("证书", "技能等级"),
            ),
            Column(
                "contact",
                lazy_gettext("Contact"),
                NAME_LENGTH,
                spellings=("电话", "手机"),
                plain=True,
            ),
        ),
        ("选手名单", "个人"),
    ),
    Sheet(
        "teams",
        lazy_gettext("Teams"),
        (
            _EVENT,
            Column(
                "name",
                lazy_gettext("Name of the team"),
                NAME_LENGTH,
                needed=True,
                spellings=("队名", "参赛队"),
            ),
            _UNIT,
            _CODE,
            Column(
                "members", lazy_gettext("Members"), LONG, needed=True, spellings=("队员", "成员")
            ),
        ),
        ("参赛队",),
    ),
    Sheet(
        "judges",
        lazy_gettext("Judges"),
        (
            Column(
                "name",
                lazy_gettext("Name of the judge"),
                NAME_LENGTH,
                needed=True,
                spellings=("姓名", "评委", "裁判"),
            ),
            _UNIT,
            Column("event", lazy_pgettext("of a judge", "Only in the event"), spellings=("赛项",)),
            Column("items", lazy_gettext("Only the items"), LONG, spellings=("评分项",)),
        ),
        ("裁判", "评委名单"),
    ),
)
BY_NAME = {sheet.name: sheet for sheet in SHEETS}


def sheet_named(title: str) -> Sheet | None:
    """The sheet that a title means, in any of our languages."""
    wanted = title.strip().casefold()
    return next((sheet for sheet in SHEETS if wanted in sheet.titles), None)


def is_lists(title: str) -> bool:
    """Whether a sheet holds the template's lists of choices, and nothing to read."""
    return title.strip().casefold() in _labels(_LISTS)


def columns_of(sheet: Sheet, head: Sequence[str]) -> dict[str, int]:
    """Column → its place, by the head. Refused when a needed one is missing."""
    found: dict[str, int] = {}
    for place, cell in enumerate(head):
        name = sheet.spelled.get(cell.strip().casefold())
        if name is not None:
            found.setdefault(name, place)
    missing = [str(one.label) for one in sheet.columns if one.needed and one.name not in found]
    if missing:
        raise UserError(
            _(
                "Sheet “%(sheet)s”: the first row must name the columns. Missing: %(names)s.",
                sheet=sheet.title,
                names=", ".join(missing),
            ),
            code="columns",
        )
    return found


def _labels(label: LazyString) -> set[str]:
    found = set()
    for language in LANGUAGES:
        with force_locale(language):
            found.add(str(label).casefold())
    return found
