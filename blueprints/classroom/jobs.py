"""Jobs of the classroom; all may run again."""

import zlib
from itertools import islice

from flask import current_app

from blueprints.classroom.crowds import Player, Script
from blueprints.classroom.services import excerpts
from extensions import queue
from web import clock

HERE = "http://127.0.0.1:8000"
CROWD_SECONDS = 15 * 60
AT_ONCE = 20  # seconds: what else waits for the worker comes in between


@queue.job()
def prepare_excerpt(excerpt_id: int) -> None:
    """Make an EPUB or PDF into pages."""
    excerpts.prepare(excerpt_id, clock.now)


@queue.every_minute
def go_on_with_excerpts() -> None:
    """Take up what a worker left behind that was killed or lost its power."""
    for excerpt_id in excerpts.left_behind(clock.now()):
        prepare_excerpt.later(excerpt_id)


@queue.job()
def play_crowd(path: str, key: str, size: int, liveliness: str, begun: int = 0) -> None:
    """Have synthetic viewers fill a rehearsal's room, until they are stopped or tired.

    A piece at a time: `begun` says how many seconds were played. The same key is the same seed,
    so the next piece goes on where this one ends.
    """
    settings = current_app.extensions["settings"]
    base = (settings.public_url or HERE).rstrip("/")
    script = Script(size, liveliness, seed=zlib.crc32(key.encode()))
    player, end = Player(base + path, key, settings.tls_authority), begun + AT_ONCE
    if not player.play(islice(script, begun, end)):
        return
    if end < CROWD_SECONDS:
        play_crowd.later(path, key, size, liveliness, end)
    else:
        player.go_home()
