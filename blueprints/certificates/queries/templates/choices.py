"""Award lists whose people the editor's preview can show."""

import sqlalchemy as sa

from blueprints.certificates.access import Right, path_of, visible
from blueprints.certificates.models import AwardList
from blueprints.people.models import Organisation
from store import db
from store.actors import Actor

MOST_LISTS = 50


def lists_of(actor: Actor, organisation_id: int) -> list[tuple[int, str]]:
    """(id, title) of the latest lists of a body and of those below it."""
    query = (
        sa.select(AwardList.id, AwardList.title)
        .join(AwardList.organisation)
        .where(Organisation.path.startswith(path_of(organisation_id)), visible(actor, Right.VIEW))
        .order_by(AwardList.id.desc())
        .limit(MOST_LISTS)
    )
    return [(row.id, row.title) for row in db.session.execute(query)]
