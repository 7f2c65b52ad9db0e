"""What published rounds ended with, kept in rows so that lists of many contests are one query.

Derived from the ledgers by the engine, never typed and never the truth: `Round.outcome_tag` says
of which state of the round the rows tell, and services.outcomes makes them anew when it differs.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blueprints.contests.models.entrants import Entry
from store.base import JsonText, db


class Outcome(db.Model):  # type: ignore[name-defined,misc]
    """An entrant's place in a published round. `position` is the line it stands on.

    `prizes` are titles, empty until they are confirmed; `place` is null without a rank.
    """

    __tablename__ = "outcomes"
    __table_args__ = (sa.UniqueConstraint("round_id", "entry_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(
        sa.ForeignKey("rounds.id", ondelete="CASCADE"), index=True
    )
    entry_id: Mapped[int] = mapped_column(
        sa.ForeignKey("entries.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    place: Mapped[int | None]
    place_text: Mapped[str] = mapped_column(sa.String(16), default="")
    total: Mapped[str | None] = mapped_column(sa.String(64))
    status: Mapped[str] = mapped_column(sa.String(12))
    prizes: Mapped[Any] = mapped_column(JsonText)
    advanced: Mapped[str] = mapped_column(sa.String(12), default="")

    entry: Mapped[Entry] = relationship()
