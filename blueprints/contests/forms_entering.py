"""Forms of what happens before a contest begins. What services check is not checked twice."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField

from blueprints.contests.services.setup.workbook import SHEETS
from web.choices import choices

_ = lazy_gettext


class WorkbookForm(FlaskForm):
    """Events, units, entrants, teams and judges from one file."""

    file = FileField(_("File (.xlsx or .csv)"), [FileRequired(message=_("Choose a file."))])
    sheet = SelectField(
        _("A .csv file is the sheet"),
        choices=choices([(sheet.name, sheet.title) for sheet in SHEETS]),
        default="entries",
    )


class SchemeFileForm(FlaskForm):
    """A marking scheme from a file."""

    file = FileField(_("Scheme file (.json)"), [FileRequired(message=_("Choose a file."))])
