"""One broadcast, one supervised ffmpeg: fed in order, started again when it dies, ended in order.

Everything that has to outlive a kill -9 is in the spool: the parts, the header, where to go on.
"""

import contextlib
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from media import errors, ffmpeg, space, types
from media.assembly import Assembly
from media.feeding import Feed
from media.folders import Folders, write_json
from media.spool import Spool, disk_full_is_said

POLL_S = 0.05
SLICE_S = 1.0  # a part arrives when it is recorded, so that its first picture is older
ABANDONED_S = 120.0  # without a part; then the broadcast is ended for its publisher
PATIENCE_S = 20.0  # an ffmpeg that doesn't end by itself after its last byte is killed
LAST_BYTES_S = 4.0
LONGEST_PAUSE_S = 5.0
MOST_BARREN = 5  # so many ffmpegs in a row without a segment: the recording can't be read
UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Packaged:
    """A broadcast as it was kept. `duration` in seconds, 0 when nothing of it could be read."""

    key: str
    session: str
    starts: float
    duration: float
    size: int
    problem: str


class Packaging:
    """Run in a thread of its own until the broadcast has ended or `stop` is called."""

    def __init__(
        self, folders: Folders, key: str, assembly: Assembly, lock: threading.Lock
    ) -> None:
        self._folders = folders
        self.key = key
        self.spool = Spool(folders.spool(key))
        self._about = self.spool.about
        self._kind = types.parse(self._about.media_type)
        self._assembly = assembly
        self._lock = lock
        self._stopping = threading.Event()
        self._heard = time.monotonic()  # the last part or segment
        self._status: dict[str, object] = {"problem": "", "segments": 0}

    @staticmethod
    def session_of(folders: Folders, key: str) -> str:
        """The session that a broadcast belongs to."""
        return Spool(folders.spool(key)).about.session

    def stop(self) -> None:
        """End the ffmpeg in order; the broadcast goes on with the next packager."""
        self._stopping.set()

    def run(self) -> Packaged | None:
        """What was kept, when it is over; None when told to stop before."""
        barren = 0
        while not self._stopping.is_set():
            if not self._there_is_room():
                continue
            made, is_over = self._one_ffmpeg()
            if self._stopping.is_set():
                return None
            barren = 0 if made else barren + 1
            if is_over or barren >= MOST_BARREN:
                return self._finish(UNREADABLE if barren >= MOST_BARREN else "")
            self._stopping.wait(min(LONGEST_PAUSE_S, 0.25 * 2**barren))
        return None

    def _there_is_room(self) -> bool:
        try:
            space.refuse_full(self._folders, 0, reserve=16 * 1024 * 1024)
        except errors.Refused as refused:
            self._say(problem=refused.code)
            self._stopping.wait(2.0)
            return False
        return True

    def _one_ffmpeg(self) -> tuple[bool, bool]:
        """Whether it made a segment, and whether the broadcast is over."""
        one = _One(self)
        try:
            is_over = one.listen() if self._about.source else one.feed()
        except OSError:  # a full disk, or a pipe to an ffmpeg that died
            is_over = False
        finally:
            one.close()
        self.look(one)
        return one.segments > 0, is_over

    def look(self, one: "_One", told: Callable[[], None] | None = None) -> None:
        """Whether ffmpeg has finished a segment; then tell everybody."""
        if not one.has_grown():
            return
        self._heard = time.monotonic()
        with contextlib.suppress(OSError), self._lock:
            self._assembly.write(replays=False)
        if told:
            told()
        self._say(problem="", run=one.number, segments=one.segments, last_segment=time.time())

    def abandoned(self) -> bool:
        return time.monotonic() - self._heard > ABANDONED_S

    def heard(self) -> None:
        self._heard = time.monotonic()

    @property
    def stopping(self) -> bool:
        return self._stopping.is_set()

    def _say(self, **values: object) -> None:
        self._status |= values
        with contextlib.suppress(OSError):
            write_json(self.spool.folder / "status.json", self._status)

    def _finish(self, problem: str) -> Packaged:
        if self.spool.end_of_parts is None:
            with contextlib.suppress(errors.Refused), disk_full_is_said():
                self.spool.end(0)
        with self._lock:
            self._assembly.write(replays=True)
            runs = [run for run in self._assembly.runs("v", self.key) if run.segments]
        folder = self._folders.session(self._about.session) / self.key
        return Packaged(
            self.key,
            self._about.session,
            runs[0].starts if runs else self._about.started,
            sum(run.duration for run in runs),
            space.folder_size(folder),
            problem,
        )


