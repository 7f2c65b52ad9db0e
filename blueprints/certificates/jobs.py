"""Jobs of certificates: checking and issuing batches, making print files; all may run again."""

from blueprints.certificates.services import outputs, preflight
from blueprints.certificates.services.batches.workers import new_worker
from blueprints.certificates.services.issuing import run as issuing_run
from extensions import queue
from web import clock


@queue.job()
def check_batch(batch_id: int) -> None:
    """The pre-flight of a batch too big for a page to wait for."""
    preflight.check(batch_id, new_worker(), clock.now)


@queue.job()
def issue_batch(batch_id: int) -> None:
    """Issue a batch, from wherever it stands."""
    issuing_run.issue(batch_id, new_worker(), clock.now)


@queue.job()
def make_print_file(file_id: int) -> None:
    """Make one file of a print batch."""
    outputs.make_file(file_id)


@queue.every_minute
def go_on_with_batches() -> None:
    """Take up what a worker left behind that was killed or lost its power."""
    for batch_id in issuing_run.left_behind(clock.now()):
        issue_batch.later(batch_id)
        check_batch.later(batch_id)
    for file_id in outputs.left_behind(clock.now()):
        make_print_file.later(file_id)
