"""What goes into ffmpeg, in order, and from where a next ffmpeg would have to go on."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from media.folders import read_json, replace, write_json
from media.spool import Spool
from media.streams import landmarks


@dataclass(frozen=True)
class Place:
    """A byte of a part."""

    part: int
    offset: int


class Feed:
    """Hands out the bytes of a broadcast for one ffmpeg: header first if it is not the first one.

    `settle` is called when a segment is finished: what lies before the newest cluster or fragment
    is packaged, a next ffmpeg enters there, and parts before it are emptied.
    """

    def __init__(self, spool: Spool, container: str) -> None:
        self._spool = spool
        self._finder = landmarks(container)
        known = read_json(spool.folder / "entry.json")
        self._entry = Place(known["part"], known["offset"]) if known else None
        self._header = spool.folder / "header"
        self.next_part = self._entry.part if self._entry else 0
        self._starts: list[tuple[int, Place]] = []  # where each part begins in what was fed
        self._fed = 0
        self._newest: Place | None = None

    @property
    def begins(self) -> int:
        """The part that the first picture of this ffmpeg is in."""
        return self.next_part

    def opening(self) -> bytes:
        """The header, when the recording is entered in its middle."""
        return self._header.read_bytes() if self._entry else b""

    def take(self) -> bytes | None:
        """The next part; None while it has not come."""
        content = self._spool.read(self.next_part)
        if content is None:
            return None
        offset = 0
        if self._entry and self.next_part == self._entry.part and not self._fed:
            offset = self._entry.offset
        self._note(content[offset:], Place(self.next_part, offset))
        self.next_part += 1
        return content[offset:]

    def settle(self) -> None:
        """A segment was finished."""
        if self._newest is None or self._newest == self._entry:
            return
        if not self._header.exists():
            return
        self._entry = self._newest
        write_json(
            self._spool.folder / "entry.json",
            {"part": self._entry.part, "offset": self._entry.offset},
        )
        for number in self._packaged():
            self._spool.empty(number)

    def _packaged(self) -> Iterator[int]:
        assert self._entry is not None
        while self._starts and self._starts[0][1].part < self._entry.part:
            yield self._starts.pop(0)[1].part

    def _note(self, content: bytes, place: Place) -> None:
        self._starts.append((self._fed, place))
        self._fed += len(content)
        found = self._finder.feed(content)
        if not found:
            return
        if not self._header.exists():
            self._keep_header(found[0])
        self._newest = self._place(found[-1])

    def _keep_header(self, end: int) -> None:
        """Everything before the first landmark: it lies in the first parts, which are all there."""
        content = b"".join(self._spool.read(place.part) or b"" for _, place in self._starts)
        replace(self._header, content[:end])

    def _place(self, position: int) -> Place:
        index = bisect_right(self._starts, position, key=lambda start: start[0]) - 1
        begins, place = self._starts[max(0, index)]
        return Place(place.part, place.offset + position - begins)
