"""Small templates and packages for tests: a few milliseconds to lay out, nothing to look at."""

import io
import json
import stat
import zipfile
from typing import Any

BODY = '<p class="name" data-field="name">{{ name }}</p>'
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9"/></svg>'


def manifest(**changes: Any) -> dict[str, Any]:
    """What template.json holds of a small template."""
    return {
        "format": 1,
        "ref": "small",
        "title": {"zh": "小证书", "en": "Small certificate"},
        "kind": "honor",
        "sheet": {"width_mm": 90, "height_mm": 60, "bleed_mm": 3},
        "fields": [
            {
                "name": "name",
                "kind": "text",
                "label": {"zh": "姓名", "en": "Name"},
                "example": {"zh": "赵示一", "en": "Zhao Shiyi"},
            }
        ],
        **changes,
    }


def package_files(**changes: str | bytes) -> dict[str, str | bytes]:
    """The files of a sound package by path; `changes` (path with __ for a slash) on top."""
    files: dict[str, str | bytes] = {
        "template.json": json.dumps(manifest()),
        "body.html": BODY,
        "style.css": ".name { margin: 20mm; font-size: 8mm }",
        "assets/line.svg": DRAWING,
    }
    return files | changes


def zipped(files: dict[str, str | bytes], *, links: tuple[str, ...] = ()) -> bytes:
    """A zip of these files; those in `links` are marked as symbolic links."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            kind = stat.S_IFLNK if name in links else stat.S_IFREG
            entry.external_attr = (kind | 0o644) << 16
            archive.writestr(entry, content)
    return out.getvalue()
