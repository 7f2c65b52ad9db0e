"""Honor rolls: made from a list, published on a stated ground, withdrawn."""

import secrets
from dataclasses import asdict, dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.certificates.access import Right, owned
from blueprints.certificates.models import AwardList, HonorRoll, Recipient, RollState
from blueprints.certificates.queries.rolls import PALETTES, TOGETHER
from store import UserError, audit, db, write
from store.actors import Actor

FASTEST, SLOWEST = 4, 60  # seconds a slide
MOST_SHOWN = 1000  # people on one page, slideshow and poster
SLUG_BYTES = 10  # 80 random bits, 16 characters of base 32
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


@dataclass(frozen=True)
class RollInput:
    """What staff say about a roll: `people` on one slide (1 or 6), `pace` in seconds."""

    title: str
    subtitle: str = ""
    palette: str = "red"
    people: int = TOGETHER
    pace: int = 10
    stories: bool = True


def create_roll(actor: Actor, list_id: int, given: RollInput, now: datetime) -> int:
    """A draft from a list; its id. The people are the list's, today and ever after."""
    with write():
        source = owned(actor, AwardList, list_id, Right.PREPARE)
        roll = HonorRoll(
            organisation_id=source.organisation_id,
            list_id=source.id,
            slug=_new_slug(),
            created_at=now,
            **_columns(given),
        )
        db.session.add(roll)
        db.session.flush()
        _audit(actor, "roll.created", roll, now, list_id=list_id, title=roll.title)
        return roll.id


def update_roll(actor: Actor, roll_id: int, given: RollInput, now: datetime) -> None:
    """Change title and look; a published roll changes at once."""
    with write():
        roll = owned(actor, HonorRoll, roll_id, Right.PREPARE, lock=True)
        for name, value in _columns(given).items():
            setattr(roll, name, value)
        _audit(actor, "roll.changed", roll, now, **asdict(given))


def publish_roll(actor: Actor, roll_id: int, basis: str, now: datetime) -> None:
    """Make it public. `basis`: the ground on which names and pictures are published (PIPL)."""
    basis = basis.strip()
    if not basis:
        raise UserError(_("Say on what ground the roll is published."), code="no_basis")
    with write():
        roll = owned(actor, HonorRoll, roll_id, Right.PREPARE, lock=True)
        if roll.state == RollState.PUBLISHED:
            raise UserError(_("The roll is published already."), code="published")
        shown = _shown(roll.list_id)
        if not shown:
            raise UserError(
                _("There is nobody on the list who may be shown. Nothing was published."),
                code="nobody",
            )
        if shown > MOST_SHOWN:
            raise UserError(
                _("A roll shows at most %(most)d people. Divide the list.", most=MOST_SHOWN),
                code="too_many",
            )
        roll.state, roll.basis = RollState.PUBLISHED, basis[:300]
        roll.published_at, roll.published_by, roll.withdrawn_at = now, actor.ref, None
        _audit(actor, "roll.published", roll, now, basis=roll.basis, people=shown)


def withdraw_roll(actor: Actor, roll_id: int, reason: str, now: datetime) -> None:
    """Take it from the public at once; the list and what was issued stay."""
    with write():
        roll = owned(actor, HonorRoll, roll_id, Right.PREPARE, lock=True)
        if roll.state != RollState.PUBLISHED:
            raise UserError(_("The roll is not public."), code="not_public")
        roll.state, roll.withdrawn_at = RollState.WITHDRAWN, now
        _audit(actor, "roll.withdrawn", roll, now, reason=reason.strip()[:300])


def remove_roll(actor: Actor, roll_id: int, now: datetime) -> None:
    """Throw a draft away. What was public once stays on record."""
    with write():
        roll = owned(actor, HonorRoll, roll_id, Right.PREPARE, lock=True)
        if roll.state != RollState.DRAFT:
            raise UserError(
                _("Only a draft can be deleted; what was public stays on record."), code="kept"
            )
        _audit(actor, "roll.removed", roll, now, title=roll.title)
        db.session.delete(roll)


def _columns(given: RollInput) -> dict[str, object]:
    title = given.title.strip()
    if not title:
        raise UserError(_("Give the roll a title."), code="no_title")
    look = {
        "palette": given.palette if given.palette in PALETTES else PALETTES[0],
        "people": 1 if given.people == 1 else TOGETHER,
        "pace": min(max(given.pace, FASTEST), SLOWEST),
        "stories": given.stories,
    }
    return {"title": title[:200], "subtitle": given.subtitle.strip()[:300], "look": look}


def _shown(list_id: int) -> int:
    query = sa.select(sa.func.count()).where(
        Recipient.list_id == list_id, Recipient.hidden_at.is_(None)
    )
    return db.session.scalar(query) or 0


def _new_slug() -> str:
    number = int.from_bytes(secrets.token_bytes(SLUG_BYTES), "big")
    return "".join(_ALPHABET[number >> 5 * place & 31] for place in range(16))


def _audit(actor: Actor, action: str, roll: HonorRoll, now: datetime, **detail: object) -> None:
    audit(actor, action, f"roll:{roll.id}", now, organisation_id=roll.organisation_id, **detail)
