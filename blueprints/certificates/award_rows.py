"""A row of an award list as it is given: typed, read from a file, or taken from a source."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from flask_babel import LazyString, lazy_gettext
from flask_babel import gettext as _

from blueprints.certificates import official_numbers
from store import UserError

LABELS: dict[str, LazyString] = {
    "name": lazy_gettext("Recipient"),
    "honorific": lazy_gettext("Honorific"),
    "unit": lazy_gettext("Unit"),
    "award": lazy_gettext("Award"),
    "reason": lazy_gettext("Citation"),
    "story": lazy_gettext("Deeds in brief"),
    "official_number": lazy_gettext("Official number"),
}
# Characters. What is longer is refused, never cut; a cell of a spreadsheet holds 500.
LENGTHS = {
    "name": 120,
    "honorific": 20,
    "unit": 200,
    "award": 120,
    "reason": 400,
    "story": 4000,
    "official_number": official_numbers.LENGTH,
}
MOST_VALUES = 30
VALUE_NAME_LENGTH = 40
VALUE_LENGTH = 400
MOST_MEMBERS = 100

Value = str | list[str]
# Signs that nobody sees but that turn text around or make two like names differ; they come along
# when names are copied. Joiners stay: some scripts are written with them.
_UNSEEN = dict.fromkeys(
    [
        *range(9), *range(0x0E, 0x1C), *range(0x7F, 0x85), *range(0x86, 0xA0),
        0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF,
    ]
)  # fmt: skip
# The dot between the parts of a name (阿卜杜热依木·买买提) as keyboards and offices write it.
_HAN = "[\u3400-\u9fff\U00020000-\U0003ffff]"
_DOT = re.compile(f"(?<={_HAN}) ?[·•‧∙⋅・･] ?(?={_HAN})")
_ALIGNED = re.compile(f"({_HAN}) ({_HAN})")  # 王 芳, as wide in a column as names of three


@dataclass(frozen=True)
class AwardRow:
    """Who is honoured for what. `values` are further fields: text, or texts (a team's members).

    `key` is the source's own name of the row, unique in its list; empty for one made here.
    """

    name: str
    honorific: str = ""
    unit: str = ""
    award: str = ""
    reason: str = ""
    story: str = ""
    official_number: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    key: str = ""
    person_id: int | None = None
    account_id: int | None = None


def content(row: Any) -> dict[str, Any]:
    """What a row (given or stored) says, by field: text fields and `values`."""
    return {**{name: getattr(row, name) for name in LENGTHS}, "values": dict(row.values)}


def tidied(row: AwardRow) -> AwardRow:
    """The row with blanks and a name's dot put right (a story keeps its lines); nothing is checked.

    Names have one spelling: with two, one person would be found as two, or not at all.
    """
    texts = {name: _line(getattr(row, name)) for name in LENGTHS if name != "story"}
    texts["name"] = spelled(row.name)
    texts["story"] = "\n".join(_line(line) for line in row.story.strip().splitlines())
    texts["official_number"] = official_numbers.tidy(row.official_number)
    return replace(row, **texts, values=_tidy_values(row.values))


def spelled(name: str) -> str:
    """A name as lists spell it."""
    line = _line(name)
    aligned = _ALIGNED.fullmatch(line)
    return "".join(aligned.groups()) if aligned else _DOT.sub("·", line)


def faults_of(row: AwardRow) -> dict[str, str]:
    """What is wrong with a tidied row, by field; a further field is named `values.<its name>`."""
    faults = {
        name: _("Longer than %(n)d characters.", n=longest)
        for name, longest in LENGTHS.items()
        if len(getattr(row, name)) > longest
    }
    if not row.name:
        faults["name"] = _("The name is missing.")
    if row.official_number and not official_numbers.is_well_formed(row.official_number):
        faults["official_number"] = _(
            "Not an official number: it has 22 characters, Y or S and then 21 digits."
        )
    return faults | _faults_of_values(row.values)


def checked(row: AwardRow) -> AwardRow:
    """The tidied row; UserError (code: the field) with the first thing that is wrong with it."""
    tidy = tidied(row)
    for name, message in faults_of(tidy).items():
        label = LABELS.get(name, name.removeprefix("values."))
        raise UserError(f"{label}: {message}", code=name.partition(".")[0])
    return tidy


def as_given(row: Any) -> AwardRow:
    """A stored recipient as a row that may be changed and given back."""
    return AwardRow(**content(row), key=row.key, person_id=row.person_id, account_id=row.account_id)


def plain(row: AwardRow) -> dict[str, Any]:
    """Every field, for the columns of a stored recipient."""
    return asdict(row)


def _line(text: str) -> str:
    return " ".join(text.translate(_UNSEEN).split())


def _tidy_values(values: Mapping[str, Value]) -> dict[str, Value]:
    tidy = {_line(name): _tidy_value(value) for name, value in values.items()}
    return {name: value for name, value in tidy.items() if name and value}


def _tidy_value(value: Value) -> Value:
    if isinstance(value, list):
        return [tidy for one in value if (tidy := _line(one))]
    return _line(value)


def _faults_of_values(values: Mapping[str, Value]) -> dict[str, str]:
    if len(values) > MOST_VALUES:
        return {"values": _("There are more than %(n)d further columns.", n=MOST_VALUES)}
    faults = {}
    for name, value in values.items():
        parts = value if isinstance(value, list) else [value]
        if len(name) > VALUE_NAME_LENGTH or max(map(len, parts), default=0) > VALUE_LENGTH:
            faults[f"values.{name}"] = _("Longer than %(n)d characters.", n=VALUE_LENGTH)
        elif len(parts) > MOST_MEMBERS:
            faults[f"values.{name}"] = _("More than %(n)d names.", n=MOST_MEMBERS)
    return faults
