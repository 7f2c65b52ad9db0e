"""Forms of set-up: session, guest, series, files."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError
from wtforms.validators import Optional as MayBeEmpty

from blueprints.classroom.models import Moderation, RoomRole, VideoSource, Visibility
from blueprints.classroom.services.setup import GuestInput, Rhythm, SessionInput
from blueprints.classroom.services.setup.dates import MOST
from web.choices import choices

_ = lazy_gettext

MOST_SIGN_INS = 20
VISIBILITIES = {
    Visibility.PUBLIC: _("Everybody finds it in the list"),
    Visibility.LINK: _("Whoever has the link"),
    Visibility.ORGANISATION: _("Accounts of the organization and of those below it"),
}
SOURCES = {
    VideoSource.BROWSER: _("From a browser: camera, microphone, screen"),
    VideoSource.OBS: _("From OBS or another program"),
    VideoSource.EXTERNAL: _("Another service: the address of its stream"),
}
MODERATIONS = {
    Moderation.OPEN: _("Messages are shown at once; listed words are held back"),
    Moderation.NEW: _("A guest’s first message is shown after a moderator’s look"),
    Moderation.PRE: _("Each message is shown after a moderator’s look"),
}
ROLES = {
    RoomRole.HOST: _("Host"),
    RoomRole.COHOST: _("Co-host"),
    RoomRole.MODERATOR: _("Moderator"),
    RoomRole.GUEST: _("Guest"),
}
RHYTHMS = {
    Rhythm.WEEKLY: _("every week"),
    Rhythm.FORTNIGHTLY: _("every two weeks"),
    Rhythm.MONTHLY: _("every month"),
}
_DAY_AND_TIME = _("Enter day and time.")
_WORDS = _("At most %(max)d characters.")
MOST_TITLE, MOST_TEXT = 120, 4000


def number(value: object) -> int | None:
    """A chooser's value: empty is None. Anything else that isn't a number is refused."""
    return None if value in (None, "", "None") else int(str(value))


def at_most(most: int) -> Length:
    """No longer than the column, said in words."""
    return Length(max=most, message=_WORDS)


class SessionForm(FlaskForm):
    """A session on one page: what, when, who; the rest has sensible defaults."""

    title = StringField(
        _("Title"), [InputRequired(message=_("Give the session a title.")), at_most(MOST_TITLE)]
    )
    day = DateField(_("Day"), [InputRequired(message=_DAY_AND_TIME)])
    time = TimeField(_("Begins at"), [InputRequired(message=_DAY_AND_TIME)])
    planned_minutes = IntegerField(
        _("Planned minutes"),
        [
            InputRequired(message=_("Enter how many minutes are planned.")),
            NumberRange(5, 600, message=_("From 5 to 600 minutes.")),
        ],
        default=70,
    )
    host_name = StringField(
        _("Host, as shown"), [at_most(80)], description=_("A person or a unit.")
    )
    place = StringField(_("Venue"), [at_most(160)])
    season_id = SelectField(_("Season"), coerce=number)
    book_id = SelectField(_("Book"), coerce=number)
    topics = TextAreaField(
        _("Topics, one a line"),
        [at_most(MOST_TEXT)],
        description=_("The host goes through them; each is a chapter of the replay."),
    )
    intro = TextAreaField(_("About the session"), [at_most(MOST_TEXT)])
    visibility = RadioField(
        _("Who finds it"), choices=choices(VISIBILITIES.items()), default=Visibility.PUBLIC
    )
    guests_allowed = BooleanField(
        _("Viewers need no account"),
        default=True,
        description=_("They come in under a nickname. Minutes count for accounts only."),
    )
    registration = BooleanField(
        _("With registration"),
        description=_("Only accounts that registered come in."),
    )
    seat_limit = IntegerField(
        _("Seats"),
        [MayBeEmpty(), NumberRange(0, 100_000, message=_("From 0 to 100,000 seats."))],
        default=0,
        description=_("0: as many as come."),
    )
    moderation = RadioField(
        _("Chat"), choices=choices(MODERATIONS.items()), default=Moderation.OPEN
    )
    source = RadioField(
        _("Picture and sound"), choices=choices(SOURCES.items()), default=VideoSource.BROWSER
    )
    external_url = StringField(_("Address of the stream"), [at_most(500)])
    replay_shown = BooleanField(_("May be watched again afterwards"), default=True)
    minutes_share = IntegerField(
        _("Minutes needed (%)"),
        [InputRequired(message=_("From 0 to 100.")), NumberRange(0, 100, _("From 0 to 100."))],
        default=85,
        description=_("Share of the session that one has to be present. 0 asks for nothing."),
    )
    quiz_share = IntegerField(
        _("Quiz answers needed (%)"),
        [InputRequired(message=_("From 0 to 100.")), NumberRange(0, 100, _("From 0 to 100."))],
        default=0,
        description=_("Share of right answers. 0 asks for nothing."),
    )
    sign_ins = IntegerField(
        _("Check-ins needed"),
        [MayBeEmpty(), NumberRange(0, MOST_SIGN_INS, message=_("From 0 to 20."))],
        default=0,
        description=_("Of those that the host opens; if fewer are opened, all of them."),
    )
    credit_hours = DecimalField(
        _("Credit hours"),
        [MayBeEmpty(), NumberRange(0, 100, message=_("From 0 to 100."))],
        default=Decimal(0),
        places=1,
    )

    def validate_topics(self, field: TextAreaField) -> None:
        """Each must fit its column."""
        if any(len(line) > MOST_TITLE for line in lines_of(field.data)):
            raise ValidationError(str(_("A topic has at most %(max)d characters.")) % _MAX)

    def given(self) -> SessionInput:
        """The form as the service takes it."""
        plain = {name: getattr(self, name).data or "" for name in _TEXTS}
        same = {name: getattr(self, name).data for name in _SAME}
        return SessionInput(
            starts_at=self.starts_at(),
            topics=tuple(lines_of(self.topics.data)),
            seat_limit=self.seat_limit.data or 0,
            sign_ins=self.sign_ins.data or 0,
            credit_hours=(self.credit_hours.data or Decimal(0)).normalize(),
            **plain,
            **same,
        )

    def starts_at(self) -> datetime:
        """Day and time in the zone of the installation."""
        zone = ZoneInfo(current_app.extensions["settings"].timezone)
        return datetime.combine(self.day.data, self.time.data, zone)


_TEXTS = ("title", "intro", "host_name", "place", "external_url")
_SAME = (
    "planned_minutes", "season_id", "book_id", "visibility", "guests_allowed", "registration",
    "moderation", "source", "replay_shown", "minutes_share", "quiz_share",
)  # fmt: skip
_MAX = {"max": MOST_TITLE}


class NewSessionForm(SessionForm):
    """A session that an organisation is going to hold, with its guests."""

    organisation_id = SelectField(_("Held by"), coerce=number)
    guests = TextAreaField(
        _("Guests, one a line: name, who they are"),
        [at_most(MOST_TEXT)],
        description=_("Photographs and more about them can be added afterwards."),
    )

    def validate_guests(self, field: TextAreaField) -> None:
        """Each must fit its columns."""
        if any(len(name) > 60 or len(title) > 160 for name, title in guests_of(field.data)):
            raise ValidationError(_("A name has at most 60 characters, the rest 160."))

    def given(self) -> SessionInput:
        plain: dict[str, Any] = dict(vars(super().given()))
        return SessionInput(**{**plain, "guests": tuple(guests_of(self.guests.data))})


class GuestForm(FlaskForm):
    """A guest's card."""

    name = StringField(
        _("Name of the guest"), [InputRequired(message=_("Enter the guest's name.")), at_most(60)]
    )
    title = StringField(_("Who they are"), [at_most(160)])
    intro = TextAreaField(_("More about them"), [at_most(MOST_TEXT)])
    file = FileField(_("Photograph (JPEG or PNG)"))

    def given(self) -> GuestInput:
        """The form as the service takes it."""
        return GuestInput(
            name=self.name.data or "", title=self.title.data or "", intro=self.intro.data or ""
        )


class SeriesForm(FlaskForm):
    """A series of sessions like this one."""

    rhythm = SelectField(_("How often"), choices=choices(RHYTHMS.items()))
    count = IntegerField(
        _("How many more"),
        [
            InputRequired(message=_("Enter how many more sessions there are.")),
            NumberRange(1, MOST, message=_("From 1 to 52 sessions.")),
        ],
        default=4,
    )


class FileForm(FlaskForm):
    """A file that is sent."""

    file = FileField(_("File"))


class MaterialForm(FileForm):
    """Something to hand out."""

    title = StringField(_("Title"), [at_most(160)])


def lines_of(text: str | None) -> list[str]:
    """What is on the lines that aren't empty."""
    return [line for raw in (text or "").splitlines() if (line := " ".join(raw.split()))]


def guests_of(text: str | None) -> list[tuple[str, str]]:
    """(name, title) of lines such as "Zhao, lathe operator"; any comma divides."""
    pairs = (line.replace("，", ",").partition(",") for line in lines_of(text))
    return [(name.strip(), title.strip()) for name, _comma, title in pairs if name.strip()]
