"""One server per data folder: two would each believe that theirs is the only write gate."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.errors import StartError


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the folder. StartError when another server does; the kernel frees it on any end."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / "server.lock").open("a+")
    except OSError as error:
        raise StartError(f"Can't write to {folder}: {error.strerror}") from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.seek(0)
            owner = file.read().strip() or "unknown"
            raise StartError(
                f"Another Guildhall server (process {owner}) already uses {folder}. "
                "Stop it, or choose another folder: --data DIR"
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
