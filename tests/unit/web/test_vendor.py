"""The browser libraries in the tree are the ones that were fetched."""

import hashlib
import re
import subprocess
import sys

from config import ROOT

VENDOR = ROOT / "static/vendor"
ICON_CALL = re.compile(r"""icon\(\s*["']([a-z0-9-]+)["']""")
ICON_ARGUMENT = re.compile(r"""icon_name=["']([a-z0-9-]+)["']""")


def test_the_script_finds_every_checksum_right() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "script/vendor", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_checksums_cover_scripts_styles_icons_and_licences() -> None:
    listed = dict(
        reversed(line.split("  ", 1)) for line in (VENDOR / "CHECKSUMS").read_text().splitlines()
    )
    for name in ("htmx.min.js", "tabler.min.css", "icons.svg", "LICENSES/htmx.org.txt"):
        assert listed[name] == hashlib.sha256((VENDOR / name).read_bytes()).hexdigest()


def test_every_icon_named_in_a_template_is_in_the_sprite() -> None:
    known = set(re.findall(r'<symbol id="([^"]+)"', (VENDOR / "icons.svg").read_text()))
    used = {
        (file.name, name)
        for file in ROOT.glob("templates/**/*.html")
        for pattern in (ICON_CALL, ICON_ARGUMENT)
        for name in pattern.findall(file.read_text())
    }
    assert used
    assert not {(file, name) for file, name in used if name not in known}


def test_vendored_files_name_no_source_map_and_no_foreign_font() -> None:
    for file in VENDOR.glob("*.*"):
        text = file.read_text()
        assert "sourceMappingURL" not in text
        assert "@import" not in text
