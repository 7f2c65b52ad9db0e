"""Clients that dawdle, shout, or send what is no HTTP: the others don't notice."""

import http.client
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from tests.support.server import Server

DAWDLERS = 150
PATIENCE_S = 60.0  # on a machine that is busy with other things


@contextmanager
def _connected(server: Server) -> Iterator[socket.socket]:
    port = int(server.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S) as found:
        yield found


def _health(server: Server) -> tuple[int, float]:
    port, began = int(server.url.rpartition(":")[2]), time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status, time.monotonic() - began
    finally:
        connection.close()


def _answer(server: Server, request: bytes) -> bytes:
    with _connected(server) as client:
        try:
            client.sendall(request)
            client.shutdown(socket.SHUT_WR)
            return client.recv(65_536)
        except TimeoutError:
            raise
        except OSError:  # it was cut off while it still talked, or before it could hang up
            return b""


def test_dawdlers_keep_nobody_waiting(serving: Server) -> None:
    beginnings = (b"", b"G", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ", b"\x16\x03\x01")
    body = b"POST /join HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\npin="
    with ExitStack() as open_ones:
        for number in range(DAWDLERS):
            client = open_ones.enter_context(_connected(serving))
            client.sendall((*beginnings, body)[number % 5])
        status, seconds = _health(serving)
    assert status == 200
    assert seconds < PATIENCE_S


UNSOUND = (
    b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * 1_000_000 + b"\r\n\r\n",
    b"GET /" + b"a" * 1_000_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nCookie: guildhall=" + b"." * 60_000 + b"\r\n\r\n",
    b"POST /join HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    b"POST /join HTTP/1.1\r\nHost: x\r\nContent-Length: 9" + b"9" * 30 + b"\r\n\r\n",
    b"POST /join HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"\x00" * 1000 + b"\r\n\r\n",
    b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    b"CONNECT evil.example:443 HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /%ff%fe%00 HTTP/1.1\r\nHost: \xff\xfe\r\n\r\n",
)


def test_what_is_no_sound_request_is_no_fault(serving: Server) -> None:
    for request in UNSOUND:
        answer = _answer(serving, request)
        assert b" 500 " not in answer.split(b"\r\n", 1)[0], request[:80]
        assert b"Traceback" not in answer
    assert _health(serving)[0] == 200


def test_a_flood_of_headers_is_refused(serving: Server) -> None:
    serving.may_fail = True  # gevent itself writes a traceback for it
    flood = b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X-Many: 1\r\n" * 50_000 + b"\r\n"
    assert b" 200 " not in _answer(serving, flood).split(b"\r\n", 1)[0]
    assert _health(serving)[0] == 200


def test_two_requests_in_one_are_told_apart_by_their_length(serving: Server) -> None:
    """A body with both lengths must not hide a second request (request smuggling)."""
    answer = _answer(
        serving,
        b"POST /join HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n",
    )
    assert b'"version"' not in answer


def test_no_address_adds_a_header(serving: Server) -> None:
    for path in (
        b"/board%0d%0aSet-Cookie:%20x=1/",
        b"//evil.example//board",
        b"/contests/%0d%0aX-Added:%201//",
        b"/sign-in?next=/%0d%0aX-Added:%201",
    ):
        answer = _answer(serving, b"GET " + path + b" HTTP/1.0\r\nHost: localhost\r\n\r\n")
        head = answer.partition(b"\r\n\r\n")[0].lower()
        lines = head.split(b"\r\n")
        assert not any(line.startswith((b"x-added", b"set-cookie: x=")) for line in lines)
        located = [line for line in lines if line.startswith(b"location:")]
        assert not any(b"//evil.example" in line for line in located), located
