"""A picture for the replay of a past session: a minute of moving colours, played over and over.

Encoding takes seconds, so the job worker makes it once it runs; until then the replay has its chat
alone.
"""

import subprocess
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from blueprints.classroom import video
from blueprints.classroom.models import Broadcast, ClassSession, Recording
from extensions import queue
from media import ffmpeg, folders, playlist
from store import db, write

LENGTH_S = 60
PICTURE = (
    "gradients=s=640x360:r=10:n=3:c0=0x7d1216:c1=0xb3232a:c2=0xc79a3f"
    f":x0=0:y0=0:x1=640:y1=360:speed=0.012:d={LENGTH_S}"
)
SILENCE = "anullsrc=r=48000:cl=stereo"
CODING = (
    "-map", "0:v", "-map", "1:a", "-c:v", "libx264", "-preset", "veryfast", "-crf", "30",
    "-pix_fmt", "yuv420p", "-g", "40", "-keyint_min", "40", "-sc_threshold", "0",
)  # fmt: skip
SOUND = ("-c:a", "aac", "-b:a", "48k")
HLS = (
    "-f", "hls", "-hls_segment_type", "fmp4", "-hls_playlist_type", "event",
    "-hls_flags", "independent_segments", "-hls_list_size", "0", "-hls_time", "4",
    "-hls_fmp4_init_filename", "init.mp4",
)  # fmt: skip


@queue.job()
def make_recording(session_id: int) -> None:
    """Encode the minute and lay it out as long as the session was. Doing it again does nothing."""
    session = db.session.get(ClassSession, session_id)
    known = sa.select(Recording.id).where(Recording.session_id == session_id)
    if session is None or session.went_live_at is None or db.session.scalar(known) is not None:
        return
    key = folders.new_key(session.went_live_at)
    place = video.folders()
    place.prepare(session.key)
    run = place.run(session.key, key, 0)
    _encode(run)
    for kind, name in (("v", "replay.m3u8"), ("a", "replay-audio.m3u8")):
        text = _laid_out(session, f"{key}/{run.name}/{kind}", run / kind)
        folders.replace(place.session(session.key) / name, text.encode())
    _note(session_id, key, sum(file.stat().st_size for file in run.rglob("*.*")))


def _encode(run: Path) -> None:
    for kind in ("v", "a"):
        (run / kind).mkdir(parents=True)
    length = ("-t", str(LENGTH_S), "-f", "lavfi", "-i")
    source = (*length, PICTURE, *length, SILENCE)
    quiet = (ffmpeg.program(), "-hide_banner", "-nostdin", "-loglevel", "error", "-y")
    outputs = (
        *CODING, *SOUND, *HLS, *_names(run / "v"), "-map", "1:a", *SOUND, *HLS, *_names(run / "a"),
    )  # fmt: skip
    subprocess.run((*quiet, *source, *outputs), check=True, capture_output=True, timeout=120)


def _names(folder: Path) -> tuple[str, ...]:
    return ("-hls_segment_filename", str(folder / "%05d.m4s"), str(folder / "index.m3u8"))


def _laid_out(session: ClassSession, folder: str, made: Path) -> str:
    """The minute as often as it fits into the session, each time as a run of its own."""
    assert session.went_live_at is not None
    segments = playlist.read((made / "index.m3u8").read_text())
    starts = session.went_live_at.timestamp()
    runs = [
        playlist.Run(folder, starts + LENGTH_S * number, segments)
        for number in range(session.planned_minutes * 60 // LENGTH_S)
    ]
    return playlist.replay(runs)


def _note(session_id: int, key: str, size: int) -> None:
    with write():
        session = db.session.get_one(ClassSession, session_id)
        length = timedelta(minutes=session.planned_minutes)
        broadcast = Broadcast(
            session_id=session.id,
            key=key,
            source=session.source,
            media_type="video/mp4",
            started_at=session.went_live_at,
            program_start=session.went_live_at,
            ended_at=session.went_live_at + length if session.went_live_at else None,
        )
        db.session.add(broadcast)
        db.session.flush()
        db.session.add(
            Recording(
                session_id=session.id,
                broadcast_id=broadcast.id,
                started_at=session.went_live_at,
                duration_ms=length // timedelta(milliseconds=1),
                begins_ms=0,
                size=size,
            )
        )
