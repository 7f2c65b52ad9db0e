"""Jobs of contests: playing a rehearsal through the application's own HTTP endpoints, packing
what was published, and making the archive of what is closed.
"""

import logging
from datetime import timedelta

from flask import current_app

from blueprints.contests import archive_parts
from blueprints.contests.events import LedgerWritten
from blueprints.contests.models import Contest, LedgerKind
from blueprints.contests.queries.archive import packed
from blueprints.contests.queries.packages import contests_to_pack
from blueprints.contests.replay import Pace, Player, close_doors, open_doors, script_of
from blueprints.contests.replay.visitor import ReplayError
from blueprints.contests.services.archiving import keep_archive
from blueprints.contests.services.packages import make_package
from blueprints.contests.services.plays import played_document, source_of
from extensions import queue
from store import after_commit, db
from store.files import files
from web import clock

log = logging.getLogger(__name__)

HERE = "http://127.0.0.1:8000"
PACKED_AFTER = (
    LedgerKind.STATE,
    LedgerKind.AMENDMENT,
    LedgerKind.DECISION,
    LedgerKind.PRIZES,
    LedgerKind.DECODED,
)
LOOK_BACK = timedelta(days=2)


@queue.job()
def play_demo(contest_id: int, speed: float) -> None:
    """Play a rehearsal that was set up. Ends by itself when the rehearsal is stopped."""
    contest = db.session.get(Contest, contest_id)
    source = source_of(contest) if contest else None
    if source is None:
        return
    script = script_of(played_document(source), {source.ref})
    settings = current_app.extensions["settings"]
    stage = open_doors(contest_id, clock.now())
    try:
        base = settings.public_url or HERE
        Player(base, stage, script, settings.tls_authority).play(Pace(speed))
    except ReplayError as refusal:
        log.warning("the rehearsal %s was not played to its end: %s", contest_id, refusal)
    finally:
        close_doors(stage, clock.now())


@queue.job(retries=3, retry_delay_s=20)
def pack(contest_id: int) -> None:
    """Pack what is published of the contest, if that changed."""
    settings = current_app.extensions["settings"]
    make_package(contest_id, clock.now(), address=f"{settings.public_url or HERE}/recompute")


@queue.job(retries=10, retry_delay_s=60)  # a busy machine may not print in time
def make_archive(contest_id: int) -> None:
    """Make the file of an archived contest, if there is none yet."""
    contest = db.session.get(Contest, contest_id)
    if contest is None or contest.archived_at is None or contest.archive_file is not None:
        return
    settings = current_app.extensions["settings"]
    rounds = [round_ for event in contest.events for round_ in event.rounds]
    with current_app.test_request_context("/", base_url=settings.public_url or HERE):
        more = [part for round_ in rounds for part in archive_parts.parts_of(round_.id)]
        content = packed(contest, more)
    keep_archive(contest_id, files().put(content), len(content))


@queue.every_minute
def pack_what_was_left() -> None:
    """Contests that were published while no worker ran."""
    for contest_id in contests_to_pack(clock.now() - LOOK_BACK):
        pack.later(contest_id)


@after_commit(LedgerWritten)
def _pack_soon(event: LedgerWritten) -> None:
    if event.kind in PACKED_AFTER:
        pack.later(event.contest_id)
