"""A child that has made hundreds of files holds no more than one that has made some."""

from __future__ import annotations

from pathlib import Path

from documents.renderer import Renderer
from tests.support.certificates import OPTIONS, certificate, person

MOST_GROWTH_MIB = 16


def resident_mib(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024


def test_memory_stays_flat_over_hundreds_of_files(faces_folder: Path) -> None:
    renderer = Renderer(faces_folder, 1)
    try:
        sizes = []
        for turn in range(14):
            rows = [person(chr(0x4E00 + 25 * turn + number)) for number in range(25)]
            renderer.separate(certificate(), rows, OPTIONS)
            [pid] = renderer.pids
            sizes.append((pid, resident_mib(pid)))
        assert len({pid for pid, _ in sizes}) == 1
        assert sizes[-1][1] - sizes[3][1] < MOST_GROWTH_MIB
    finally:
        renderer.close()
