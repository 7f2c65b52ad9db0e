"""CPU seconds that packaging costs per second of a live picture: packager and ffmpeg together."""

import hashlib
import os
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from bench.live.installation import Installation
from media import ffmpeg
from media.folders import new_key
from media.spool import About, Spool

H264 = "video/webm;codecs=h264,opus"
VP8 = "video/webm;codecs=vp8,opus"
PARTS_PER_S = 2
WARM_S = 6  # ffmpeg's start is paid once in seventy minutes
_CODECS = {
    H264: "-c:v libx264 -preset ultrafast -b:v 1200k -g 50 -f matroska -live 1",
    VP8: "-c:v libvpx -deadline realtime -cpu-used 8 -b:v 1200k -g 50 -f webm -live 1",
}


def measure(installation: Installation, seconds: int) -> dict[str, float]:
    """`cpu_share` of a core for H.264, and what VP8 costs beside it."""
    shares = {}
    for name, media_type, length in (("", H264, seconds), ("_vp8", VP8, max(12, seconds // 3))):
        shares[f"cpu_share{name}"] = _share(installation, media_type, length)
    return shares


def _share(installation: Installation, media_type: str, seconds: int) -> float:
    content = _recording(media_type, seconds)
    spool = _begin(installation, media_type)
    started = time.monotonic()
    before, since = 0.0, started
    step = len(content) // (seconds * PARTS_PER_S) + 1
    for number, at in enumerate(range(0, len(content), step)):
        time.sleep(max(0.0, started + number / PARTS_PER_S - time.monotonic()))
        piece = content[at : at + step]
        spool.add(number, hashlib.sha256(piece).hexdigest(), piece)
        if number == WARM_S * PARTS_PER_S:
            before, since = _cpu(installation.packager.pid), time.monotonic()
    share = (_cpu(installation.packager.pid) - before) / (time.monotonic() - since)
    spool.end(number + 1)
    return round(share, 4)


def _begin(installation: Installation, media_type: str) -> Spool:
    now = datetime.now(UTC)
    about = About(installation.key, "bench", media_type, now.timestamp())
    return Spool.begin(installation.folders, new_key(now), about)


def _recording(media_type: str, seconds: int) -> bytes:
    command = [
        ffmpeg.program(), "-hide_banner", "-loglevel", "error",
        "-f", "lavfi", "-i", f"testsrc2=size=1280x720:rate=25:duration={seconds}",
        "-f", "lavfi", "-i", f"sine=sample_rate=48000:duration={seconds}",
        "-pix_fmt", "yuv420p", "-c:a", "libopus", "-cluster_time_limit", "2000",
        *_CODECS[media_type].split(), "-",
    ]  # fmt: skip
    return subprocess.run(command, check=True, capture_output=True).stdout


def _cpu(pid: int) -> float:
    """User and system seconds of a process and its children that run."""
    return sum(_own_cpu(one) for one in (pid, *_children(pid)))


def _own_cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _children(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield int(child)
