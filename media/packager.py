"""Looks after all broadcasts: one thread each, from the first part to the kept recording."""

import logging
import shutil
import threading
import time
from collections.abc import Callable

from media import space
from media.assembly import Assembly
from media.errors import Refused
from media.folders import KEY, Folders
from media.packaging import Packaged, Packaging

log = logging.getLogger(__name__)
LOOK_S = 0.1
MEASURE_S = 30.0
TELL_AGAIN_S = 3.0

Kept = Callable[[Packaged], None]


class Packager:
    """`kept` is told of each broadcast that is over; it is told again until it succeeds."""

    def __init__(self, folders: Folders, kept: Kept) -> None:
        self._folders = folders
        self._kept = kept
        self._stopping = threading.Event()
        self._running: dict[str, tuple[threading.Thread, Packaging]] = {}
        self._assemblies: dict[str, tuple[Assembly, threading.Lock]] = {}
        self._unreadable: set[str] = set()

    def stop(self) -> None:
        """Let `run` end soon; ffmpegs end in order."""
        self._stopping.set()

    def run(self) -> None:
        """Look for new broadcasts until told to stop."""
        self._folders.spools.mkdir(parents=True, exist_ok=True)
        measured = 0.0
        while not self._stopping.wait(LOOK_S):
            self._look()
            if time.monotonic() - measured > MEASURE_S:
                measured = time.monotonic()
                _measure(self._folders)
        for _thread, packaging in self._running.values():
            packaging.stop()
        for thread, _packaging in self._running.values():
            thread.join()

    def _look(self) -> None:
        for key, (thread, _packaging) in list(self._running.items()):
            if not thread.is_alive():
                del self._running[key]
        for folder in self._folders.spools.iterdir():
            is_new = folder.name not in self._running and folder.name not in self._unreadable
            if KEY.fullmatch(folder.name) and is_new and (folder / "about.json").exists():
                self._start(folder.name)

    def _start(self, key: str) -> None:
        try:
            packaging = self._packaging(key)
        except (Refused, TypeError):
            log.exception("broadcast %s can't be read", key)
            self._unreadable.add(key)
            return
        thread = threading.Thread(target=self._package, args=(packaging,), name=key)
        self._running[key] = (thread, packaging)
        thread.start()

    def _packaging(self, key: str) -> Packaging:
        session = str(Packaging.session_of(self._folders, key))
        if session not in self._assemblies:
            self._assemblies[session] = (Assembly(self._folders, session), threading.Lock())
        return Packaging(self._folders, key, *self._assemblies[session])

    def _package(self, packaging: Packaging) -> None:
        try:
            packaged = packaging.run()
        except Exception:
            log.exception("broadcast %s: the packager failed; it is tried again", packaging.key)
            self._stopping.wait(TELL_AGAIN_S)
            return
        if packaged is not None and self._tell(packaged):
            shutil.rmtree(packaging.spool.folder, ignore_errors=True)

    def _tell(self, packaged: Packaged) -> bool:
        while True:
            try:
                self._kept(packaged)
                return True
            except Exception:
                log.exception("broadcast %s could not be noted; it is tried again", packaged.key)
            if self._stopping.wait(TELL_AGAIN_S):
                return False


def _measure(folders: Folders) -> None:
    try:
        space.measure(folders)
    except OSError as error:
        log.warning("the media folder could not be measured: %s", error)
