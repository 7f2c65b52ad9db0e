"""Playlists: ffmpeg's own are read, one of the whole session is written. Pure functions."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

WINDOW_S = 90.0  # how far back a live playlist reaches


@dataclass(frozen=True)
class Segment:
    """`uri` relative to its run."""

    uri: str
    duration: float  # seconds


@dataclass(frozen=True)
class Run:
    """What one ffmpeg made: where (relative to the session), from when on, and what."""

    folder: str
    starts: float  # seconds since 1970, of its first picture
    segments: tuple[Segment, ...]

    @property
    def duration(self) -> float:
        return sum(segment.duration for segment in self.segments)


def read(text: str) -> tuple[Segment, ...]:
    """The finished segments of a playlist that ffmpeg wrote."""
    found = []
    duration = None
    for line in text.splitlines():
        if line.startswith("#EXTINF:"):
            duration = float(line.removeprefix("#EXTINF:").rstrip(",").partition(",")[0])
        elif duration is not None and line and not line.startswith("#"):
            found.append(Segment(line, duration))
            duration = None
    return tuple(found)


def live(runs: Sequence[Run]) -> str:
    """The last minute and a half, numbered on from the beginning of the session."""
    kept, dropped, gone = _window([run for run in runs if run.segments])
    longest = max((s.duration for run in runs for s in run.segments), default=2.0)
    head = [
        *_head(longest),
        f"#EXT-X-MEDIA-SEQUENCE:{dropped}",
        f"#EXT-X-DISCONTINUITY-SEQUENCE:{gone}",
    ]
    return "\n".join([*head, *_body(kept), ""])


def replay(runs: Sequence[Run]) -> str:
    """Everything from the beginning."""
    kept = [run for run in runs if run.segments]
    longest = max((s.duration for run in kept for s in run.segments), default=2.0)
    head = [*_head(longest), "#EXT-X-PLAYLIST-TYPE:VOD", "#EXT-X-MEDIA-SEQUENCE:0"]
    return "\n".join([*head, *_body(kept), "#EXT-X-ENDLIST", ""])


def _window(runs: list[Run]) -> tuple[list[Run], int, int]:
    """What the live playlist holds, and how many segments and runs went before."""
    left = WINDOW_S
    kept: list[Run] = []
    for run in reversed(runs):
        if left <= 0:
            break
        count = 0
        while count < len(run.segments) and left > 0:
            count += 1
            left -= run.segments[-count].duration
        kept.insert(0, _tail(run, count))
    everything = sum(len(run.segments) for run in runs)
    return kept, everything - sum(len(run.segments) for run in kept), len(runs) - len(kept)


def _tail(run: Run, count: int) -> Run:
    skipped = sum(segment.duration for segment in run.segments[: len(run.segments) - count])
    return Run(run.folder, run.starts + skipped, run.segments[-count:])


def _head(longest: float) -> list[str]:
    return [
        "#EXTM3U",
        "#EXT-X-VERSION:7",
        f"#EXT-X-TARGETDURATION:{max(2, math.floor(longest + 0.5))}",
        "#EXT-X-INDEPENDENT-SEGMENTS",
    ]


def _body(runs: Sequence[Run]) -> list[str]:
    lines: list[str] = []
    for number, run in enumerate(runs):
        if number:
            lines.append("#EXT-X-DISCONTINUITY")
        lines.append(f'#EXT-X-MAP:URI="{run.folder}/init.mp4"')
        lines.append(f"#EXT-X-PROGRAM-DATE-TIME:{_stamp(run.starts)}")
        for segment in run.segments:
            lines += [f"#EXTINF:{segment.duration:.6f},", f"{run.folder}/{segment.uri}"]
    return lines


def _stamp(seconds: float) -> str:
    moment = datetime.fromtimestamp(seconds, UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
