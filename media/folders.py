"""Where things lie below the media folder.

    spool/<broadcast>/            about.json, parts, what the packager remembers; never served
    hls/<session>/live.m3u8 …     the session's playlists
    hls/<session>/<broadcast>/<run>/v|a/    init segment, segments, ffmpeg's own playlist

Keys of broadcasts begin with their time, so that names sort as they happened.
"""

import json
import os
import re
import secrets
from datetime import datetime
from pathlib import Path
from typing import Any

KEY = re.compile(r"[0-9a-f]{32}")
PLAYLISTS = ("live.m3u8", "live-audio.m3u8", "replay.m3u8", "replay-audio.m3u8")
EMPTY_PLAYLIST = "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:2\n"


def new_key(now: datetime) -> str:
    """An unguessable key that sorts by time: 12 digits of time, 20 of chance."""
    return f"{int(now.timestamp() * 1000):012x}{secrets.token_hex(10)}"


class Folders:
    """The media folder of one installation."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.spools = root / "spool"
        self.hls = root / "hls"

    def spool(self, key: str) -> Path:
        """The spool of a broadcast. ValueError for what is no key."""
        if not KEY.fullmatch(key):
            raise ValueError(f"no key of a broadcast: {key!r}")
        return self.spools / key

    def session(self, session: str) -> Path:
        """What is served of a session."""
        return self.hls / session

    def run(self, session: str, key: str, number: int) -> Path:
        """The output of the `number`th ffmpeg of a broadcast."""
        return self.session(session) / key / f"{number:04d}"

    def prepare(self, session: str) -> None:
        """Make the session's folder with empty playlists, so that players may ask already."""
        folder = self.session(session)
        folder.mkdir(parents=True, exist_ok=True)
        for name in PLAYLISTS:
            if not (folder / name).exists():
                replace(folder / name, EMPTY_PLAYLIST.encode())


def replace(target: Path, content: bytes) -> None:
    """Write a file so that readers see the old or the new one, never half of it."""
    fresh = target.with_name(f".{target.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        fresh.write_bytes(content)
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)


def read_json(file: Path) -> dict[str, Any]:
    """An object of a file; empty when the file isn't there or was cut off by a full disk."""
    try:
        found = json.loads(file.read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_json(file: Path, value: dict[str, Any]) -> None:
    replace(file, json.dumps(value).encode())
