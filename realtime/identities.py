"""Who is behind a socket, as named by `store.Actor.ref`: account:12, judge:7, anonymous."""

import re
from dataclasses import dataclass

_REF = re.compile(r"([a-z]{1,16})(?::([0-9]{1,18}))?", re.ASCII)


@dataclass(frozen=True)
class Identity:
    """An account, a judge's seat, or nobody in particular. What it may do is read elsewhere."""

    kind: str
    id: int | None = None

    @classmethod
    def parse(cls, ref: str) -> "Identity":
        """Read `kind:id` or `kind`. ValueError when it is neither."""
        match = _REF.fullmatch(ref)
        if match is None:
            raise ValueError(f"not an identity: {ref!r}")
        return cls(match[1], int(match[2]) if match[2] else None)

    def __str__(self) -> str:
        return self.kind if self.id is None else f"{self.kind}:{self.id}"


ANONYMOUS = Identity("anonymous")
