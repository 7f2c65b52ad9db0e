"""The web process: `python -m deploy.serve --port 8001`.

Everything is patched for gevent before anything else is imported; psycopg looks for that when
it decides how to wait.
"""

from gevent import monkey

monkey.patch_all()

import argparse
import logging
import resource
import signal
import socket
import ssl
import sys

import gevent
from flask import Flask

from app import create_app
from deploy.errors import StartError
from deploy.lifeline import die_with_supervisor
from deploy.listeners import QuietServer, TlsServer
from deploy.network import listen
from realtime import memory

LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
LET_REQUESTS_END_S = 5  # after this long a stopping server cuts what still runs


def main() -> None:
    """Serve until SIGTERM or SIGINT; then end what runs and exit with 0."""
    options = _options()
    die_with_supervisor()
    logging.basicConfig(level=logging.WARNING, format=LOG_FORMAT)
    _raise_descriptor_limit()
    app = create_app()
    try:
        server = _server(app, _listener(options), options)
    except StartError as error:
        raise SystemExit(str(error)) from error
    stopping = gevent.event.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        gevent.signal_handler(number, stopping.set)
    memory.keep(app)
    server.start()
    print(f"ready: {options.scheme}://127.0.0.1:{server.server_port}", flush=True)
    stopping.wait()
    server.stop_accepting()
    _part_from_sockets(app)
    server.stop(timeout=LET_REQUESTS_END_S)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="deploy.serve", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--fd", type=int, help="an open listening socket, instead of host and port")
    parser.add_argument("--certificate", help="speak https with this certificate chain (PEM)")
    parser.add_argument("--key", help="the private key of the certificate (PEM)")
    parser.add_argument("--authority", help="the authority's certificate, offered for download")
    options = parser.parse_args()
    options.scheme = "https" if options.certificate else "http"
    return options


def _listener(options: argparse.Namespace) -> socket.socket:
    if options.fd is None:
        return listen(options.host, options.port)
    return socket.socket(fileno=options.fd)


def _server(app: Flask, listener: socket.socket, options: argparse.Namespace) -> QuietServer:
    if not options.certificate:
        return QuietServer(listener, app)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(options.certificate, options.key)
    return TlsServer(listener, app, context, options.authority)


def _raise_descriptor_limit() -> None:
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))  # one descriptor for every viewer


def _part_from_sockets(app: Flask) -> None:
    """End the live connections, which would otherwise last; browsers come back by themselves."""
    sockets = app.extensions["socketio"].server.eio.sockets
    for connection in list(sockets.values()):
        gevent.spawn(connection.close, wait=False)


if __name__ == "__main__":
    sys.exit(main())
