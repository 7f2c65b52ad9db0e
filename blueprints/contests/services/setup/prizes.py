"""The prizes of a round: how many of which, and what happens with fractions and with ties."""

from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext as _

import scoring
from blueprints.contests.access import Right, round_for
from blueprints.contests.models import RoundState
from blueprints.contests.services.setup.common import TITLE_LENGTH, round_changed
from scoring.prizes import AFTER_TIE, BASES, BOUNDARIES
from scoring.rounding import MODES
from store import UserError, write
from store.actors import Actor

MOST_PRIZES = 10
MOST_OF_ONE = 10_000
DECLARED = {"rounding": "floor", "of": "entries", "boundary": "extend", "after_tie": "roll_down"}
_ALLOWED = {"rounding": MODES, "of": BASES, "boundary": BOUNDARIES, "after_tie": AFTER_TIE}


@dataclass(frozen=True)
class PrizePolicy:
    """What is declared beforehand: how percentages are rounded, of whom they are taken, the least
    total for a prize, and what a tie across the last of a prize does.
    """

    rounding: str = "floor"
    of: str = "entries"
    boundary: str = "extend"
    after_tie: str = "roll_down"
    minimum: str = ""


PLAIN = PrizePolicy()


def set_prizes(
    actor: Actor,
    round_id: int,
    prizes: list[tuple[str, int | str]],
    now: datetime,
    policy: PrizePolicy = PLAIN,
) -> None:
    """The prizes as (title, how many), best first; none at all is allowed. "10%" is a share.

    Fixed once the result is confirmed.
    """
    with write():
        round_ = round_for(actor, round_id, Right.SET_UP, lock=True)
        if round_.state in (RoundState.CONFIRMED, RoundState.PUBLISHED):
            raise UserError(_("The result is confirmed; its prizes are fixed."), status=409)
        before = round_.document.get("prizes", {})
        document = {key: value for key, value in round_.document.items() if key != "prizes"}
        if tiers := _tiers(prizes):
            kept = {"band": before["band"]} if "band" in before else {}
            document["prizes"] = {"tiers": tiers, **kept, **_declared(policy)}
        round_.document = document
        round_changed(actor, "round.prizes_set", round_, now, prizes=len(tiers))


def _declared(policy: PrizePolicy) -> dict[str, str]:
    values = asdict(policy)
    for name, allowed in _ALLOWED.items():
        if values[name] not in allowed:
            raise UserError(_("Choose what holds for percentages and ties."))
    if values["minimum"]:
        values["minimum"] = _decimal(values["minimum"])
    return {key: value for key, value in values.items() if value and DECLARED.get(key) != value}


def _decimal(text: str) -> str:
    try:
        return format(scoring.parse_decimal(text), "f")
    except scoring.MarkError:
        raise UserError(_("The least total for a prize is not a number.")) from None


def _tiers(prizes: list[tuple[str, int | str]]) -> list[dict[str, Any]]:
    wanted = [(title.strip()[:TITLE_LENGTH], amount) for title, amount in prizes if title.strip()]
    if len(wanted) > MOST_PRIZES:
        raise UserError(_("At most %(n)d prizes can be given.", n=MOST_PRIZES))
    return [
        {"id": f"prize-{number}", "title": title, **_amount(amount)}
        for number, (title, amount) in enumerate(wanted, 1)
    ]


def _amount(amount: int | str) -> dict[str, Any]:
    """A fixed number, or a share in per cent."""
    if isinstance(amount, str):
        try:
            percent = Decimal(amount.removesuffix("%").strip())
        except InvalidOperation:
            percent = Decimal(0)
        if percent.is_finite() and 0 < percent <= 100:
            return {"percent": format(percent.quantize(Decimal("0.01")).normalize(), "f")}
    elif 1 <= amount <= MOST_OF_ONE:
        return {"count": amount}
    raise UserError(
        _(
            "Say for every prize how many are given: 1 to 10000, or a share like %(share)s.",
            share="10%",
        )
    )
