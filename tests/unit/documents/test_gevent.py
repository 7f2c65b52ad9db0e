"""The renderer inside a process that gevent has patched, as web processes are."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.support.processes import ROOT

PROGRAM = """
from gevent import monkey
monkey.patch_all()
import json, sys, warnings
warnings.simplefilter("error")
from pathlib import Path
import gevent
from documents.renderer import Renderer
from tests.support.certificates import OPTIONS, certificate, person

ticks = 0
def tick():
    global ticks
    while True:
        gevent.sleep(0.001)
        ticks += 1

renderer = Renderer(Path(sys.argv[1]), 2)
ticking = gevent.spawn(tick)
rows = [person(name) for name in ("甲", "乙", "丙", "丁")]
jobs = [gevent.spawn(renderer.separate, certificate(), rows, OPTIONS) for _ in range(3)]
gevent.joinall(jobs, timeout=60, raise_error=True)
during = ticks
picture = renderer.picture(jobs[0].value[0].pdf, width_px=100)
renderer.close()
print(json.dumps({
    "files": [len(job.value) for job in jobs],
    "equal": jobs[0].value == jobs[1].value == jobs[2].value,
    "ticks": during,
    "picture": picture[:4].hex(),
}))
"""


def test_other_greenlets_run_while_children_render(faces_folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(faces_folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["files"] == [4, 4, 4]
    assert told["equal"]
    assert told["ticks"] > 20
    assert told["picture"] == "89504e47"
