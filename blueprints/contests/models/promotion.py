"""Promotion from one round to another, in the same contest or in one of the tier above."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blueprints.contests.models.contest import Round
from blueprints.contests.models.entrants import Entry
from store.base import JsonText, db


class LatePolicy(StrEnum):
    """What a correction after the promotion does; declared before judging begins."""

    KEEP = "keep"  # who was promoted stays, nobody is added
    ADD = "add"  # who should have been promoted joins, nobody has to leave
    REPLACE = "replace"  # the promotion is as if it were made from the corrected result


class Promotion(db.Model):  # type: ignore[name-defined,misc]
    """The rule by which a round sends entrants on. `rule` is the engine's advancement rule.

    `made_at` is when it was carried out for the first time.
    """

    __tablename__ = "promotions"
    __table_args__ = (sa.UniqueConstraint("from_round_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    from_round_id: Mapped[int] = mapped_column(sa.ForeignKey("rounds.id", ondelete="CASCADE"))
    to_round_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("rounds.id", ondelete="SET NULL"), index=True
    )
    rule: Mapped[Any] = mapped_column(JsonText)
    policy: Mapped[str] = mapped_column(sa.String(8), default=LatePolicy.KEEP)
    made_at: Mapped[datetime | None]

    from_round: Mapped[Round] = relationship(foreign_keys=[from_round_id])
    to_round: Mapped[Round | None] = relationship(foreign_keys=[to_round_id])


class Promoted(db.Model):  # type: ignore[name-defined,misc]
    """An entrant who was sent on, as a fact: a withdrawal changes the state, no row is removed."""

    __tablename__ = "promoted"
    __table_args__ = (sa.UniqueConstraint("promotion_id", "entry_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    promotion_id: Mapped[int] = mapped_column(sa.ForeignKey("promotions.id", ondelete="CASCADE"))
    entry_id: Mapped[int] = mapped_column(
        sa.ForeignKey("entries.id", ondelete="CASCADE"), index=True
    )
    # The entry in the next round: the same in the same contest, else a copy of its own.
    next_entry_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("entries.id", ondelete="SET NULL")
    )
    withdrawn: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(sa.String(500), default="")
    at: Mapped[datetime]
    by_name: Mapped[str] = mapped_column(sa.String(120))

    entry: Mapped[Entry] = relationship(foreign_keys=[entry_id])
