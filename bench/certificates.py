"""How fast certificates are made, one file for each person and as one file for the printer.

Run ``python -m bench.certificates [--json] [--quick]``. With ``--json`` the last line is one
JSON object with ``ratios`` and ``figures``. Everybody makes the same certificate (a ready-made one
with frame, seal and QR code) for the same people, on two processes that are warm: Guildhall's
renderer, Typst with a warm compiler, ReportLab (without the frame), and a naive loop of one
WeasyPrint call each with the installed fonts. They take turns in short heats, so that what else
the machine does slows them all alike.
"""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any

from bench._report import Result, run
from bench.peers import paper
from documents.renderer import Renderer
from documents.signing import Signer
from documents.signing_keys import make_own_key

WORKERS = 2
CHUNK = 25
SIZES = (100, 1_000, 10_000)
HEATS = 2
# Each heat keeps both processes busy to its end: whole chunks, as many for one as for the other.
SAMPLES = {"ours": 1_000, "typst": 1_000, "reportlab": 400, "naive": 48}
QUICK_SAMPLES = {"ours": 200, "typst": 200, "reportlab": 100, "naive": 16}
SIGNED = 40

_maker: Any = None


def start(name: str, folder: str) -> None:
    """In a peer's process."""
    global _maker  # noqa: PLW0603  # a process has one maker, that is what makes it warm
    _maker = import_module(f"bench.peers.paper_{name}").Maker(Path(folder))
    _maker.separate(list(paper.people(3)))


def separate(people: list[paper.Person]) -> tuple[int, float]:
    """Bytes made, and this process's peak so far in MiB."""
    return sum(map(len, _maker.separate(people))), peak_mib("self")


def together(people: list[paper.Person]) -> tuple[int, float]:
    return len(_maker.together(people)), peak_mib("self")


