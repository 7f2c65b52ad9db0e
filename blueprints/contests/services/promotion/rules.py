"""The rule of a promotion: declared before judging begins, never changed after."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext as _

from blueprints.contests.access import Right, round_for
from blueprints.contests.models import LatePolicy, Promotion, Round, RoundState
from blueprints.contests.queries.document import zone_refs
from blueprints.contests.queries.promotion import promotion_of
from blueprints.contests.services.setup.common import require_draft, round_changed
from store import UserError, db, write
from store.actors import Actor

MOST = 2000
METHODS = ("top", "percent", "zones")
BOUNDARIES = ("extend", "cut", "skip")


@dataclass(frozen=True)
class RuleInput:
    """A rule as typed: `count` for top, `percent` as text, `quotas` by name of zone."""

    method: str
    count: int = 0
    percent: str = "0"
    quotas: Mapping[str, int] = field(default_factory=dict)
    boundary: str = "extend"
    only_passed: bool = False
    policy: str = LatePolicy.KEEP
    target_id: int | None = None


def set_rule(actor: Actor, round_id: int, given: RuleInput, now: datetime) -> None:
    """Declare who goes on, and what a late correction does. Only before the round begins."""
    with write():
        round_ = round_for(actor, round_id, Right.SET_UP, lock=True)
        require_draft(round_)
        target = _target(actor, round_, given.target_id)
        rule = _rule(round_, given)
        _keep_zones(round_, given)
        round_.document = {**round_.document, "advancement": rule}
        promotion = promotion_of(round_.id) or Promotion(from_round_id=round_.id)
        promotion.rule, promotion.policy = rule, _policy(given.policy)
        promotion.to_round_id = target.id if target else None
        db.session.add(promotion)
        round_changed(actor, "round.promotion_set", round_, now, policy=given.policy, **rule)


def remove_rule(actor: Actor, round_id: int, now: datetime) -> None:
    """Nobody goes on from this round. Only before it begins."""
    with write():
        round_ = round_for(actor, round_id, Right.SET_UP, lock=True)
        require_draft(round_)
        promotion = promotion_of(round_.id)
        if promotion is None:
            return
        db.session.delete(promotion)
        round_.document = {k: v for k, v in round_.document.items() if k != "advancement"}
        round_changed(actor, "round.promotion_removed", round_, now)


def _target(actor: Actor, round_: Round, target_id: int | None) -> Round | None:
    if target_id is None:
        return None
    target = round_for(actor, target_id, Right.SET_UP)
    if target.id == round_.id or target.state != RoundState.DRAFT:
        raise UserError(_("Choose a round that has not begun yet."), code="target")
    return target


def _policy(text: str) -> LatePolicy:
    if text not in set(LatePolicy):
        raise UserError(_("Choose what a late correction does."), code="policy")
    return LatePolicy(text)


def _rule(round_: Round, given: RuleInput) -> dict[str, Any]:
    """The engine's rule."""
    if given.method not in METHODS or given.boundary not in BOUNDARIES:
        raise UserError(_("Choose how many go on."), code="method")
    rule: dict[str, Any] = {"method": given.method, "boundary": given.boundary}
    if given.only_passed:
        rule["only_passed"] = True
    if given.method == "top":
        return {**rule, "count": _whole(given.count)}
    if given.method == "percent":
        return {**rule, "percent": _percent(given.percent), "rounding": "floor"}
    refs = zone_refs(round_.contest)
    quotas = {refs[name]: _whole(n) for name, n in given.quotas.items() if name in refs and n}
    if not quotas:
        raise UserError(_("Give at least one zone a quota."), code="quotas")
    return {**rule, "quotas": quotas}


def _whole(number: int) -> int:
    if not 1 <= number <= MOST:
        raise UserError(_("Enter how many go on, 1 to %(most)d.", most=MOST), code="count")
    return number


def _keep_zones(round_: Round, given: RuleInput) -> None:
    """The ids of zones that a rule names stay the same whoever joins or leaves."""
    if given.method != "zones":
        return
    contest = round_.contest
    zones = [{"id": ref, "name": name} for name, ref in zone_refs(contest).items()]
    contest.document = {**contest.document, "zones": zones}


def _percent(text: str) -> str:
    try:
        share = Decimal(text.strip())
        is_sound = 0 < share <= 100 and -4 <= int(share.as_tuple().exponent) <= 2
    except (InvalidOperation, ValueError):
        is_sound = False
    if not is_sound:
        raise UserError(
            _("Enter a percentage above 0 and up to 100, with a point."), code="percent"
        )
    return format(share, "f")
