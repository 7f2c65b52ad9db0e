"""The running application of the pictures: fresh demonstration data, a server of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
READY = "ready: "
PUBLIC_URL = "https://guildhall.example.org"  # in QR codes and on slips; nobody's address


def environment(folder: Path) -> dict[str, str]:
    """The settings of the pictures: everything in `folder`, nothing of the caller's."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GUILDHALL_") and name not in ("DATABASE_URL", "REDIS_URL")
    }
    return kept | {
        "GUILDHALL_DATA_DIR": str(folder),
        "GUILDHALL_PUBLIC_URL": PUBLIC_URL,
        "PYTHONUNBUFFERED": "1",
    }


@contextmanager
def serving(environ: dict[str, str]) -> Iterator[str]:
    """Migrate, fill with the demonstration, serve on a free port with a worker; its address."""
    for command in (["db", "upgrade"], ["demo", "create"]):
        flask = [sys.executable, "-m", "flask", "--app", "app", *command]
        subprocess.run(flask, env=environ, cwd=ROOT, check=True, capture_output=True)
    serve = [sys.executable, "-m", "deploy.serve", "--port", "0"]
    with (
        subprocess.Popen(serve, env=environ, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server,
        subprocess.Popen([sys.executable, "-m", "deploy.worker"], env=environ, cwd=ROOT) as worker,
    ):
        try:
            yield _address(server)
        finally:
            worker.terminate()
            server.terminate()


def _address(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith(READY):
            return line.removeprefix(READY).strip()
    raise SystemExit("the server did not start")
