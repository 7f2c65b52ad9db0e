"""The honor rolls that were published last, for whoever comes to the start page."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from blueprints.certificates.models import HonorRoll, RollState
from store import db


@dataclass(frozen=True)
class NewRoll:
    """A published roll by its title; names stand on its own page only."""

    slug: str
    title: str
    organisation: str
    published_at: datetime


def newest_rolls(most: int) -> list[NewRoll]:
    """Published rolls, the last published first."""
    found = db.session.scalars(
        sa.select(HonorRoll)
        .where(HonorRoll.state == RollState.PUBLISHED, HonorRoll.published_at.is_not(None))
        .order_by(HonorRoll.published_at.desc(), HonorRoll.id.desc())
        .limit(most)
        .options(joinedload(HonorRoll.organisation))
    )
    return [NewRoll(one.slug, one.title, one.organisation.name, one.published_at) for one in found]
