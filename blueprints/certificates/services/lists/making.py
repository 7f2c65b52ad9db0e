"""Making lists: by hand, and from rows that a contest, a file or an attendance record gives."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.certificates.access import Right, require
from blueprints.certificates.award_rows import AwardRow, checked, content
from blueprints.certificates.models import (
    AwardList,
    Batch,
    HonorRoll,
    Notice,
    Recipient,
    Source,
)
from blueprints.certificates.queries.lists.source import (
    Difference,
    differences_of,
    round_now,
)
from blueprints.certificates.services.lists.common import (
    append,
    changed,
    count_of,
    heading,
    list_to_change,
    told,
)
from blueprints.certificates.services.lists.order import close_gaps
from blueprints.certificates.services.lists.pictures import forget_unnamed
from blueprints.people.models import Organisation
from store import NotFound, UserError, db, write
from store.actors import Actor


@dataclass(frozen=True)
class Taken:
    """What taking the names over again did. `left`: rows left alone because of certificates."""

    added: int
    changed: int
    removed: int
    left: int


def list_from_contest(actor: Actor, round_id: int, now: datetime) -> int:
    """The list of a round's confirmed prizes, made when it isn't there yet; its id.

    What changed in the contest since is not taken over here, but told on the list's page and
    taken over by `take_over`, since certificates may have been made meanwhile.
    """
    found = round_now(actor, round_id)
    with write():
        _lock_organisation(actor, found.organisation_id)
        made = _list_of(found.organisation_id, Source.CONTEST, round_id)
        if made is not None:
            return made.id
        return create_from_rows(
            actor,
            found.organisation_id,
            Source.CONTEST,
            round_id,
            found.state,
            found.title,
            found.occasion,
            found.rows,
            now,
        )


def create_from_rows(  # noqa: PLR0913 - the columns of the list, and its rows
    actor: Actor,
    organisation_id: int,
    source: Source,
    source_id: int | None,
    source_state: str,
    title: str,
    occasion: str,
    rows: Sequence[AwardRow],
    now: datetime,
) -> int:
    """Make a list of rows in ceremony order; its id.

    A source with an id has one list in an organisation: asked again, its rows are taken over
    into that one. Such rows need keys, each another.
    """
    title, occasion = heading(title, occasion)
    rows = [checked(row) for row in rows]
    with write():
        _lock_organisation(actor, organisation_id)
        again = _list_of(organisation_id, source, source_id)
        if again is not None:
            _take(actor, again, source_state, rows, now)
            return again.id
        made = AwardList(
            organisation_id=organisation_id,
            title=title,
            occasion=occasion,
            source=source,
            source_id=source_id,
            source_state=source_state,
            made_by=actor.ref,
            created_at=now,
        )
        db.session.add(made)
        db.session.flush()
        append(made, rows, from_source=source_id is not None)
        told(actor, made, "award_list.created", now, source=source, count=len(rows))
        return made.id


def create_list(
    actor: Actor, organisation_id: int, title: str, occasion: str, now: datetime
) -> int:
    """An empty list, to be filled by hand; its id."""
    return create_from_rows(actor, organisation_id, Source.HAND, None, "", title, occasion, (), now)


def take_over(actor: Actor, list_id: int, now: datetime) -> Taken:
    """Bring the list to what its contest says now, except where certificates stand against it."""
    award_list = db.session.get(AwardList, list_id)
    if award_list is None or award_list.source != Source.CONTEST or award_list.source_id is None:
        raise NotFound
    found = round_now(actor, award_list.source_id)
    with write():
        photos = _photos(list_id)
        taken = _take(actor, list_to_change(actor, list_id), found.state, found.rows, now)
    forget_unnamed(photos)
    return taken


def update_list(actor: Actor, list_id: int, title: str, occasion: str, now: datetime) -> None:
    """Another title or occasion; what was issued keeps the one that was printed."""
    title, occasion = heading(title, occasion)
    with write():
        award_list = list_to_change(actor, list_id)
        if (award_list.title, award_list.occasion) == (title, occasion):
            return
        award_list.title, award_list.occasion = title, occasion
        changed(actor, award_list, "award_list.changed", now)


def remove_list(actor: Actor, list_id: int, now: datetime) -> None:
    """Remove a list of which nothing was made yet."""
    with write():
        award_list = list_to_change(actor, list_id)
        if any(_names_list(model, list_id) for model in (Batch, HonorRoll, Notice)):
            raise UserError(
                _("Certificates, an honor roll or a notice were made from this list; it stays."),
                code="in_use",
            )
        photos = _photos(list_id)
        told(actor, award_list, "award_list.removed", now, count=count_of(list_id))
        db.session.execute(sa.delete(Recipient).where(Recipient.list_id == list_id))
        db.session.delete(award_list)
    forget_unnamed(photos)


def _names_list(model: type[Batch | HonorRoll | Notice], list_id: int) -> bool:
    query = sa.select(model.id).where(model.list_id == list_id).limit(1)
    return db.session.scalar(query) is not None


def _photos(list_id: int) -> set[str]:
    query = sa.select(Recipient.photo).where(Recipient.list_id == list_id)
    return set(db.session.scalars(query.where(Recipient.photo.is_not(None))))


def _lock_organisation(actor: Actor, organisation_id: int) -> None:
    """Of two who take from one source at once, the second finds the first one's list."""
    require(actor, organisation_id, Right.PREPARE)
    db.session.get(Organisation, organisation_id, with_for_update=True)


def _list_of(organisation_id: int, source: Source, source_id: int | None) -> AwardList | None:
    if source_id is None:
        return None
    return db.session.scalar(
        sa.select(AwardList)
        .where(
            AwardList.organisation_id == organisation_id,
            AwardList.source == source,
            AwardList.source_id == source_id,
        )
        .with_for_update()
    )


def _take(
    actor: Actor, award_list: AwardList, state: str, rows: Sequence[AwardRow], now: datetime
) -> Taken:
    """Carry the differences out. The list is locked."""
    found = differences_of(award_list.id, tuple(rows))
    moving = [one for one in found if not one.stays]
    new = [one.row for one in moving if one.kind == "added" and one.row]
    append(award_list, [checked(row) for row in new], from_source=True)
    for one in moving:
        _settle(one)
    db.session.flush()
    close_gaps(award_list.id)
    award_list.source_state = state
    kinds = [one.kind for one in moving]
    taken = Taken(
        kinds.count("added"), kinds.count("changed"), kinds.count("gone"), len(found) - len(moving)
    )
    if moving:
        changed(actor, award_list, "award_list.taken_over", now, **vars(taken))
    return taken


def _settle(one: Difference) -> None:
    recipient = db.session.get_one(Recipient, one.recipient_id) if one.recipient_id else None
    if recipient is None or one.kind == "added":
        return
    if one.kind == "gone":
        db.session.delete(recipient)
    elif one.row is not None:
        for change in one.changes:
            setattr(recipient, change.field, change.there)
        recipient.taken = content(one.row)
