"""The web server of one process: HTTP and sockets on gevent."""

import resource
from typing import Any

from flask import Flask
from flask_socketio import SocketIO  # type: ignore[import-untyped]
from gevent.pywsgi import WSGIHandler  # type: ignore[import-untyped]

from realtime import memory

BACKLOG = 1024  # connections waiting to be accepted, after a hall's Wi-Fi comes back


class HallHandler(WSGIHandler):  # type: ignore[misc]
    """gevent's handler, which must not read on when a WebSocket has used the connection."""

    def run_application(self) -> None:
        """Answer one request; one without an HTTP answer was a WebSocket and is the last."""
        super().run_application()
        if self.status is None:
            self.close_connection = True


def run(app: Flask, host: str, port: int, **server: Any) -> None:
    """Serve until stopped. The caller has monkey-patched before any other import.

    `certfile` and `keyfile` make it speak TLS.
    """
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # one descriptor per viewer
    socketio: SocketIO = app.extensions["socketio"]
    memory.keep(app)
    options = {"log_output": False, "backlog": BACKLOG, "handler_class": HallHandler, **server}
    socketio.run(app, host=host, port=port, **options)
