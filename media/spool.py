"""Parts of a broadcast on their way to ffmpeg: numbered from 0, each stored once.

A part is a file that begins with the SHA-256 of its content. It appears under its number at once
and whole (a hard link, which the first of two wins), so a replayed part is known by its hash even
after the packager has emptied the file.
"""

import errno
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from media import errors
from media.errors import Refused
from media.folders import Folders, read_json, write_json

LARGEST = 256 * 1024  # bytes of one part
WINDOW = 64  # how far ahead of the oldest missing part one may come
MOST = 1_000_000  # parts of one broadcast
HASH_SIZE = 32
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(frozen=True)
class About:
    """What a broadcast is: whose, of which session, of what type, or from which RTMP address."""

    session: str
    owner: str
    media_type: str
    started: float  # seconds since 1970, by the server's clock
    source: str = ""  # an address that ffmpeg reads itself, instead of parts


class Spool:
    """The spool of one broadcast."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._parts = folder / "parts"

    @classmethod
    def open(cls, folders: Folders, key: str) -> "Spool":
        """An existing one. Refused(OVER) when the broadcast is packaged or never was."""
        spool = cls(folders.spool(key))
        if not (spool.folder / "about.json").exists():
            raise Refused(errors.OVER)
        return spool

    @classmethod
    def begin(cls, folders: Folders, key: str, about: About) -> "Spool":
        """A new one; the packager finds it within a tenth of a second."""
        spool = cls(folders.spool(key))
        with disk_full_is_said():
            folders.prepare(about.session)
            spool._parts.mkdir(parents=True)
            write_json(spool.folder / "about.json", asdict(about))
        return spool

    @property
    def about(self) -> About:
        return About(**read_json(self.folder / "about.json"))

    @property
    def status(self) -> dict[str, Any]:
        """What the packager said last."""
        return read_json(self.folder / "status.json")

    def add(self, number: int, digest: str, content: bytes) -> bool:
        """Store a part; False when it was there already, byte for byte."""
        self._refuse(number, digest, content)
        target = self._file(number)
        if target.exists():
            self._same(target, content)
            return False
        if self.end_of_parts is not None:
            raise Refused(errors.OVER)
        with disk_full_is_said():
            return self._put(target, content)

    def end(self, count: int) -> None:
        """No more than `count` parts will come. The first word stands."""
        with disk_full_is_said():
            if self.end_of_parts is None:
                write_json(self.folder / "ended.json", {"count": count})

    @property
    def end_of_parts(self) -> int | None:
        """How many parts there will have been; None while it goes on."""
        count = read_json(self.folder / "ended.json").get("count")
        return count if isinstance(count, int) else None

    def has(self, number: int) -> bool:
        return self._file(number).exists()

    def read(self, number: int) -> bytes | None:
        """The content of a part; None when it has not come."""
        try:
            return self._file(number).read_bytes()[HASH_SIZE:]
        except FileNotFoundError:
            return None

    def arrived(self, number: int) -> float:
        """When the part came, in seconds since 1970."""
        return self._file(number).stat().st_mtime

    def empty(self, number: int) -> None:
        """Keep only the hash: the content has been packaged."""
        times = self._file(number).stat()
        os.truncate(self._file(number), HASH_SIZE)
        os.utime(self._file(number), ns=(times.st_atime_ns, times.st_mtime_ns))

    def _file(self, number: int) -> Path:
        return self._parts / f"{number:08d}"

    def _refuse(self, number: int, digest: str, content: bytes) -> None:
        if not content:
            raise Refused(errors.EMPTY)
        if len(content) > LARGEST:
            raise Refused(errors.TOO_LARGE)
        if digest != hashlib.sha256(content).hexdigest():
            raise Refused(errors.WRONG_HASH)
        if not 0 <= number < MOST or (number >= WINDOW and not self.has(number - WINDOW)):
            raise Refused(errors.TOO_FAR)

    def _put(self, target: Path, content: bytes) -> bool:
        fresh = self._parts / f".{target.name}.{secrets.token_hex(4)}"
        try:
            fresh.write_bytes(hashlib.sha256(content).digest() + content)
            os.link(fresh, target)
        except FileExistsError:  # the same part came twice at once
            self._same(target, content)
            return False
        finally:
            fresh.unlink(missing_ok=True)
        return True

    def _same(self, target: Path, content: bytes) -> None:
        with target.open("rb") as file:
            if file.read(HASH_SIZE) != hashlib.sha256(content).digest():
                raise Refused(errors.OTHER_BYTES)


@contextmanager
def disk_full_is_said() -> Iterator[None]:
    """Turn the system's way of saying so into ours."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise Refused(errors.DISK_FULL) from error
        raise