class _One:
    """One ffmpeg and its folder."""

    def __init__(self, packaging: Packaging) -> None:
        self._of = packaging
        about = packaging._about
        folder = packaging._folders.run
        self.number = 1
        while folder(about.session, packaging.key, self.number).exists():
            self.number += 1
        self._folder = folder(about.session, packaging.key, self.number)
        self._index = self._folder / "v" / "index.m3u8"
        self._seen = 0
        self._process: subprocess.Popen[bytes] | None = None
        for part in ("v", "a") if packaging._kind.has_audio else ("v",):
            (self._folder / part).mkdir(parents=True)

    @property
    def segments(self) -> int:
        try:
            return self._index.read_text().count("#EXTINF")
        except FileNotFoundError:
            return 0

    def has_grown(self) -> bool:
        try:
            changed = self._index.stat().st_mtime_ns
        except FileNotFoundError:
            return False
        grown, self._seen = changed != self._seen, changed
        return grown

    def feed(self) -> bool:
        """Feed parts until the last one; True when there was one."""
        feed = Feed(self._of.spool, self._of._kind.container)
        if not self._wait_for(feed.begins):
            return self._of.spool.end_of_parts is not None
        self._begin("pipe:0", self._of.spool.arrived(feed.begins) - SLICE_S)
        self._write(feed.opening())
        while not self._of.stopping and self._runs:
            content = feed.take()
            self._of.look(self, feed.settle)
            if content is not None:
                self._of.heard()
                self._write(content)
            elif self._is_last(feed.next_part):
                return self._end_in_order()
            else:
                time.sleep(POLL_S)
        return False

    def listen(self) -> bool:
        """Let ffmpeg read a stream until its sender has ended it; True when they have."""
        self._begin(self._of._about.source, time.time())
        while not self._of.stopping and self._runs:
            self._of.look(self)
            if self._of.spool.end_of_parts is not None:
                self._let_it_read_to_the_end()
                break
            time.sleep(POLL_S)
        return self._of.spool.end_of_parts is not None or self._of.abandoned()

    def _let_it_read_to_the_end(self) -> None:
        """The sender has stopped; what is on its way is still read, unless they go on anyway."""
        assert self._process is not None
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(LAST_BYTES_S)

    def close(self) -> None:
        """End it: by the end of its input, by a signal, at last by force."""
        process = self._process
        if process is None:
            return
        with contextlib.suppress(OSError):
            if process.stdin:
                process.stdin.close()
        if self._of._about.source and process.poll() is None:
            process.send_signal(signal.SIGINT)
        try:
            process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _begin(self, source: str, starts: float) -> None:
        write_json(self._folder / "run.json", {"starts": starts})
        command = ffmpeg.command(self._of._kind, source)
        if source != "pipe:0":  # a pipe ends with us, a network stream would not
            command = ["setpriv", "--pdeathsig", "TERM", "--", *command]
        with (self._of.spool.folder / f"ffmpeg-{self.number}.log").open("wb") as log:
            self._process = subprocess.Popen(
                command,
                cwd=self._folder,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=log,
            )

    @property
    def _runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _write(self, content: bytes) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(content)
        self._process.stdin.flush()

    def _wait_for(self, number: int) -> bool:
        while not self._of.spool.has(number):
            if self._of.stopping or self._is_last(number):
                return False
            time.sleep(POLL_S)
        return True

    def _is_last(self, number: int) -> bool:
        """Whether part `number` will never come."""
        count = self._of.spool.end_of_parts
        return self._of.abandoned() if count is None else number >= count

    def _end_in_order(self) -> bool:
        """Close its input and wait; it is over only if everything was read to the end."""
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            return self._process.wait(PATIENCE_S) == 0
        except subprocess.TimeoutExpired:
            return False
