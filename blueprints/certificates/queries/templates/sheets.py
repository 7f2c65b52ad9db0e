"""Sizes of sheets that print shops here know: millimetres, upright; each can lie down too."""

from dataclasses import dataclass

from flask_babel import gettext, lazy_gettext
from flask_babel.speaklater import LazyString

_ = lazy_gettext


@dataclass(frozen=True)
class Size:
    """A usual size, upright. Standard (正度) and large (大度) are the two families of formats."""

    key: str
    name: LazyString
    width_mm: int
    height_mm: int


SIZES = (
    Size("a4", _("A4"), 210, 297),
    Size("a3", _("A3"), 297, 420),
    Size("a5", _("A5"), 148, 210),
    Size("8k", _("8K, standard format"), 260, 370),
    Size("16k", _("16K, standard format"), 185, 260),
    Size("8k-large", _("8K, large format"), 285, 420),
    Size("16k-large", _("16K, large format"), 210, 285),
    Size("badge", _("Badge"), 90, 130),
    Size("badge-small", _("Small badge"), 74, 105),
)
LYING = "-lying"


def size_of(key: str) -> tuple[int, int] | None:
    """Width and height in mm of `a4` or `a4-lying`; None for an unknown key."""
    upright = key.removesuffix(LYING)
    for size in SIZES:
        if size.key == upright:
            both = size.width_mm, size.height_mm
            return both[::-1] if key.endswith(LYING) else both
    return None


def size_choices() -> list[tuple[str, str]]:
    """(key, words) of every size, upright and lying."""
    return [(key, _words(size, key)) for size in SIZES for key in (size.key, size.key + LYING)]


def size_words(width_mm: float, height_mm: float) -> str:
    """`A4 landscape, 297 × 210 mm`; the numbers alone for a size without a name."""
    numbers = f"{width_mm:g} × {height_mm:g} mm"
    for key, words in size_choices():
        if size_of(key) == (width_mm, height_mm):
            return words
    return numbers


def _words(size: Size, key: str) -> str:
    width, height = size_of(key) or (0, 0)
    values = {"name": str(size.name), "width": width, "height": height}
    if key.endswith(LYING):
        return gettext("%(name)s landscape, %(width)d × %(height)d mm", **values)
    return gettext("%(name)s portrait, %(width)d × %(height)d mm", **values)
