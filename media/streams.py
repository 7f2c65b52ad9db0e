"""Where a recording may be entered again after its ffmpeg died.

What comes before the first cluster (WebM) or fragment (MP4) is the header, without which nothing
after it can be read. A new ffmpeg is fed the header and goes on from the last cluster or fragment
that the dead one may not have finished.
"""

from typing import Protocol

_CLUSTER = b"\x1f\x43\xb6\x75"
_BOX_HEAD = 16  # bytes: size and name, and a long size


class Landmarks(Protocol):
    """Finds the beginnings of clusters or fragments in bytes that come piece by piece."""

    def feed(self, content: bytes) -> list[int]:
        """Where some begin, counted from the start of the recording."""


class Clusters:
    """WebM. Recorders write clusters of unknown size, so that their mark is looked for."""

    def __init__(self) -> None:
        self._seen = 0
        self._tail = b""

    def feed(self, content: bytes) -> list[int]:
        text = self._tail + content
        base = self._seen - len(self._tail)
        found = []
        at = text.find(_CLUSTER)
        while at >= 0:
            found.append(base + at)
            at = text.find(_CLUSTER, at + 4)
        self._seen += len(content)
        self._tail = text[-3:]
        return found


class Fragments:
    """Fragmented MP4: boxes of known size; each `moof` begins a fragment."""

    def __init__(self) -> None:
        self._next = 0  # where the next box begins
        self._seen = 0
        self._head = b""

    def feed(self, content: bytes) -> list[int]:
        found = []
        base, self._seen = self._seen, self._seen + len(content)
        text, start = self._head + content, base - len(self._head)
        while self._next + 8 <= self._seen:
            head = text[self._next - start :][:_BOX_HEAD]
            size = _box_size(head)
            if size is None:
                break
            if head[4:8] == b"moof":
                found.append(self._next)
            self._next += size
        self._head = text[max(0, self._next - start) :]
        return found


def _box_size(head: bytes) -> int | None:
    """The size of a box; None when its head has not come as a whole."""
    size = int.from_bytes(head[:4], "big")
    if size == 1:
        return max(16, int.from_bytes(head[8:16], "big")) if len(head) == _BOX_HEAD else None
    return max(8, size)


def landmarks(container: str) -> Landmarks:
    """The finder for a container: "webm" or "mp4"."""
    return Clusters() if container == "webm" else Fragments()
