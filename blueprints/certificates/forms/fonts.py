"""Adding a font."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import RadioField, StringField
from wtforms.validators import InputRequired, Length

from blueprints.certificates.queries.fonts import ROLES
from blueprints.certificates.services.fonts import LICENCE_LENGTH
from web.choices import choices

_ = lazy_gettext


class FontForm(FlaskForm):
    """A font file, what it is for, and by which right it is used."""

    file = FileField(_("Font (.otf or .ttf)"))
    role = RadioField(_("Used as"), choices=choices(ROLES.items()), default="")
    licence = StringField(
        _("Licence"),
        [
            InputRequired(message=_("Say by which licence the font may be used.")),
            Length(max=LICENCE_LENGTH),
        ],
        description=_("For example: bought by the federation in 2025, desktop and embedding."),
    )
