"""The application with a few rooms of its own, as a process of its own.

`python -m tests.realtime.engine.hall DATA_DIR PORT REDIS_URL RAISED CERTIFICATE`, each but the
first two may be empty. It patches the standard library, so it is never imported by a test;
RAISED pretends that this package has another version than the fan-out was made for.
"""

from gevent import monkey

monkey.patch_all()

import gc
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from engineio.socket import Socket  # type: ignore[import-untyped]
from flask import Blueprint, Flask, jsonify, request
from markupsafe import Markup

import realtime
from app import create_app
from config import Settings
from extensions import csrf
from realtime import contract, engine, flusher, log, messages, presence, rooms, tickets
from realtime.texts import connection_attributes
from realtime.websocket import Link
from store import write

BANNED: set[str] = set()

control = Blueprint("control", __name__, url_prefix="/control")


def _echo(_actor: realtime.Identity, key: str, data: dict[str, Any], _now: datetime) -> Any:
    return {"key": key, "data": data}


def _fail(*_arguments: object) -> bool:
    raise RuntimeError("a bug in a feature")


def _row(entry: dict[str, Any]) -> str:
    return f"<li id='item-{entry['seq']}'>{entry['payload']['n']}</li>"


def _board_frame(room: str, after: int, upto: int) -> dict[str, Any]:
    items = log.items(room, after, upto)["items"]
    rows = "".join(map(_row, items))
    return {"fragments": [{"target": "#items", "swap": "beforeend", "html": rows}]}


def _panel(key: str) -> str:
    """The board as it stands, one root with its place."""
    room = f"testboard:{key}"
    place = log.position(room)
    rows = "".join(map(_row, log.items(room, 0, place.seq)["items"]))
    ticket = tickets.issue("judge:5", [room], datetime.now(UTC))
    return (
        f"<section id='board' data-live-room='{room}' data-live-ticket='{ticket}'"
        f" data-epoch='{place.epoch}' data-seq='{place.seq}'"
        f" data-live-panel='/control/panel/{key}'><ol id='items'>{rows}</ol></section>"
    )


def declare_rooms() -> None:
    """Chat for everybody who isn't banned, a desk for account 1, and one whose check fails."""
    rooms.register(
        "testchat",
        authorise=lambda actor, _key: str(actor) not in BANNED,
        presence=True,
        events={"echo": _echo, "explode": _fail},
    )
    rooms.register(
        "testboard",
        authorise=lambda actor, _key: str(actor) not in BANNED,
        render=_board_frame,
        panel_url=lambda key: f"/control/panel/{key}",
    )
    rooms.register("testdesk", authorise=lambda actor, _key: str(actor) == "account:1")
    rooms.register("testbroken", authorise=_fail)


@control.get("/ticket")
def ticket() -> str:
    allowed = request.args.getlist("room")
    return tickets.issue(request.args["ref"], allowed, datetime.now(UTC))


@control.get("/panel/<key>")
def panel(key: str) -> str:
    return _panel(key)


@control.get("/page/<key>")
def page(key: str) -> str:
    """A live page as features make them, under the application's own content policy."""
    texts = Markup(" ").join(
        Markup("{}='{}'").format(name, text) for name, text in connection_attributes().items()
    )
    scripts = "".join(
        f"<script src='/static/vendor/{name}'></script>"
        for name in ("htmx.min.js", "idiomorph-ext.min.js", "socket.io.min.js")
    )
    return (
        "<!doctype html><html lang='zh-CN'><head><title>t</title><meta name='htmx-config'"
        ' content=\'{"allowEval":false,"includeIndicatorStyles":false}\'>'
        f"<link rel='icon' href='data:,'>{scripts}"
        "<script type='module' src='/static/js/live/start.js'></script></head>"
        f"<body hx-ext='morph'><p role='status' data-connection {texts}></p>{_panel(key)}</body>"
    )


@control.post("/append")
def append() -> Any:
    """Append `n` items of `size` characters to a room, each in its own transaction."""
    room = request.form["room"]
    for number in range(int(request.form.get("n", "1"))):
        with write():
            payload = {"n": number, "pad": "标" * int(request.form.get("size", "0"))}
            entry = log.append(room, "note", payload, datetime.now(UTC))
        flusher.touch(room)
    return jsonify(seq=entry.seq, epoch=entry.epoch)


@control.post("/emit")
def emit() -> Any:
    """Broadcast `n` numbered control messages at once, without a pause."""
    for number in range(int(request.form.get("n", "1"))):
        data = {"n": number, "pad": "x" * int(request.form.get("size", "0"))}
        messages.control(request.form["room"], "test", data)
    return jsonify(ok=True)


@control.post("/epoch")
def epoch() -> Any:
    with write():
        place = log.new_epoch(request.form["room"], datetime.now(UTC))
    flusher.touch(request.form["room"])
    return jsonify(epoch=place.epoch)


@control.post("/state")
def state() -> Any:
    """The numbers up to `n`, at once."""
    for number in range(int(request.form["n"])):
        messages.state(request.form["room"], request.form["key"], str(number))
    return jsonify(ok=True)


@control.post("/volatile")
def volatile() -> Any:
    for number in range(int(request.form["n"])):
        messages.volatile(request.form["room"], "like", {"n": number})
    return jsonify(ok=True)


@control.post("/expel")
def expel() -> Any:
    BANNED.add(request.form["ref"])
    rooms.expel(request.form["ref"], request.form["room"])
    return jsonify(ok=True)


@control.get("/members")
def members() -> Any:
    return jsonify([[str(m.identity), m.device] for m in presence.members(request.args["room"])])


@control.post("/collector")
def collector() -> Any:
    """Turn Python's garbage collector off or on."""
    (gc.enable if request.form["on"] else gc.disable)()
    return jsonify(ok=True)


@control.get("/stats")
def stats() -> Any:
    """What the manager holds, to see that nothing is left behind."""
    server = engine.current().socketio.server
    manager = server.manager
    return jsonify(
        manager=type(manager).__name__,
        sockets=len(server.eio.sockets),
        rooms=sorted(str(name) for name in manager.rooms.get("/", {}) if ":" in str(name)),
        index=len(getattr(manager, "_rooms_of", {})),
        links=len(getattr(manager, "links", {})),
        alive=_alive(),
        counts=dict(getattr(manager, "counts", {})),
        environs=len(server.environ),
        descriptors=len(list(Path("/proc/self/fd").iterdir())),
        viewers=rooms.viewers(request.args.get("room", "testchat:1")),
    )


def _alive() -> int:
    """Connections that are in memory, whoever still holds them: ours and engine.io's."""
    gc.unfreeze()  # else they'd be out of sight here too
    found = sum(type(thing) in (Link, Socket) for thing in gc.get_objects())
    gc.freeze()
    return found


def make_app(data_dir: Path, redis_url: str) -> Flask:
    """The real application plus the control routes."""
    declare_rooms()
    settings = Settings(data_dir=data_dir, secret_key="hall", redis_url=redis_url, testing=True)
    app = create_app(settings)
    csrf.exempt(control)
    app.register_blueprint(control)
    return app


if __name__ == "__main__":
    folder, port, redis_url, raised, certificate = sys.argv[1:]
    if raised:
        contract.VERSIONS[raised] = "0"
    tls = {"certfile": certificate, "keyfile": certificate} if certificate else {}
    realtime.run(make_app(Path(folder), redis_url), "127.0.0.1", int(port), **tls)
