"""A design that measures in rem follows its sheet: 1 rem is 1 mm on the one it was drawn for."""

import re
from collections.abc import Mapping
from typing import Any

_ROOT = re.compile(r"html\s*\{\s*font-size:\s*([0-9.]+)mm;?\s*\}")


def scaled(css: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """The style with its last root size (1 mm where there is none) made to fit the new sheet."""
    factor = min(new[side] / old[side] for side in ("width_mm", "height_mm"))
    found = list(_ROOT.finditer(css))
    if factor == 1:
        return css
    if not found:
        return f"{css.rstrip()}\nhtml {{ font-size: {factor:.4f}mm }}\n"
    size, last = float(found[-1][1]) * factor, found[-1]
    return f"{css[: last.start(1)]}{size:.4f}{css[last.end(1) :]}"
