"""ffmpeg, packager or web server killed while a picture is sent: the session goes on."""

import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from blueprints.classroom import video
from blueprints.classroom.queries import video as queries
from blueprints.classroom.services import broadcasts
from media import playlist
from media.errors import Refused
from media.folders import Folders, new_key
from media.packager import Packager
from media.packaging import Packaged
from media.spool import About, Spool
from store import db
from store.actors import Actor
from tests.support.classroom import Room, make_room
from tests.support.packaging import PackagerProcess
from tests.support.processes import having_environment, wait_until
from tests.support.recordings import MP4_H264, WEBM_H264, WEBM_VP8, digest, parts, recording

SECONDS = 16
LOST_S = 4.0  # at most so much of a picture is lost by a kill


class Sender:
    """Sends a recording through the service, as the studio's page does by HTTP."""

    def __init__(self, room: Room, media_type: str) -> None:
        self.room = room
        self.actor: Actor = room.actor(room.host)
        self.type = media_type
        self.parts = parts(recording(media_type, SECONDS))
        self.key = broadcasts.begin(self.actor, room.session_id, media_type, _now())

    def send(self, first: int, last: int) -> None:
        for number in range(first, last):
            content = self.parts[number]
            part = broadcasts.Part(number, digest(content), self.type, content)
            broadcasts.add_part(self.actor, self.room.session_id, self.key, part, _now())

    def end(self) -> None:
        count = len(self.parts)
        broadcasts.end(self.actor, self.room.session_id, self.key, count, _now())

    def kept_ms(self) -> int:
        db.session.rollback()
        return sum(row[2] for row in queries.timeline(self.room.session_id))

    def segments(self) -> int:
        folder = video.folders().session(self.room.key) / self.key
        return sum(len(playlist.read(f.read_text())) for f in folder.glob("*/v/index.m3u8"))

    def has_segments(self, count: int) -> None:
        wait_until(lambda: self.segments() >= count, f"{count} segments")


def _now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def room(app: Flask) -> Room:
    return make_room(_now())


def _ffmpegs(packager: PackagerProcess) -> list[int]:
    marker = f"GUILDHALL_DATA_DIR={packager.environ['GUILDHALL_DATA_DIR']}"
    return [pid for pid, command in having_environment(marker).items() if "hls_time" in command]


@pytest.mark.parametrize("media_type", [WEBM_H264, WEBM_VP8, MP4_H264])
@pytest.mark.parametrize("victim", ["ffmpeg", "packager"])
def test_a_killed_process_costs_seconds_of_the_picture_at_most(
    room: Room, packager: PackagerProcess, victim: str, media_type: str
) -> None:
    packager.start()
    sender = Sender(room, media_type)
    half = len(sender.parts) // 2
    sender.send(0, half)
    sender.has_segments(2)
    if victim == "ffmpeg":
        for pid in _ffmpegs(packager):
            os.kill(pid, signal.SIGKILL)
    else:
        packager.kill()
    sender.send(half, len(sender.parts))
    sender.end()
    if victim == "packager":
        packager.start()
    wait_until(lambda: sender.kept_ms() > 0, "the recording")
    assert sender.kept_ms() >= (SECONDS - LOST_S) * 1000
    text = (video.folders().session(room.key) / "replay.m3u8").read_text()
    assert "#EXT-X-DISCONTINUITY\n" in text


def test_parts_sent_while_no_packager_runs_are_packaged_later(
    room: Room, packager: PackagerProcess
) -> None:
    sender = Sender(room, WEBM_H264)
    sender.send(0, len(sender.parts))
    sender.end()
    packager.start()
    wait_until(lambda: sender.kept_ms() == SECONDS * 1000, "the whole recording")


def test_a_new_recorder_goes_on_in_the_same_playlist(room: Room, packager: PackagerProcess) -> None:
    packager.start()
    for media_type in (WEBM_H264, MP4_H264):
        sender = Sender(room, media_type)
        sender.send(0, len(sender.parts))
        sender.end()
    wait_until(lambda: len(queries.timeline(room.session_id)) == 2 or db.session.rollback(), "both")
    (_first, begins, duration), (_second, later, _duration) = queries.timeline(room.session_id)
    assert (begins, later) == (0, duration)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 24 MB."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "guildhall-test", str(folder)], check=False
    )
    if mounted.returncode:
        pytest.skip("mounting is not allowed here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def on_small_disk(small_disk: Path) -> Iterator[tuple[Folders, list[Packaged]]]:
    """A packager on the small disk, in a thread."""
    folders, kept = Folders(small_disk), list[Packaged]()
    packager = Packager(folders, kept.append)
    thread = threading.Thread(target=packager.run)
    thread.start()
    yield folders, kept
    packager.stop()
    thread.join()


def test_a_full_disk_is_said_and_survived(
    on_small_disk: tuple[Folders, list[Packaged]],
) -> None:
    """No part is half-stored, the packager waits, and everything goes on once there is room."""
    folders, kept = on_small_disk
    about = About("room", "account:1", WEBM_H264, _now().timestamp())
    spool = Spool.begin(folders, new_key(_now()), about)
    content = parts(recording(WEBM_H264, SECONDS))
    third = len(content) // 3
    _put(spool, content, range(third))
    ballast = folders.root / "ballast"
    _fill(ballast)
    with pytest.raises(Refused, match="disk_full"):
        _put(spool, content, range(third, len(content)))
    ballast.unlink()
    _put(spool, content, range(third, len(content)))
    spool.end(len(content))
    wait_until(lambda: kept, "the recording")
    assert kept[0].duration >= SECONDS - LOST_S
    assert kept[0].problem == ""


def _put(spool: Spool, content: list[bytes], numbers: range) -> None:
    for number in numbers:
        spool.add(number, digest(content[number]), content[number])


def _fill(file: Path) -> None:
    with file.open("wb", buffering=0) as handle:
        for size in (1024 * 1024, 4096, 1):
            _write_until_full(lambda size=size: handle.write(b"x" * size))


def _write_until_full(write: Callable[[], object]) -> None:
    try:
        while True:
            write()
    except OSError:
        return
