"""What other features add to a contest's archive: sheets that they know how to print.

A maker is given the id of a published round and gives (name, content) of files; it runs in a job.
"""

from collections.abc import Callable, Iterable

Maker = Callable[[int], Iterable[tuple[str, bytes]]]

_makers: list[Maker] = []


def add(maker: Maker) -> Maker:
    """Have `maker` asked whenever an archive is made."""
    _makers.append(maker)
    return maker


def parts_of(round_id: int) -> list[tuple[str, bytes]]:
    """What all of them make of a round."""
    return [part for maker in _makers for part in maker(round_id)]