def peak_mib(pid: int | str) -> float:
    """The most memory that a process has held (getrusage would count its parent's before exec)."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024


class Peer:
    """A way of making certificates on two processes of its own."""

    def __init__(self, name: str, made: paper.Paper) -> None:
        context = multiprocessing.get_context("spawn")
        self._pool = context.Pool(WORKERS, start, (name, str(made.folder)))
        self._each = 4 if name == "naive" else CHUNK
        self.peak_mib = 0.0
        self._spread(separate, list(paper.people(2 * self._each)))

    def separate(self, people: list[paper.Person]) -> int:
        return self._spread(separate, people)

    def together(self, people: list[paper.Person]) -> int:
        return self._spread(together, people)

    def _spread(self, work: Callable[..., tuple[int, float]], people: list[paper.Person]) -> int:
        parts = [people[at : at + self._each] for at in range(0, len(people), self._each)]
        done = self._pool.map(work, parts, chunksize=1)
        self.peak_mib = max(self.peak_mib, *(peak for _, peak in done))
        return sum(size for size, _ in done)

    def close(self) -> None:
        self._pool.terminate()
        self._pool.join()


class Ours:
    def __init__(self, made: paper.Paper) -> None:
        self._renderer = Renderer(made.folder, WORKERS)
        self._template = paper.template(made)
        self.peak_mib = 0.0
        self.separate(list(paper.people(2 * CHUNK)))

    def separate(self, people: list[paper.Person]) -> int:
        rows = [paper.row(person) for person in people]
        made = self._renderer.separate(self._template, rows, paper.options())
        self._look_at_memory()
        self.last = [one.pdf for one in made[:SIGNED]]
        return sum(len(one.pdf) for one in made)

    def together(self, people: list[paper.Person]) -> int:
        rows = [paper.row(person) for person in people]
        size = len(self._renderer.together(self._template, rows, paper.options()))
        self._look_at_memory()
        return size

    def _look_at_memory(self) -> None:
        self.peak_mib = max(self.peak_mib, *map(peak_mib, self._renderer.pids))

    def close(self) -> None:
        self._renderer.close()


def rate(work: Callable[[list[paper.Person]], int], people: list[paper.Person]) -> float:
    """How many a second."""
    started = perf_counter()
    work(people)
    return len(people) / (perf_counter() - started)


def race(makers: dict[str, Any], samples: dict[str, int], work: str) -> dict[str, float]:
    """Each one's rate over all heats; they take turns."""
    spent = dict.fromkeys(makers, 0.0)
    for _ in range(HEATS):
        for name, maker in makers.items():
            people = list(paper.people(max(1, samples[name] // HEATS)))
            spent[name] += 1 / rate(getattr(maker, work), people)
    return {name: HEATS / seconds for name, seconds in spent.items()}


def slices(people: Sequence[paper.Person]) -> list[list[paper.Person]]:
    """As a job would ask for them: what was made is stored before more is asked for."""
    return [list(people[at : at + 500]) for at in range(0, len(people), 500)]


def sign_ms(pdfs: list[bytes]) -> float:
    """Milliseconds for a signature by one warm child, key held."""
    now = datetime(2026, 11, 21, 10, tzinfo=UTC)
    key, password = make_own_key("市总工会", now)
    signer = Signer(1)
    try:
        signer.sign(pdfs[:2], key, password, "颁发", now)
        started = perf_counter()
        signer.sign(pdfs, key, password, "颁发", now)
        return 1000 * (perf_counter() - started) / len(pdfs)
    finally:
        signer.close()


def measure(quick: bool, folder: Path) -> dict[str, Any]:
    made = paper.paper(folder)
    samples = QUICK_SAMPLES if quick else SAMPLES
    makers: dict[str, Any] = {"ours": Ours(made)}
    makers |= {name: Peer(name, made) for name in samples if name != "ours"}
    try:
        files, pages = (race(makers, samples, work) for work in ("separate", "together"))
        ours = makers["ours"]
        figures = {
            "files_per_s": round(files["ours"], 1),
            "pages_per_s": round(pages["ours"], 1),
            "kb_per_file": round(ours.separate(list(paper.people(100))) / 100 / 1024, 1),
            "sign_ms": round(sign_ms(ours.last), 1),
        }
        for size in SIZES[:1] if quick else SIZES:
            figures[f"files_per_s_{size}"] = round(_sized(ours, size), 1)
            figures[f"peak_mib_{size}"] = round(ours.peak_mib, 1)
        figures["peak_mib"] = round(ours.peak_mib, 1)
        figures |= _of_peers(makers, files, pages)
    finally:
        for maker in makers.values():
            maker.close()
    ratios = {
        "vs_naive": round(files["ours"] / files["naive"], 2),
        "vs_typst": round(files["ours"] / files["typst"], 2),
        "vs_reportlab": round(files["ours"] / files["reportlab"], 2),
        "pages_vs_naive": round(pages["ours"] / pages["naive"], 2),
        "pages_vs_typst": round(pages["ours"] / pages["typst"], 2),
    }
    return {"name": "certificates", "ratios": ratios, "figures": figures}


def _sized(ours: Ours, size: int) -> float:
    people = list(paper.people(size))
    started = perf_counter()
    for some in slices(people):
        ours.separate(some)
    return size / (perf_counter() - started)


def _of_peers(
    makers: dict[str, Any], files: dict[str, float], pages: dict[str, float]
) -> dict[str, float]:
    figures = {}
    for name, maker in makers.items():
        if name != "ours":
            figures[f"{name}_files_per_s"] = round(files[name], 1)
            figures[f"{name}_pages_per_s"] = round(pages[name], 1)
            few = list(paper.people(8))
            figures[f"{name}_kb_per_file"] = round(maker.separate(few) / 8 / 1024, 1)
            figures[f"{name}_peak_mib"] = round(maker.peak_mib, 1)
    return figures


def main() -> None:
    """Measure and print; --quick is fewer people, within a minute."""
    run(__doc__ or "", _measured, {})


def _measured(quick: bool) -> Result:
    with tempfile.TemporaryDirectory(prefix="guildhall-bench-") as folder:
        return measure(quick, Path(folder))


if __name__ == "__main__":
    main()
