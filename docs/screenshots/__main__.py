"""`script/screenshots`: take the pictures of the documents anew."""

import os
import sys
import tempfile
from pathlib import Path

from docs.screenshots.server import ROOT, environment, serving


def main() -> int:
    """The exit code."""
    with tempfile.TemporaryDirectory() as folder:
        environ = environment(Path(folder))
        os.environ.clear()
        os.environ.update(environ)  # this process looks into the server's data
        with serving(environ) as url:
            _take(url, Path(sys.argv[1]) if sys.argv[1:] else ROOT / "docs" / "images")
    return 0


def _take(url: str, folder: Path) -> None:
    from app import create_app
    from docs.screenshots.pictures import take
    from docs.screenshots.scene import Scene

    with create_app().app_context():
        take(Scene(url), folder)


if __name__ == "__main__":
    sys.exit(main())
