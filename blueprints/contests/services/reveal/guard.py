"""What must not happen while a result is being revealed."""

from flask_babel import gettext as _

from blueprints.contests.models import Round
from blueprints.contests.queries.reveal import running_ceremony
from store import UserError


def refuse_during_reveal(round_: Round) -> None:
    """Publishing, or opening the board, would tell everybody at once what is told step by step."""
    if running_ceremony(round_.id) is not None:
        raise UserError(
            _("A reveal of this round is under way. End it first."), status=409, code="revealing"
        )
