"""One continuous playlist per session from all its broadcasts, however often they began anew."""

from pathlib import Path

from media import playlist
from media.folders import KEY, Folders, read_json, replace
from media.playlist import Run


class Assembly:
    """The playlists of one session. Remembers what was read; only what grew is read again."""

    def __init__(self, folders: Folders, session: str) -> None:
        self._folder = folders.session(session)
        self._known: dict[Path, tuple[int, Run]] = {}

    def write(self, *, replays: bool) -> None:
        """Write the live playlists, and those of the replay when a broadcast has ended."""
        for part, ending in (("v", ""), ("a", "-audio")):
            runs = self.runs(part)
            replace(self._folder / f"live{ending}.m3u8", playlist.live(runs).encode())
            if replays:
                replace(self._folder / f"replay{ending}.m3u8", playlist.replay(runs).encode())

    def runs(self, part: str, key: str = "*") -> list[Run]:
        """The runs of the session, or of one broadcast, as they happened."""
        found = sorted(self._folder.glob(f"{key}/*/{part}/index.m3u8"))
        return [self._run(file) for file in found if KEY.fullmatch(file.parts[-4])]

    def _run(self, file: Path) -> Run:
        changed = file.stat().st_mtime_ns
        known = self._known.get(file)
        if known and known[0] == changed:
            return known[1]
        starts = float(read_json(file.parent.parent / "run.json").get("starts", 0))
        name = file.parent.relative_to(self._folder).as_posix()
        run = Run(name, starts, playlist.read(file.read_text()))
        self._known[file] = (changed, run)
        return run
