"""
The last fence of a child process: an audit hook that refuses what no document needs.

It is set after the libraries are warm. A hook can't be taken away again. It doesn't replace
the sandbox and the fetcher; it is there for the day one of them has a hole.
"""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

REFUSED = (
    "socket.", "subprocess.", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn",
    "os.system", "os.startfile", "ctypes.", "os.kill", "os.putenv", "shutil.", "os.remove",
    "os.rename", "os.rmdir", "os.chmod", "os.chown", "os.link", "os.symlink", "os.truncate",
    "pty.", "ftplib.", "http.", "urllib.", "smtplib.", "webbrowser.", "sqlite3.",
)  # fmt: skip
ROOT = Path(__file__).resolve().parent.parent
LIBRARIES = {os.path.dirname(os.__file__), *sysconfig.get_paths().values()}  # noqa: PTH120
LISTING = {"os.listdir", "os.scandir"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Guard:
    """
    Which folders may be read; a job adds its own files for as long as it runs (``reading``).

    ``allowed``: events that this kind of child can't do without, by their beginnings.
    ``writable``: folders in which files may be made and replaced.
    """

    def __init__(
        self,
        readable: Sequence[Path] = (),
        allowed: tuple[str, ...] = (),
        writable: Sequence[Path] = (),
    ) -> None:
        own = (*readable, *writable, ROOT / "documents", *map(Path, LIBRARIES))
        self._readable = tuple(_real(path) + os.sep for path in own)
        self._writable = tuple(_real(path) + os.sep for path in writable)
        self._refused = tuple(event for event in REFUSED if not event.startswith(allowed or "-"))
        self._now: frozenset[str] = frozenset()

    def reading(self, paths: Sequence[Path]) -> None:
        """The files of the present job, instead of those of the one before."""
        self._now = frozenset(_real(path) for path in paths)

    def lock(self) -> None:
        sys.addaudithook(self.hook())

    def hook(self) -> Callable[[str, tuple[Any, ...]], None]:
        def refuse(event: str, arguments: tuple[Any, ...]) -> None:
            if event.startswith(self._refused):
                raise PermissionError(f"a document may not use {event}")
            if event == "open":
                self._check(arguments[0], arguments[2])
            elif event in LISTING:
                self._check_listing(arguments[0])

        return refuse

    def _check(self, path: object, flags: object) -> None:
        if isinstance(path, int):  # an open descriptor, /dev/null's or a pipe's
            return
        real = _real(os.fsdecode(path))  # type: ignore[arg-type]  # str, bytes or PathLike
        if isinstance(flags, int) and flags & WRITING:
            if not real.startswith(self._writable or "-"):
                raise PermissionError("a document may not write files")
        elif real not in self._now and not real.startswith(self._readable):
            raise PermissionError("a document may not read this file")

    def _check_listing(self, path: object) -> None:
        """Modules that are imported late are looked for in their folders."""
        if isinstance(path, int):
            raise PermissionError("a document may not list this folder")
        real = _real(os.fsdecode(path or ".")) + os.sep  # type: ignore[arg-type]
        if not real.startswith(self._readable) and real != str(ROOT) + os.sep:
            raise PermissionError("a document may not list this folder")


def _real(path: str | os.PathLike[str]) -> str:
    return os.path.realpath(path)
