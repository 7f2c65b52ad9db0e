"""Appeals (申诉): lodged within the window, heard, and ruled once by supervision and arbitration.

An entrant appeals by an unguessable link and needs no account; what comes on paper the desk
enters. The words stay sealed; the ledger has their SHA-256, and the ruling in full.
"""

from blueprints.contests.services.appeals.letters import NAME_LENGTH, Letter, checked_letter
from blueprints.contests.services.appeals.lodging import (
    lodge_by_link,
    lodge_for,
    make_links,
    token_hash,
)
from blueprints.contests.services.appeals.ruling import hear, rule

__all__ = [
    "NAME_LENGTH",
    "Letter",
    "checked_letter",
    "hear",
    "lodge_by_link",
    "lodge_for",
    "make_links",
    "rule",
    "token_hash",
]
