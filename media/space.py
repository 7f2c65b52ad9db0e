"""Room on the disk: asked before anything is taken, so that a full disk is said, not met."""

import shutil
from pathlib import Path

from media.errors import DISK_FULL, Refused
from media.folders import Folders, replace

RESERVE = 200 * 1024 * 1024  # bytes left to the database and everybody else
MEASURED = "size"


def refuse_full(folders: Folders, limit: int, reserve: int = RESERVE) -> None:
    """Raise Refused(DISK_FULL) when the disk, or what the media folder may hold, is used up.

    `limit` is in bytes, 0 for none. The folder's size is what the packager measured last.
    """
    folders.root.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(folders.root).free < reserve:
        raise Refused(DISK_FULL)
    if limit and known_size(folders) >= limit:
        raise Refused(DISK_FULL)


def known_size(folders: Folders) -> int:
    """Bytes below the media folder, as measured last."""
    try:
        return int((folders.root / MEASURED).read_text())
    except (FileNotFoundError, ValueError):
        return 0


def measure(folders: Folders) -> int:
    """Measure and remember it. Walks the whole folder: for the packager, now and then."""
    size = folder_size(folders.root)
    replace(folders.root / MEASURED, str(size).encode())
    return size


def folder_size(folder: Path) -> int:
    """Bytes of all files below; files that vanish meanwhile don't count."""
    total = 0
    for file in folder.rglob("*"):
        try:
            total += file.stat().st_size if file.is_file() else 0
        except FileNotFoundError:
            continue
    return total
