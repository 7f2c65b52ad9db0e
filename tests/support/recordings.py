"""Recordings as browsers make them: H.264 or VP8 with sound, cut into parts."""

import hashlib
import subprocess
from functools import cache

from media import ffmpeg

WEBM_H264 = "video/webm;codecs=h264,opus"
WEBM_VP8 = "video/webm;codecs=vp8,opus"
MP4_H264 = "video/mp4;codecs=avc1.42E01E,mp4a.40.2"

_WAYS = {
    WEBM_H264: (
        "-c:v libx264 -preset ultrafast -tune zerolatency -g 20 -c:a libopus -f matroska -live 1 "
        "-cluster_time_limit 2000 -"
    ),
    WEBM_VP8: (
        "-c:v libvpx -deadline realtime -cpu-used 8 -b:v 300k -g 20 -c:a libopus -f webm -live 1 "
        "-cluster_time_limit 2000 -"
    ),
    MP4_H264: (
        "-c:v libx264 -preset ultrafast -tune zerolatency -g 20 -c:a aac -f mp4 "
        "-movflags frag_keyframe+empty_moov+default_base_moof -"
    ),
}


@cache
def recording(media_type: str = WEBM_H264, seconds: int = 12) -> bytes:
    """A moving test picture, 320 × 180 at 10 per second, with a tone."""
    command = [
        ffmpeg.program(), "-hide_banner", "-loglevel", "error",
        "-f", "lavfi", "-i", f"testsrc2=size=320x180:rate=10:duration={seconds}",
        "-f", "lavfi", "-i", f"sine=frequency=440:sample_rate=48000:duration={seconds}",
        "-pix_fmt", "yuv420p", *_WAYS[media_type].split(),
    ]  # fmt: skip
    return subprocess.run(command, check=True, capture_output=True).stdout


def parts(content: bytes, size: int = 20_000) -> list[bytes]:
    """Cut as a publisher does."""
    return [content[at : at + size] for at in range(0, len(content), size)]


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
