"""The pages of somebody's PDF as pictures, for reading it together on phones.

Pages are rendered in a child with limits on memory and time, since the file comes from a
stranger; a page that can't be drawn in time is the end of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType

from documents.children import Children
from documents.limits import Limits

LIMITS = Limits(memory_mib=1024, cpu_seconds=20)
SECONDS = 30
WIDTH = 1200  # pixels: sharp on a phone held upright, readable on a laptop


@dataclass(frozen=True)
class Leaf:
    """One page as JPEG."""

    content: bytes
    width: int
    height: int


class Leaves:
    """One PDF in one child: `with Leaves(pdf) as leaves: leaves.count`. Raises ChildError.

    Its codes: broken (no PDF, or locked), too_large (a page that would be enormous), timeout, died.
    """

    def __init__(self, pdf: bytes) -> None:
        self._pdf = pdf
        self._children = Children("picture", 1, limits=LIMITS, jobs_each=1000)

    def __enter__(self) -> Leaves:
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _value: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._children.close()

    @property
    def count(self) -> int:
        """How many pages there are."""
        answer, _ = self._children.ask({"do": "count"}, [self._pdf], seconds=SECONDS)
        return int(answer["pages"])

    def pictures(self, count: int) -> Iterator[Leaf]:
        """The first `count` pages, one after the other."""
        for page in range(count):
            job = {"do": "picture", "page": page, "width": WIDTH, "as": "JPEG"}
            answer, blobs = self._children.ask(job, [self._pdf], seconds=SECONDS)
            yield Leaf(blobs[0], int(answer["width"]), int(answer["height"]))
