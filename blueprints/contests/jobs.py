"""Jobs of contests: playing a rehearsal through the application's own HTTP endpoints."""

import logging

from flask import current_app

from blueprints.contests.models import Contest
from blueprints.contests.replay import Pace, Player, close_doors, open_doors, script_of
from blueprints.contests.replay.visitor import ReplayError
from blueprints.contests.services.plays import played_document, source_of
from extensions import queue
from store import db
from web import clock

log = logging.getLogger(__name__)

HERE = "http://127.0.0.1:8000"


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
