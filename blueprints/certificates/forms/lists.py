"""Forms of award lists. What services check is not checked twice; they answer with a UserError."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from blueprints.certificates.award_rows import LABELS, LENGTHS, Value
from blueprints.certificates.queries.lists.fields import (
    text_of,
    value_label,
    value_name,
    value_of,
)
from blueprints.certificates.services.lists import COLUMNS
from store import UserError

_ = lazy_gettext
_COLONS = ("：", ":")


def _number(value: object) -> int:
    return int(str(value))


class ListForm(FlaskForm):
    """A list's title and occasion."""

    title = StringField(
        _("Title of the list"),
        [InputRequired(message=_("Give the list a title.")), Length(max=200)],
    )
    occasion = StringField(
        _("Occasion of the award"),
        [Length(max=200)],
        description=_("As the certificate says it, e.g. the full name of the contest."),
    )


class NewListForm(ListForm):
    """A list of an organisation, filled by hand."""

    organisation_id = SelectField(_("Organization"), coerce=_number)


class NewListFileForm(NewListForm):
    """A list of an organisation from a spreadsheet."""

    file = FileField(_("Spreadsheet (.xlsx or .csv)"))


class ListFileForm(FlaskForm):
    """More recipients from a spreadsheet."""

    file = FileField(_("Spreadsheet (.xlsx or .csv)"))


class CheckedTableForm(FlaskForm):
    """A checked table on its way from the preview to the import."""

    table = HiddenField()
    title = HiddenField()
    occasion = HiddenField()
    organisation_id = HiddenField()


class LineForm(FlaskForm):
    """What is changed in the table itself."""

    name = StringField(
        LABELS["name"],
        [InputRequired(message=_("The name is missing.")), Length(max=LENGTHS["name"])],
    )
    honorific = StringField(LABELS["honorific"], [Length(max=LENGTHS["honorific"])])
    unit = StringField(LABELS["unit"], [Length(max=LENGTHS["unit"])])
    award = StringField(LABELS["award"], [Length(max=LENGTHS["award"])])
    reason = StringField(LABELS["reason"], [Length(max=LENGTHS["reason"])])


class RecipientForm(LineForm):
    """Everything about a recipient."""

    reason = TextAreaField(LABELS["reason"], [Length(max=LENGTHS["reason"])])
    worker = StringField(
        COLUMNS["worker"],
        [Length(max=40)],
        description=_("Whoever signs in under it finds the certificate under “My certificates”."),
    )
    official_number = StringField(
        LABELS["official_number"],
        [Length(max=40)],
        description=_("Of a state certificate of a skill level, as the state issued it."),
    )
    values = TextAreaField(
        _("Further fields"),
        [Length(max=15000)],
        description=_("One a line, as “name: text”. Templates that ask for them print them."),
    )
    story = TextAreaField(LABELS["story"], [Length(max=LENGTHS["story"])])


class PhotoForm(FlaskForm):
    """A photograph."""

    file = FileField(_("Photo (JPEG or PNG)"))


class PhotosForm(FlaskForm):
    """Many photographs."""

    file = FileField(_("Archive (ZIP)"))


class WithdrawalForm(FlaskForm):
    """Why somebody is no longer published."""

    reason = StringField(
        _("Reason"), [InputRequired(message=_("Give the reason.")), Length(max=300)]
    )


def values_as_text(values: Mapping[str, Value]) -> str:
    """Further fields as lines to change."""
    colon = gettext(": ")
    return "\n".join(f"{value_label(name)}{colon}{text_of(v)}" for name, v in values.items())


def values_from_text(text: str) -> dict[str, Any]:
    """Further fields of such lines. UserError (code: values) for a line that names none."""
    found: dict[str, Value] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        place = min((n for colon in _COLONS if (n := line.find(colon)) > 0), default=0)
        if not place:
            raise UserError(
                gettext("This line has no colon after a name: %(line)s", line=line[:60]),
                code="values",
            )
        name = value_name(line[:place].strip())
        found[name] = value_of(name, line[place + 1 :].strip())
    return found
