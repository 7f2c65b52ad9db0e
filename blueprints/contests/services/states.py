"""The refusal of what belongs to another state of the round."""

from flask_babel import gettext as _

from blueprints.contests.models import Round
from blueprints.contests.queries.wording import state_label
from store import UserError


def wrong_state(round_: Round) -> UserError:
    """Names the state there is now: somebody else may have taken the step a moment ago."""
    return UserError(
        _(
            "This can't be done now. State of the round: %(state)s.",
            state=state_label(round_.state),
        ),
        status=409,
        code="round_state",
    )
