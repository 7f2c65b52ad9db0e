"""Jobs of the classroom; all may run again."""

from blueprints.classroom.services import excerpts
from extensions import queue
from web import clock


@queue.job()
def prepare_excerpt(excerpt_id: int) -> None:
    """Make an EPUB or PDF into pages."""
    excerpts.prepare(excerpt_id, clock.now)


@queue.every_minute
def go_on_with_excerpts() -> None:
    """Take up what a worker left behind that was killed or lost its power."""
    for excerpt_id in excerpts.left_behind(clock.now()):
        prepare_excerpt.later(excerpt_id)
