"""A session's cover as the ground of its poster's title, in the poster's own colours."""

import io
from itertools import pairwise

from PIL import Image, ImageOps

from blueprints.classroom.queries.setup.poster_frame import BAND, WIDTH

PIXELS = 1400  # of the sheet's width: about 120 dpi of A3, enough for a ground
DARK, LIGHT = "#4a0b0d", "#c2574b"  # words in gold and white are read on both
# What is seen of it by mm from the upper edge: nothing at the star, nothing over the leaves.
RAMP = ((0, 0), (24, 0), (48, 230), (96, 230), (130, 0), (BAND, 0))


def cover_ground(content: bytes) -> bytes:
    """A PNG as wide as the sheet and as high as the title's band; its edges are transparent."""
    with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as opened:
        size = (PIXELS, round(PIXELS * BAND / WIDTH))
        grey = ImageOps.autocontrast(ImageOps.fit(ImageOps.grayscale(opened), size), cutoff=1)
    picture = ImageOps.colorize(grey, DARK, LIGHT)
    picture.putalpha(_mask(size))
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _mask(size: tuple[int, int]) -> Image.Image:
    column = bytes(_seen(y * BAND / size[1]) for y in range(size[1]))
    return Image.frombytes("L", (1, size[1]), column).resize(size)


def _seen(mm: float) -> int:
    """How opaque the picture is so far from the upper edge, 0 to 255."""
    for (above, seen), (below, next_seen) in pairwise(RAMP):
        if mm <= below:
            return round(seen + (next_seen - seen) * (mm - above) / (below - above))
    return 0
