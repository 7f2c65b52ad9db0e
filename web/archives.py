"""Zip archives that strangers made: looked at before anything is unpacked.

Sizes are the archive's own claims, but `zipfile` never unpacks more than is claimed.
"""

import io
import zipfile
from collections.abc import Sequence

MEGABYTE = 1024 * 1024
MOST_RATIO = 100  # unpacked to packed; real documents stay near 10, deflate can reach 1000
CHECKED_FROM = MEGABYTE  # below this a high ratio does no harm


class BadArchive(Exception):
    """It can't be read, or (`is_locked`) not without a password; or there is no such entry."""

    def __init__(self, *, is_locked: bool = False) -> None:
        super().__init__("locked" if is_locked else "damaged")
        self.is_locked = is_locked


def opened(content: bytes) -> zipfile.ZipFile:
    """The archive, of which nothing is unpacked yet."""
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise BadArchive from error


def would_explode(
    entries: Sequence[zipfile.ZipInfo], most_entries: int, most_unpacked: int
) -> bool:
    """Whether there is far more inside than anybody would pack."""
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > most_entries or unpacked > most_unpacked:
        return True
    return _is_steep(unpacked, packed) or any(
        _is_steep(entry.file_size, entry.compress_size) for entry in entries
    )


def unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo | str, most: int) -> bytes:
    """An entry's content; of more than `most` bytes one byte too many, and no more than that."""
    try:
        with archive.open(entry) as file:
            return file.read(most + 1)
    except (KeyError, RuntimeError) as error:  # RuntimeError: it asks for a password
        raise BadArchive(is_locked=True) from error
    except Exception as error:  # damaged ones make zipfile and its packers raise whatever they meet
        raise BadArchive from error


def _is_steep(unpacked: int, packed: int) -> bool:
    return unpacked > CHECKED_FROM and unpacked > MOST_RATIO * max(packed, 1)
