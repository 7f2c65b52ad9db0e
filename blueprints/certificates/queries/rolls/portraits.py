"""Portraits in the size they are shown in: a roll of hundreds must not send megabytes each."""

import io
from pathlib import Path

from PIL import Image

from store import NotFound
from store.files import files

SMALL = 480  # pixels of the longer side: a card of the page on a screen of double density
QUALITY = 86


def stored(name: str) -> Path:
    """The kept picture. NotFound when the data folder has lost it."""
    path = files().path(name)
    if not path.is_file():
        raise NotFound
    return path


def portrait(name: str, longest: int) -> bytes:
    """The picture as JPEG, at most so many pixels a side. NotFound when it is lost."""
    path = stored(name)
    with Image.open(path, formats=("JPEG", "PNG")) as opened:
        if max(opened.size) <= longest and opened.format == "JPEG":
            return path.read_bytes()
        opened.draft("RGB", (longest, longest))
        smaller = opened.convert("RGB")
        smaller.thumbnail((longest, longest))
        out = io.BytesIO()
        smaller.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
