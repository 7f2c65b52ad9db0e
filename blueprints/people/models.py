"""Tables of organisations, persons, accounts, roles, and the ways to sign in."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from store import db


class Organisation(db.Model):  # type: ignore[name-defined,misc]
    """A union at any level. `path` holds the ids from the root down to itself: `"1.4.9."`."""

    __tablename__ = "organisations"

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    path: Mapped[str] = mapped_column(sa.String(255), index=True, default="")
    name: Mapped[str] = mapped_column(sa.String(120))
    short_name: Mapped[str] = mapped_column(sa.String(40), default="")
    kind: Mapped[str] = mapped_column(sa.String(30))
    region_code: Mapped[str] = mapped_column(sa.String(12), default="")
    zone: Mapped[str] = mapped_column(sa.String(40), default="")
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]

    parent: Mapped["Organisation | None"] = relationship(remote_side="Organisation.id")

    @property
    def label(self) -> str:
        """What narrow places show: the short name where there is one."""
        return self.short_name or self.name


class Person(db.Model):  # type: ignore[name-defined,misc]
    """A worker or guest, with no more than a contest needs to name them."""

    __tablename__ = "persons"
    __table_args__ = (sa.UniqueConstraint("organisation_id", "worker_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(60), index=True)
    organisation_id: Mapped[int] = mapped_column(sa.ForeignKey("organisations.id"), index=True)
    worker_number: Mapped[str | None] = mapped_column(sa.String(40))
    created_at: Mapped[datetime]

    organisation: Mapped[Organisation] = relationship()


class Account(db.Model):  # type: ignore[name-defined,misc]
    """Someone who can sign in. Changing `session_stamp` ends every session of the account."""

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(sa.String(40), unique=True)
    name: Mapped[str] = mapped_column(sa.String(60))
    organisation_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("organisations.id"), index=True
    )
    password_hash: Mapped[str | None] = mapped_column(sa.String(255))
    must_change_password: Mapped[bool] = mapped_column(default=True)
    password_changed_at: Mapped[datetime | None]
    session_stamp: Mapped[str] = mapped_column(sa.String(32))
    active: Mapped[bool] = mapped_column(default=True)
    last_sign_in_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    organisation: Mapped[Organisation | None] = relationship()


class RoleGrant(db.Model):  # type: ignore[name-defined,misc]
    """A role held in a scope. Revoked grants stay, as the record of who could do what, when.

    `contest_id` is no foreign key: this feature doesn't know the contests' tables.
    """

    __tablename__ = "role_grants"
    __table_args__ = (
        sa.Index(
            "uq_role_grants_live",
            "account_id",
            "role",
            "scope_key",
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"), index=True)
    role: Mapped[str] = mapped_column(sa.String(30))
    scope: Mapped[str] = mapped_column(sa.String(20))
    scope_key: Mapped[str] = mapped_column(sa.String(40))  # NULLs don't collide in an index
    organisation_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("organisations.id"), index=True
    )
    contest_id: Mapped[int | None] = mapped_column(index=True)
    granted_by: Mapped[str] = mapped_column(sa.String(40))
    granted_by_name: Mapped[str] = mapped_column(sa.String(120))
    granted_at: Mapped[datetime]
    revoked_by: Mapped[str | None] = mapped_column(sa.String(40))
    revoked_by_name: Mapped[str | None] = mapped_column(sa.String(120))
    revoked_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()
    organisation: Mapped[Organisation | None] = relationship()


class SignInLink(db.Model):  # type: ignore[name-defined,misc]
    """A link that signs in once. Only the token's SHA-256 is kept."""

    __tablename__ = "sign_in_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id"), index=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    issued_by: Mapped[str] = mapped_column(sa.String(40))
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()


class SignInFailures(db.Model):  # type: ignore[name-defined,misc]
    """Failed attempts by typed user name, whether or not an account has it.

    Counting unknown names the same way is what keeps a lock-out from telling which names exist.
    The key is a hash because people type their password into the wrong field.
    """

    __tablename__ = "sign_in_failures"

    username_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime] = mapped_column(index=True)
    locked_until: Mapped[datetime | None]
