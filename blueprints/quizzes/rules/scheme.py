"""A quiz as a marking scheme: one desk item per segment that counts, added to the base points."""

from collections.abc import Iterable, Sequence
from typing import Any

MOST = "100000"
ROUNDED = {"places": 2, "mode": "half_up"}  # where shares of earlier totals are added


def document(
    base: int,
    columns: Iterable[tuple[str, str]],
    title: str,
    total: str,
    carried: Sequence[tuple[str, str, str]] = (),
) -> dict[str, Any]:
    """The scheme document; `columns` are (item, title) of the segments that count.

    `carried` are (ref, title, factor) of earlier rounds whose totals are added, each times its
    factor.
    """
    items = [
        {"id": item, "title": words, "kind": "measured", "min": f"-{MOST}", "max": MOST}
        | {"step": "1", "default": "0"}
        for item, words in columns
    ]
    brought = [
        {"id": f"carried{number}", "title": words, "kind": "carried", "round": ref}
        for number, (ref, words, _factor) in enumerate(carried, 1)
    ]
    terms = [{"of": item["id"], "factor": "1"} for item in items]
    terms += [
        {"of": part["id"], "factor": factor}
        for part, (_ref, _words, factor) in zip(brought, carried, strict=True)
    ]
    whole = {"id": "total", "title": total, "kind": "sum", "constant": str(base), "of": terms}
    return {
        "title": title,
        "items": items,
        "parts": [*brought, whole | ({"rounding": ROUNDED} if carried else {})],
    }
