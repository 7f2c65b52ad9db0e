"""Segments per second, from the app and from nginx, by the same client over kept connections."""

import shutil
import socket
import subprocess
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from bench.live.installation import Installation
from config import ROOT

CONNECTIONS = 8
CONFIGURATION = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log stderr error;
events {{}}
http {{
    access_log off;
    keepalive_requests 1000000;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    server {{ listen 127.0.0.1:{port}; {inside} }}
}}
"""


def measure(installation: Installation, seconds: float) -> dict[str, float]:
    """The same segment again and again, as a full room does every two seconds."""
    file = max(installation.folders.hls.rglob("v/*.m4s"), key=lambda f: f.stat().st_size)
    name = file.relative_to(installation.folders.session(installation.key)).as_posix()
    path = installation.signer.path("live", installation.key, name, datetime.now(UTC))
    app = _rate(urlsplit(installation.url).port or 0, path, seconds)
    port = _free_port()
    nginx = _start_nginx(installation, port)
    try:
        served = _rate(port, path, seconds)
    finally:
        nginx.terminate()
        nginx.wait()
    return {
        "segment_kb": round(file.stat().st_size / 1024),
        "segments_per_s_app": round(app),
        "segments_per_s_nginx": round(served),
    }


def _rate(port: int, path: str, seconds: float) -> float:
    counts = [0] * CONNECTIONS
    end = time.monotonic() + seconds
    threads = [
        threading.Thread(target=_fetch, args=(port, path, end, counts, n))
        for n in range(CONNECTIONS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def _fetch(port: int, path: str, end: float, counts: list[int], mine: int) -> None:
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
    buffer = bytearray(1 << 20)
    with socket.create_connection(("127.0.0.1", port)) as connection:
        while time.monotonic() < end:
            connection.sendall(request)
            _read_answer(connection, buffer)
            counts[mine] += 1


def _read_answer(connection: socket.socket, buffer: bytearray) -> None:
    got = 0
    while b"\r\n\r\n" not in buffer[:got]:
        got += connection.recv_into(memoryview(buffer)[got:4096])
    head, _, _body = bytes(buffer[:got]).partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(head.decode())
    length = int(head.lower().partition(b"content-length:")[2].split()[0])
    left = length - (got - len(head) - 4)
    while left:
        left -= connection.recv_into(buffer, min(left, len(buffer)))


def _start_nginx(installation: Installation, port: int) -> subprocess.Popen[bytes]:
    folder = installation.folder / "nginx"
    folder.mkdir()
    inside = (ROOT / "deploy" / "nginx-video.conf").read_text()
    inside = inside.replace('SECRET"', f'{installation.signer.secret}"')
    inside = inside.replace("/var/lib/guildhall/media/hls", str(installation.folders.hls))
    file = folder / "nginx.conf"
    file.write_text(CONFIGURATION.format(folder=folder, port=port, inside=inside))
    _let_in(installation.folder)
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin")
    if program is None:
        raise SystemExit("nginx is not installed: apt install nginx-light")
    process = subprocess.Popen([program, "-p", str(folder), "-c", str(file)])
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return process
        time.sleep(0.05)
    raise RuntimeError("nginx did not start")


def _let_in(folder: Path) -> None:
    """The worker of nginx may be another user."""
    folder.chmod(0o755)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
