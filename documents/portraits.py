"""
Photographs that people send: turned upright, made small, nothing kept but the pixels.

They are unpacked in a child, since 50 million pixels take more than a second, in which a
process that also carries marks and boards would answer nobody.
"""

from __future__ import annotations

import io
from typing import Any

from PIL import Image, ImageOps

from documents.children import Children
from documents.errors import Refused
from documents.guard import Guard
from documents.limits import Limits
from documents.protocol import Frame
from documents.worker import Service

LONGEST_SIDE = 1200  # pixels as kept: 30 mm at more than 600 dpi
SMALLEST_SIDE = 80
MOST_PIXELS = 50_000_000
QUALITY = 88
FORMATS = ("JPEG", "PNG")
LIMITS = Limits(memory_mib=1024, cpu_seconds=10)
SECONDS = 30


class Portraits:
    """Makes photographs ready in one child, started when it is first needed."""

    def __init__(self) -> None:
        self._children = Children("portrait", 1, limits=LIMITS, jobs_each=200)

    def prepared(self, picture: bytes, longest: int = LONGEST_SIDE) -> bytes:
        """
        The picture as it is kept: upright, JPEG, no side above ``longest``, without metadata.

        Raises ChildError: pixels (more than MOST_PIXELS), small, or whatever else for what can't
        be read.
        """
        asked = {"do": "prepared", "longest": longest}
        return self._children.ask(asked, [picture], seconds=SECONDS)[1][0]

    def close(self) -> None:
        self._children.close()


def start(settings: dict[str, Any]) -> Service:
    """A ``portrait`` child; Pillow loads what it needs before the fence is up."""
    Image.preinit()
    return Service({"prepared": prepared}, Guard())


def prepared(header: dict[str, Any], blobs: list[bytes]) -> Frame:
    """The handler; raises Refused: pixels, small, broken."""
    try:
        with Image.open(io.BytesIO(blobs[0]), formats=FORMATS) as opened:
            _require_sensible(opened)
            longest = int(header.get("longest", LONGEST_SIDE))
            opened.draft("RGB", (longest, longest))
            return {}, [_small_jpeg(opened, longest)]
    except (Refused, MemoryError):
        raise
    except Exception as problem:  # a damaged picture makes Pillow raise whatever it meets
        raise Refused("broken") from problem


def _require_sensible(picture: Image.Image) -> None:
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise Refused("pixels")
    if min(width, height) < SMALLEST_SIDE:
        raise Refused("small")


def _small_jpeg(opened: Image.Image, longest: int) -> bytes:
    """A new picture of the pixels alone: nothing else of the file is carried over."""
    upright = ImageOps.exif_transpose(opened)
    upright.thumbnail((longest, longest))
    flat = Image.new("RGB", upright.size, "white")  # what shines through a PNG is paper
    seen = upright.convert("RGBA")
    flat.paste(seen, mask=seen.getchannel("A"))
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
