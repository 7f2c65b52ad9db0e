"""Forms of campaigns. What services check is not checked twice; they answer with a UserError."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from blueprints.campaigns.services import CampaignInput

_ = lazy_gettext


class CampaignForm(FlaskForm):
    """The campaign itself. `orientations` is one tag a line."""

    title = StringField(
        _("Title"), [InputRequired(message=_("Give the campaign a title.")), Length(max=120)]
    )
    theme = StringField(_("Theme"), [Length(max=200)])
    intro = TextAreaField(_("About the campaign"), [Length(max=5000)])
    starts_on = DateField(_("First day"), [Optional()])
    ends_on = DateField(_("Last day"), [Optional()])
    orientations = TextAreaField(
        _("Orientations"),
        [Length(max=400)],
        description=_("Tags whose mix over time is charted, one a line. Leave empty if not used."),
    )
    public = BooleanField(_("Public"), description=_("Anybody may see the portal."))

    def given(self) -> CampaignInput:
        """The form as the service takes it."""
        return CampaignInput(
            title=self.title.data or "",
            theme=self.theme.data or "",
            intro=self.intro.data or "",
            starts_on=self.starts_on.data.isoformat() if self.starts_on.data else "",
            ends_on=self.ends_on.data.isoformat() if self.ends_on.data else "",
            orientations=tuple((self.orientations.data or "").splitlines()),
            public=self.public.data,
        )


class NewCampaignForm(CampaignForm):
    """A campaign that an organisation is going to hold."""

    organisation_id = SelectField(_("Held by"), coerce=int)
