"""Result packages as they were published: every version stays, byte for byte."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from blueprints.contests.models.contest import Contest
from store.base import JsonText, db


class ResultPackage(db.Model):  # type: ignore[name-defined,misc]
    """One version of a contest's package. `state` names what it was made from: the same state
    is packed once, whoever asks first. `rounds` are the refs of the rounds in it; `codes_only`
    tells that names were not yet resolved.
    """

    __tablename__ = "result_packages"
    __table_args__ = (
        sa.UniqueConstraint("contest_id", "version"),
        sa.UniqueConstraint("contest_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contest_id: Mapped[int] = mapped_column(
        sa.ForeignKey("contests.id", ondelete="CASCADE"), index=True
    )
    version: Mapped[int]
    state: Mapped[str] = mapped_column(sa.String(64))
    file: Mapped[str] = mapped_column(sa.String(64))  # SHA-256 in the file store
    size: Mapped[int]
    rounds: Mapped[Any] = mapped_column(JsonText)
    amendments: Mapped[int] = mapped_column(default=0)
    codes_only: Mapped[bool] = mapped_column(default=False)
    signed_by: Mapped[str] = mapped_column(sa.String(200), default="")
    signed_fingerprint: Mapped[str] = mapped_column(sa.String(64), default="")
    made_at: Mapped[datetime]

    contest: Mapped[Contest] = relationship()
