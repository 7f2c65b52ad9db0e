"""Which worker is at a batch: a lease that runs out by itself when the worker has died.

Nothing is wrong when two do work on one batch (each step looks at the rows anew under the
batch's lock); the lease only keeps them from doing the same work twice.
"""

from datetime import datetime, timedelta

from blueprints.certificates.models import Batch, BatchState
from blueprints.certificates.services.batches.workers import has_died
from store import db, write

LEASE = timedelta(seconds=60)


def locked(batch_id: int) -> Batch | None:
    """The batch, locked until the commit and read anew. Inside a write."""
    db.session.flush()
    return db.session.get(Batch, batch_id, with_for_update=True, populate_existing=True)


def taken(batch_id: int, worker: str, state: BatchState, now: datetime) -> bool:
    """Take the batch for this worker; False when another is at it or its state is another."""
    with write():
        batch = locked(batch_id)
        if batch is None or batch.state != state or is_held(batch, worker, now):
            return False
        renew(batch, worker, now)
        return True


def held(batch_id: int, worker: str, state: BatchState, now: datetime) -> Batch | None:
    """The batch, locked and the lease renewed; None when it was taken away. Inside a write."""
    batch = locked(batch_id)
    if batch is None or batch.state != state or batch.lease_by != worker:
        return None
    renew(batch, worker, now)
    return batch


def renew(batch: Batch, worker: str, now: datetime) -> None:
    """The worker has it for a while from now on; whoever looks later takes it for dead."""
    batch.lease_by, batch.lease_until = worker, now + LEASE


def give_back(batch: Batch) -> None:
    """Nobody is at it: the next worker needn't wait until the lease has run out."""
    batch.lease_by = batch.lease_until = None


def is_held(batch: Batch, worker: str, now: datetime) -> bool:
    """Whether another worker is at it."""
    return (
        batch.lease_by is not None
        and batch.lease_by != worker
        and batch.lease_until is not None
        and batch.lease_until > now
        and not has_died(batch.lease_by)
    )
