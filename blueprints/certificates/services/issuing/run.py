"""Issuing a whole batch, from wherever it stands."""

import logging
from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa

from blueprints.certificates.models import Batch, BatchState
from blueprints.certificates.services import issuing
from blueprints.certificates.services.batches import lease
from blueprints.certificates.services.issuing.making import (
    CLOSED,
    CannotGoOn,
    Workshop,
    refuse_retired,
    workshop_of,
)
from store import db

log = logging.getLogger(__name__)
Clock = Callable[[], datetime]


def issue(batch_id: int, worker: str, clock: Clock) -> bool:
    """Issue what isn't issued yet; False when another worker is at it or it doesn't run.

    May be called for the same batch as often as one likes, by whom one likes: each row is
    issued once. What can't be made goes to review; when nothing can, the batch is paused.
    """
    if not issuing.take(batch_id, worker, clock()):
        return False
    try:
        _issue_chunks(batch_id, worker, workshop_of(batch_id), clock)
    except CannotGoOn as stop:
        if str(stop) != CLOSED:  # else the next process goes on
            issuing.stop_for(batch_id, worker, str(stop), clock())
    except Exception:
        log.exception("batch %s stopped", batch_id)
        issuing.stop_for(batch_id, worker, "internal", clock())
    return True


def _issue_chunks(batch_id: int, worker: str, workshop: Workshop, clock: Clock) -> None:
    while (items := issuing.next_chunk(batch_id, worker, clock())) is not None:
        if items:
            refuse_retired(batch_id)
            done = workshop.make(items, clock())
            issuing.finish_chunk(batch_id, worker, done, clock())


def left_behind(now: datetime) -> list[int]:
    """Running batches that no worker is at, and drafts whose check nobody finishes.

    A draft is given a minute: who made it is about to check it.
    """
    unchecked = sa.and_(
        Batch.state == BatchState.DRAFT,
        Batch.checked_at.is_(None),
        Batch.fault == "",
        Batch.created_at <= now - lease.LEASE,
    )
    waits = sa.or_(Batch.state == BatchState.RUNNING, unchecked)
    found = db.session.scalars(sa.select(Batch).where(waits).order_by(Batch.id))
    return [batch.id for batch in found if not lease.is_held(batch, "", now)]
