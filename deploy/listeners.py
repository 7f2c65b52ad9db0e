"""gevent's WSGI server with a quiet access log, and the one that speaks TLS to a hall.

Somebody who types the address on a phone gets plain http. The TLS server looks at the first
byte: a TLS hello starts with 0x16; everything else is sent to the https address, and may fetch
the authority's certificate without a warning.
"""

import logging
import socket
import ssl
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import gevent
from gevent.pywsgi import LoggingLogAdapter, WSGIServer

from deploy.network import AUTHORITY_PATH
from realtime.serving import HallHandler

HELLO_PATIENCE_S = 10
TLS_HELLO = b"\x16"

log = logging.getLogger("guildhall.server")
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class QuietServer(WSGIServer):
    """No line per request; faults go to the log."""

    def __init__(self, listener: Any, application: Wsgi, **options: Any) -> None:
        options.setdefault("error_log", LoggingLogAdapter(log, logging.ERROR))
        super().__init__(listener, application, log=None, handler_class=HallHandler, **options)


class TlsServer(QuietServer):
    """https, and on the same port a helping hand for those who came by http."""

    def __init__(
        self, listener: Any, application: Wsgi, context: ssl.SSLContext, authority: str | None
    ) -> None:
        certificate = Path(authority).read_bytes() if authority else b""
        offered = _with_authority(application, certificate)
        super().__init__(listener, offered, ssl_context=context)
        plain = _with_authority(_go_to_https, certificate)
        self._plain = QuietServer(("127.0.0.1", 0), plain)  # never started: only handles

    def wrap_socket_and_handle(self, client_socket: Any, address: Any) -> Any:
        """Tell by the first byte which of the two languages the client speaks."""
        try:
            with gevent.Timeout(HELLO_PATIENCE_S):
                first = client_socket.recv(1, socket.MSG_PEEK)
        except (OSError, gevent.Timeout):
            client_socket.close()
            return None
        if first == TLS_HELLO:
            return self._encrypted(client_socket, address)
        self._plain.update_environ()
        return self._plain.handle(client_socket, address)

    def _encrypted(self, client_socket: Any, address: Any) -> Any:
        try:
            return super().wrap_socket_and_handle(client_socket, address)
        except (ssl.SSLError, OSError):  # a phone that does not trust us yet hangs up
            client_socket.close()
            return None


def _with_authority(application: Wsgi, certificate: bytes) -> Wsgi:
    """Serve the authority's certificate on its path, and everything else by `application`."""

    def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] != AUTHORITY_PATH or not certificate:
            return application(environ, start_response)
        headers = [
            ("Content-Type", "application/x-x509-ca-cert"),
            ("Content-Disposition", 'attachment; filename="guildhall-authority.crt"'),
            ("Content-Length", str(len(certificate))),
        ]
        start_response("200 OK", headers)
        return [certificate]

    return serve


def _go_to_https(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    host = environ.get("HTTP_HOST", "")
    query = f"?{environ['QUERY_STRING']}" if environ.get("QUERY_STRING") else ""
    location = f"https://{host}{quote(environ['PATH_INFO'], encoding='latin-1')}{query}"
    start_response("307 Temporary Redirect", [("Location", location), ("Content-Length", "0")])
    return [b""]
