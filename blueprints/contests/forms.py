"""Forms of set-up. What services check is not checked twice; they answer with a UserError."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from blueprints.contests.models.contest import Release
from blueprints.contests.services.setup import ContestInput, EntryInput
from web.choices import choices

_ = lazy_gettext

RELEASES = {
    Release.EACH: _("One by one, as judges save them"),
    Release.TOGETHER: _("All at once, when every judge has locked the sheet"),
    Release.PUBLISHED: _("Not before the result is published"),
}


def _number(value: object) -> int | None:
    """A chooser's value: empty is None. Anything else that isn't a number is refused."""
    return None if value in (None, "", "None") else int(str(value))


class ContestForm(FlaskForm):
    """The contest itself."""

    title = StringField(
        _("Title"), [InputRequired(message=_("Give the contest a title.")), Length(max=200)]
    )
    venue = StringField(_("Venue"), [Length(max=200)])
    starts_on = DateField(_("First day"), [Optional()])
    public = BooleanField(
        _("Public"),
        default=True,
        description=_("Anybody may see boards and results once a round is open."),
    )
    blind = BooleanField(
        _("Blind coding"),
        description=_("Judges and the public see codes instead of names until you decode."),
    )
    rehearsal = BooleanField(
        _("Rehearsal"),
        description=_("For trying things out: marked everywhere, never listed to the public."),
    )

    def given(self) -> ContestInput:
        """The form as the service takes it."""
        return ContestInput(
            title=self.title.data or "",
            venue=self.venue.data or "",
            starts_on=self.starts_on.data.isoformat() if self.starts_on.data else "",
            blind=self.blind.data,
            public=self.public.data,
            rehearsal=self.rehearsal.data,
        )


class NewContestForm(ContestForm):
    """A contest that an organisation is going to hold."""

    organisation_id = SelectField(_("Held by"), coerce=_number)


class TitleForm(FlaskForm):
    """A title alone: of an event."""

    title = StringField(
        _("Title"), [InputRequired(message=_("Give the event a title.")), Length(max=200)]
    )


class RoundSettingsForm(FlaskForm):
    """A round's title, and when its marks may be seen."""

    title = StringField(
        _("Title"), [InputRequired(message=_("Give the round a title.")), Length(max=200)]
    )
    release = RadioField(
        _("Marks on the board"), choices=choices(RELEASES.items()), default=Release.EACH
    )


class SchemeForm(FlaskForm):
    """Choose one of the ready-made schemes."""

    preset = StringField(
        _("Marking scheme"), [InputRequired(message=_("Choose one of the ready-made schemes."))]
    )
    earlier_id = SelectField(
        _("Round whose totals are added"), coerce=_number, validators=[Optional()]
    )


class NewRoundForm(RoundSettingsForm, SchemeForm):
    """A round with its scheme."""


class EntryForm(FlaskForm):
    """One entrant."""

    name = StringField(
        _("Name of the entrant"),
        [InputRequired(message=_("Every entrant needs a name.")), Length(max=120)],
    )
    code = StringField(_("Code"), [Length(max=32)])
    unit = StringField(_("Unit"), [Length(max=200)])
    station = StringField(_("Station"), [Length(max=32)])
    zone = StringField(_("Zone"), [Length(max=120)])
    members = StringField(_("Members (codes)"), [Length(max=500)])

    def given(self) -> EntryInput:
        """The form as the service takes it."""
        codes = (self.members.data or "").replace("、", " ").replace("，", " ").replace(",", " ")
        return EntryInput(
            name=self.name.data or "",
            unit=self.unit.data or "",
            code=self.code.data or "",
            zone=self.zone.data or "",
            station=self.station.data or "",
            members=tuple(codes.split()),
        )


class LinesForm(FlaskForm):
    """Many at once, a line each."""

    lines = TextAreaField(
        _("Lines"), [InputRequired(message=_("There are no lines.")), Length(max=400_000)]
    )


class EntriesFileForm(FlaskForm):
    """Entrants from a spreadsheet."""

    file = FileField(_("File (.xlsx or .csv)"), [FileRequired(message=_("Choose a file."))])


class TableForm(FlaskForm):
    """The checked rows, carried from the preview to the import."""

    table = HiddenField()


class DrawForm(FlaskForm):
    """A draw; without a seed one is made up."""

    seed = StringField(_("Seed"), [Length(max=64)])
    prefix = StringField(_("Codes begin with"), [Length(max=16)])
    reason = StringField(_("Why it is drawn again"), [Length(max=200)])


class JudgeForm(FlaskForm):
    """A judge's seat."""

    name = StringField(
        _("Name of the judge"),
        [InputRequired(message=_("Give the judge a name.")), Length(max=120)],
    )
    unit = StringField(_("Unit"), [Length(max=200)])


class ContestFileForm(FlaskForm):
    """Bring a contest file in."""

    file = FileField(_("Contest file (.json)"), [FileRequired(message=_("Choose a file."))])
    organisation_id = SelectField(_("Held by"), coerce=_number)
    with_marks = BooleanField(
        _("With its marks"),
        default=True,
        description=_("Rounds with marks are put under review; without marks all are drafts."),
    )
    public = BooleanField(
        _("Public"), description=_("Anybody may see boards and results once a round is open.")
    )
    blind = BooleanField(
        _("Blind coding"),
        description=_("Judges and the public see codes instead of names until you decode."),
    )
