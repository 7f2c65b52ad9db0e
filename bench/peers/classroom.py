"""The whole application with one session that is live: `python -m bench.peers.classroom PORT DIR`.

Viewers are real participants with real tickets. `/bench/go` has them write through the real
service, inside of this process; writers over HTTP use the application's own addresses.
"""

from gevent import monkey

monkey.patch_all()

import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import gevent
import sqlalchemy as sa
from flask import Flask, request
from flask_migrate import upgrade

import realtime
from app import create_app
from blueprints.classroom.models import ClassSession, Participant, SessionState
from blueprints.classroom.services.chat import sending
from blueprints.people import services as people
from config import Settings
from realtime import engine, log, tickets
from store import db, write
from store.actors import SYSTEM

KEY = "bench-room-01"
WORDS = " 先自己看书，等孩子看完再提问，印象更深。" * 2


def make_app(folder: str) -> Flask:
    """The application on a new database."""
    data = Path(folder) / "data"
    data.mkdir()
    app = create_app(Settings(data_dir=data, secret_key="bench", testing=True))
    with app.app_context():
        upgrade()
        _make_session(datetime.now(UTC))
    _add_routes(app)
    return app


def _make_session(now: datetime) -> None:
    data = people.OrganisationData("示例市总工会", "federation")
    organisation_id = people.create_organisation(SYSTEM, data, parent_id=None, now=now)
    with write():
        db.session.add(
            ClassSession(
                organisation_id=organisation_id,
                key=KEY,
                title="书香阅读季",
                starts_at=now,
                went_live_at=now,
                state=SessionState.LIVE,
                auto_slow=False,  # the engine is measured, not the rule that spares it
                created_at=now,
            )
        )
        log.append("class:1", "session.live", {}, now)  # as going live does


def _add_routes(app: Flask) -> None:
    @app.get("/stat")
    def stat() -> dict[str, Any]:
        manager = engine.current().socketio.server.manager
        return {"clients": len(manager.links), "counts": dict(manager.counts)}

    @app.get("/bench/seats")
    def seats() -> dict[str, Any]:
        return {"room": "class:1:zh", "seats": _seats(int(request.args["count"]))}

    talk = Talk(app)

    @app.get("/bench/go")
    def go() -> dict[str, Any]:
        rate, count = float(request.args["rate"]), int(request.args["count"])
        words = WORDS * int(request.args.get("times", 1))
        gevent.spawn(talk.run, rate, count, words)
        return {"ok": True}

    @app.get("/bench/talked")
    def talked() -> dict[str, Any]:
        return {"written": talk.written, "seconds": talk.seconds}

    @app.get("/bench/review")
    def review() -> dict[str, Any]:
        start = time.monotonic()
        engine.current().gateway.review()
        return {"seconds": time.monotonic() - start}


def _seats(count: int) -> list[list[str]]:
    """A participant's name and ticket, for so many."""
    now = datetime.now(UTC)
    with write():
        found = list(db.session.scalars(sa.select(Participant.id).where(Participant.synthetic)))
        new = [
            Participant(session_id=1, nickname=f"读者{n}", synthetic=True, joined_at=now)
            for n in range(len(found), count)
        ]
        db.session.add_all(new)
        db.session.flush()
        found += [participant.id for participant in new]
    refs = [f"viewer:{number}" for number in found[:count]]
    return [[ref, tickets.issue(ref, ["class:1", ref], now)] for ref in refs]


class Talk:
    """Many who write at once, each message by somebody else, so that nobody writes too often.

    The text says when it was due: what waits because the server is behind counts as late.
    """

    def __init__(self, app: Flask) -> None:
        self._app = app
        self.written, self.seconds = 0, 0.0  # from the first one's time to the last receipt

    def run(self, rate: float, count: int, words: str) -> None:
        """Begin each message at its time, whether those before it are done or not."""
        with self._app.app_context():
            every = sa.select(Participant.id).where(Participant.synthetic)
            people_ = db.session.scalars(every).all()
        start = time.monotonic()
        for number in range(count):
            due = start + number / rate
            gevent.sleep(max(0.0, due - time.monotonic()))
            who, key = people_[number % len(people_)], f"{int(start)}-{number:07d}"
            gevent.spawn(self._say, who, f"{due:.6f}{words}", key, start)

    def _say(self, who: int, text: str, key: str, start: float) -> None:
        with self._app.app_context():
            author = db.session.get_one(Participant, who)
            sending.send_message(author, text, key, datetime.now(UTC))
        self.written += 1
        self.seconds = time.monotonic() - start


if __name__ == "__main__":
    realtime.run(make_app(sys.argv[2]), "127.0.0.1", int(sys.argv[1]))
