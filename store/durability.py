"""A commit is told of once it is on the disk; one sync serves all that wait for it.

SQLite by itself syncs inside of each commit, while the write gate is held, and under gevent
while the whole process stands still: some milliseconds, 200 times a second in a lively chat. So
connections commit without it (`synchronous=NORMAL`: the file is sound at any moment, and what a
killed process committed stays), and `write` waits here before anybody hears of what it wrote.
"""

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from gevent import get_hub, monkey  # type: ignore[import-untyped]


class Disk:
    """The journal of one SQLite database, and how much of it is surely on the disk."""

    def __init__(self, database: Path, sync: Callable[[Path], None] | None = None) -> None:
        self._journal = database.with_name(f"{database.name}-wal")
        self._sync = sync or _sync
        self._turn = threading.Lock()
        self._committed = self._safe = 0

    def committed(self) -> int:
        """Note a commit, with the write gate still held; its number."""
        self._committed += 1
        return self._committed

    def wait_for(self, number: int) -> None:
        """Return when that commit would survive a power cut. Whose turn it is syncs for all."""
        with self._turn:
            if self._safe < number:
                upto = self._committed  # later ones may be written while the disk is at work
                self._sync(self._journal)
                self._safe = upto


def _sync(journal: Path) -> None:
    """Off the event loop where there is one: readers and frames go on meanwhile."""
    if monkey.is_module_patched("threading"):
        get_hub().threadpool.apply(_sync_here, (journal,))
    else:
        _sync_here(journal)


def _sync_here(journal: Path) -> None:
    # Gone once its last connection was closed: then all of it is in the file, synced by SQLite.
    with suppress(FileNotFoundError):
        # Closing a second descriptor drops no lock: SQLite locks the other files, never this one.
        descriptor = os.open(journal, os.O_RDONLY)
        try:
            os.fdatasync(descriptor)
        finally:
            os.close(descriptor)
