"""The sample configurations of live video in a real nginx: signed segments, and OBS by RTMP."""

import shutil
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.classroom import video
from blueprints.classroom.models import Broadcast
from blueprints.classroom.queries import video as queries
from blueprints.classroom.services import video_sources
from media import ffmpeg
from media.signing import Signer
from store import db
from tests.support.classroom import Room, make_room
from tests.support.packaging import PackagerProcess
from tests.support.processes import ROOT, answers, free_port, wait_until
from tests.support.server import Server

MODULE = Path("/usr/lib/nginx/modules/ngx_rtmp_module.so")
HTTP = """
http {{
    access_log off;
    include /etc/nginx/mime.types;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port};
        {inside}
    }}
}}
"""
StartNginx = Callable[[str, int], None]


@pytest.fixture
def start_nginx(tmp_path: Path) -> Iterator[StartNginx]:
    """Start nginx with a configuration, and wait until it listens on a port."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin")
    assert program, "nginx is not installed: run script/test, or apt install nginx-light"
    started: list[subprocess.Popen[bytes]] = []

    def start(text: str, port: int) -> None:
        file = tmp_path / "nginx.conf"
        head = f"daemon off; user root; pid {tmp_path}/nginx.pid; error_log stderr warn;\n"
        file.write_text(f"{_module(text)}{head}events {{}}\n{text}")
        log = (tmp_path / "nginx.log").open("wb")
        process = subprocess.Popen([program, "-p", str(tmp_path), "-c", str(file)], stderr=log)
        started.append(process)
        log.close()
        wait_until(lambda: answers(port) or process.poll() is not None, "nginx")
        assert process.poll() is None, (tmp_path / "nginx.log").read_text()

    yield start
    for process in started:
        process.terminate()
        process.wait()


def _module(text: str) -> str:
    if "rtmp {" not in text:
        return ""
    assert MODULE.exists(), "run script/test, or apt install libnginx-mod-rtmp"
    return f"load_module {MODULE};\n"


def test_nginx_checks_the_signatures_that_the_app_makes(
    tmp_path: Path, start_nginx: StartNginx
) -> None:
    signer, port, now = Signer("key"), free_port(), datetime.now(UTC)
    folder = tmp_path / "hls" / "room" / ("0" * 32) / "0001" / "v"
    folder.mkdir(parents=True)
    (folder / "00000.m4s").write_bytes(b"picture")
    for kind in ("live", "replay"):
        (tmp_path / "hls" / "room" / f"{kind}.m3u8").write_text("#EXTM3U\n")
    sample = (ROOT / "deploy" / "nginx-video.conf").read_text()
    inside = sample.replace('SECRET"', f'{signer.secret}"').replace(
        "/var/lib/guildhall/media/hls", str(tmp_path / "hls")
    )
    start_nginx(HTTP.format(folder=tmp_path, port=port, inside=inside), port)

    def get(path: str) -> tuple[int, str, bytes]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
                return answer.status, answer.headers["Cache-Control"], answer.read()
        except urllib.error.HTTPError as error:
            return error.code, "", b""

    playlist = signer.path("live", "room", "live.m3u8", now)
    segment = signer.path("live", "room", f"{'0' * 32}/0001/v/00000.m4s", now)
    assert get(playlist) == (200, "no-cache", b"#EXTM3U\n")
    assert get(segment) == (200, "public, max-age=31536000, immutable", b"picture")
    assert get(segment.replace("/room/", "/other/"))[0] == 403
    assert get(Signer("other key").path("live", "room", "live.m3u8", now))[0] == 403
    assert get(signer.path("live", "room", "live.m3u8", now - timedelta(days=2)))[0] == 410
    replay = signer.path("replay", "room", "replay.m3u8", now)
    assert get(replay)[0] == 200
    for mixed in (
        playlist.replace("live.m3u8", "replay.m3u8"),
        replay.replace("replay.m3u8", "live.m3u8"),
    ):
        assert get(mixed)[0] == 404
    assert get(playlist.replace("live", "replay"))[0] == 403
    assert get("/media/nonsense")[0] == 404


@pytest.fixture
def room(app: Flask) -> Room:
    return make_room(datetime.now(UTC), source="obs")


@pytest.fixture
def rtmp(server: Server, packager: PackagerProcess, start_nginx: StartNginx) -> str:
    """nginx-rtmp, which asks a real server; the address for OBS."""
    port = free_port()
    server.environ["GUILDHALL_RTMP_URL"] = f"rtmp://127.0.0.1:{port}/live"
    server.start()
    packager.start()
    sample = (ROOT / "deploy" / "nginx-rtmp.conf").read_text()
    text = sample.replace("http://127.0.0.1:8001", server.url)
    start_nginx(text.replace("listen 1935", f"listen 127.0.0.1:{port}"), port)
    return f"rtmp://127.0.0.1:{port}/live"


def _obs(address: str, seconds: int) -> subprocess.CompletedProcess[bytes]:
    """What OBS does: H.264 and AAC in FLV, at the speed of life."""
    command = [
        ffmpeg.program(), "-hide_banner", "-loglevel", "error", "-re",
        "-f", "lavfi", "-i", f"testsrc2=size=320x180:rate=10:duration={seconds}",
        "-f", "lavfi", "-i", f"sine=sample_rate=48000:duration={seconds}",
        "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "20",
        "-c:a", "aac", "-f", "flv", address,
    ]  # fmt: skip
    return subprocess.run(command, check=False, capture_output=True, timeout=180)


def test_obs_with_the_right_key_is_taken_over(rtmp: str, room: Room) -> None:
    host = room.actor(room.host)
    key = video_sources.new_stream_key(host, room.session_id, datetime.now(UTC))
    assert _obs(f"{rtmp}/{key}", 10).returncode == 0
    wait_until(lambda: queries.timeline(room.session_id) or db.session.rollback(), "the recording")
    [(_started, begins, duration)] = queries.timeline(room.session_id)
    assert begins == 0
    assert duration >= 5000
    replay = (video.folders().session(room.key) / "replay.m3u8").read_text()
    assert "/v/00000.m4s" in replay


def test_obs_with_a_wrong_key_is_refused(rtmp: str, room: Room) -> None:
    host = room.actor(room.host)
    old = video_sources.new_stream_key(host, room.session_id, datetime.now(UTC))
    video_sources.new_stream_key(host, room.session_id, datetime.now(UTC))
    assert _obs(f"{rtmp}/{old}", 2).returncode != 0
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count(Broadcast.id))) == 0
