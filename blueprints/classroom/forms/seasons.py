"""Forms of seasons and their books."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from blueprints.classroom.forms.setup import MOST_TEXT, MOST_TITLE, at_most, number
from blueprints.classroom.services.setup import BookInput, SeasonInput

_ = lazy_gettext


class SeasonForm(FlaskForm):
    """A season."""

    title = StringField(
        _("Title"), [InputRequired(message=_("Give the season a title.")), at_most(MOST_TITLE)]
    )
    theme = StringField(_("Theme"), [at_most(200)])
    intro = TextAreaField(_("About the season"), [at_most(MOST_TEXT)])
    public = BooleanField(
        _("Public"),
        default=True,
        description=_("Everybody finds the season’s page, with its books and schedule."),
    )

    def given(self) -> SeasonInput:
        """The form as the service takes it."""
        return SeasonInput(
            title=self.title.data or "",
            theme=self.theme.data or "",
            intro=self.intro.data or "",
            public=self.public.data,
        )


class NewSeasonForm(SeasonForm):
    """A season that an organisation is going to hold."""

    organisation_id = SelectField(_("Held by"), coerce=number)


class BookForm(FlaskForm):
    """A book of the list."""

    title = StringField(
        _("Title of the book"), [InputRequired(message=_("Enter the book's title.")), at_most(160)]
    )
    author = StringField(_("Author"), [at_most(120)])
    publisher = StringField(_("Publisher"), [at_most(120)])
    isbn = StringField(_("ISBN"), [at_most(20)])
    intro = TextAreaField(_("About the book"), [at_most(MOST_TEXT)])
    file = FileField(_("Cover (JPEG or PNG)"))

    def given(self) -> BookInput:
        """The form as the service takes it."""
        return BookInput(
            title=self.title.data or "",
            author=self.author.data or "",
            publisher=self.publisher.data or "",
            isbn=self.isbn.data or "",
            intro=self.intro.data or "",
        )
