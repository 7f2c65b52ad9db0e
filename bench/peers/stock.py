"""Stock Flask-SocketIO on gevent, as in its documentation: `python -m bench.peers.stock PORT`."""

from gevent import monkey

monkey.patch_all()

import sys
import time
from typing import Any

from flask import Flask, request
from flask_socketio import SocketIO, join_room

ROOM = "bench:1"

app = Flask(__name__)
socketio = SocketIO(app, async_mode="gevent")


@socketio.on("connect")
def connect(_auth: object = None) -> None:
    join_room(ROOM)


@app.get("/stat")
def stat() -> dict[str, Any]:
    return {"clients": len(socketio.server.eio.sockets)}


@app.get("/go")
def go() -> dict[str, Any]:
    rate, frames = float(request.args["rate"]), int(request.args["frames"])
    rows = request.args["rows"] * int(request.args["times"])
    socketio.start_background_task(send, rate, frames, rows)
    return {"ok": True}


def send(rate: float, frames: int, pad: str) -> None:
    start = time.monotonic()
    for number in range(frames):
        socketio.sleep(max(0.0, start + number / rate - time.monotonic()))
        place = {"room": ROOM, "epoch": 1, "after": number, "seq": number + 1}
        socketio.emit("frame", {**place, "taps": [time.monotonic()], "pad": pad}, to=ROOM)


if __name__ == "__main__":
    socketio.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_output=False, backlog=1024)
