"""Our live engine with one kind of room: `python -m bench.peers.ours PORT DATA_DIR`.

`/go` broadcasts ready frames as the peers do; `/mark` is the whole way of a mark: a committed
write, the sequenced log, the coalesced frame.
"""

from gevent import monkey

monkey.patch_all()

import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import gevent
from flask import Flask, request

import realtime
from realtime import engine, flusher, log, rooms, tickets
from realtime.identities import ANONYMOUS
from store import db, transactions, write

ROOM = "bench:1"
MARKED = "marks:1"


@dataclass(frozen=True)
class Settings:
    """What the engine reads of the application's settings."""

    redis_url: str = ""


def render(room: str, after: int, upto: int) -> dict[str, Any]:
    """A board's frame: a row of HTML per mark, and when each was tapped."""
    items = log.items(room, after, upto)["items"]
    taps = [item["payload"]["tap"] for item in items]
    rows = [{"target": f"#row-{i['seq'] % 20}", "html": i["payload"]["html"]} for i in items]
    return {"fragments": rows, "taps": taps}


def make_app(data_dir: str) -> Flask:
    """A small application around the engine."""
    app = Flask(__name__)
    app.config["SECRET_KEY"] = "bench"
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{data_dir}/bench.db"
    db.init_app(app)
    transactions.init_app(app)
    rooms.register("bench", authorise=lambda _actor, _key: True, position=lambda _key: (1, 0))
    rooms.register("marks", authorise=lambda _actor, _key: True, render=render)
    realtime.init_app(app, Settings())
    with app.app_context():
        db.create_all()
    add_routes(app)
    return app


def add_routes(app: Flask) -> None:
    """The control routes."""

    @app.get("/stat")
    def stat() -> dict[str, Any]:
        manager = engine.current().socketio.server.manager
        return {"clients": len(manager.links), "counts": dict(manager.counts)}

    @app.get("/ticket")
    def ticket() -> dict[str, Any]:
        return {"ticket": tickets.issue(ANONYMOUS, [ROOM, MARKED], datetime.now(UTC))}

    @app.get("/go")
    def go() -> dict[str, Any]:
        rate, frames = float(request.args["rate"]), int(request.args["frames"])
        rows = request.args["rows"] * int(request.args["times"])
        gevent.spawn(send, engine.current(), rate, frames, rows)
        return {"ok": True}

    @app.post("/mark")
    def mark() -> dict[str, Any]:
        payload = {"tap": float(request.form["tap"]), "html": request.form["html"]}
        with write():
            entry = log.append(MARKED, "mark", payload, datetime.now(UTC))
        flusher.touch(MARKED)
        return {"seq": entry.seq}


def send(live: engine.Engine, rate: float, frames: int, pad: str) -> None:
    """Broadcast frames at a rate, or as fast as they leave."""
    start = time.monotonic()
    for number in range(frames):
        gevent.sleep(max(0.0, start + number / rate - time.monotonic()))
        place = {"room": ROOM, "epoch": 1, "after": number, "seq": number + 1}
        live.gateway.emit("frame", {**place, "taps": [time.monotonic()], "pad": pad}, ROOM)


if __name__ == "__main__":
    realtime.run(make_app(sys.argv[2]), "127.0.0.1", int(sys.argv[1]))
