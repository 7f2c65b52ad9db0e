"""Persons: no more than a name, where they belong, and their worker number."""

from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.people.models import Organisation, Person
from blueprints.people.spelling import tidy
from store import NotFound, UserError, audit, db, write
from store.actors import Actor

RECORDERS = ("organisation_admin", "organiser")


def create_person(
    actor: Actor,
    *,
    name: str,
    organisation_id: int,
    now: datetime,
    worker_number: str | None = None,
) -> int:
    """Record a person. A worker number is unique inside its organisation."""
    name, number = tidy(name), (worker_number or "").strip() or None
    if not 1 <= len(name) <= 60 or len(number or "") > 40:
        raise UserError(_("Give the person's name, with at most 60 characters."), code="name")
    with write():
        organisation = db.session.get(Organisation, organisation_id)
        if organisation is None or not actor.may(*RECORDERS, organisation_path=organisation.path):
            raise NotFound(_("This organization doesn't exist, or it isn't in your scope."))
        _refuse_twin(organisation_id, number)
        made = Person(
            name=name, organisation_id=organisation_id, worker_number=number, created_at=now
        )
        db.session.add(made)
        try:
            db.session.flush()
        except sa.exc.IntegrityError as error:  # recorded by someone else since we looked
            raise _twin(number) from error
        audit(actor, "person.created", f"person:{made.id}", now, organisation_id=organisation_id)
        return made.id


def _refuse_twin(organisation_id: int, number: str | None) -> None:
    query = sa.select(Person.id).where(
        Person.organisation_id == organisation_id, Person.worker_number == number
    )
    if number and db.session.scalar(query) is not None:
        raise _twin(number)


def _twin(number: str | None) -> UserError:
    return UserError(
        _("The worker number %(number)s is already recorded here.", number=number),
        code="worker_number",
    )
