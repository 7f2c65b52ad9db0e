"""Rounds played again as a rehearsal: how such a contest is told from others by its ref."""

import re
import secrets
from dataclasses import dataclass

PREFIX = "play-"
_REF = re.compile(r"play-(\d{1,10})-(\d{1,9})-[0-9a-f]{8}")


@dataclass(frozen=True)
class PlayRef:
    """The ref of a rehearsal that is played: from which round, and how many marks it has."""

    source_round_id: int
    marks: int

    def fresh(self) -> str:
        """A ref that no other contest has."""
        return f"{PREFIX}{self.source_round_id}-{self.marks}-{secrets.token_hex(4)}"

    @classmethod
    def read(cls, ref: str) -> "PlayRef | None":
        """What a contest's ref says; None for contests that nobody plays."""
        found = _REF.fullmatch(ref)
        return cls(int(found[1]), int(found[2])) if found else None
