"""What a recorder may send, and how ffmpeg treats it."""

import re
from dataclasses import dataclass

from media.errors import WRONG_TYPE, Refused

LONGEST = 120
_CODEC = re.compile(r"[a-z0-9.]{1,24}")
_CONTAINERS = {"video/webm": "webm", "video/mp4": "mp4", "video/x-matroska": "webm"}
_AUDIO = {"audio/webm": "webm", "audio/mp4": "mp4"}
_COPIED = ("avc1", "avc3", "h264")
_TRANSCODED = ("vp8", "vp9", "vp09", "av1", "av01", "hvc1", "hev1")
_SOUNDS = ("opus", "pcm", "mp4a", "aac", "vorbis")


@dataclass(frozen=True)
class Kind:
    """`container` webm or mp4; `copied` when the pictures are H.264 already."""

    container: str
    copied: bool
    has_video: bool
    has_audio: bool


def parse(media_type: str) -> Kind:
    """Read a MediaRecorder's type, `video/webm;codecs=h264,opus`. Refuses anything else."""
    if len(media_type) > LONGEST:
        raise Refused(WRONG_TYPE)
    base, _semicolon, rest = media_type.replace('"', "").replace(" ", "").lower().partition(";")
    name, _equals, listed = rest.partition("=")
    codecs = [codec for codec in listed.split(",") if codec]
    if name != "codecs" or not codecs or base not in {**_CONTAINERS, **_AUDIO}:
        raise Refused(WRONG_TYPE)
    pictures = [codec for codec in codecs if codec.startswith((*_COPIED, *_TRANSCODED))]
    sounds = [codec for codec in codecs if codec.startswith(_SOUNDS)]
    _refuse_odd(base, codecs, pictures, sounds)
    copied = bool(pictures) and pictures[0].startswith(_COPIED)
    container = _CONTAINERS.get(base) or _AUDIO[base]
    return Kind(container, copied, bool(pictures), bool(sounds))


def _refuse_odd(base: str, codecs: list[str], pictures: list[str], sounds: list[str]) -> None:
    if len(pictures) > 1 or len(sounds) > 1 or len(pictures) + len(sounds) != len(codecs):
        raise Refused(WRONG_TYPE)
    if base in _AUDIO and pictures:
        raise Refused(WRONG_TYPE)
    if not all(_CODEC.fullmatch(codec) for codec in codecs):
        raise Refused(WRONG_TYPE)
