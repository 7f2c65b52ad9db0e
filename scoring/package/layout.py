"""What a package is made of: names of its files, and the one spelling of its JSON."""

from __future__ import annotations

import json
from typing import Any

FORMAT = "guildhall-package/1"

MANIFEST = "manifest.json"
CONTEST = "contest.json"
RESULTS = "results.json"
CHAINS = "chains.json"
AMENDMENTS = "amendments.json"
README = "README.txt"
LIST = "SHA256SUMS"
SIGNATURE = "SHA256SUMS.p7s"

LISTED = (MANIFEST, CONTEST, RESULTS, CHAINS, AMENDMENTS, README)
NEEDED = (MANIFEST, CONTEST, RESULTS, CHAINS, AMENDMENTS, LIST)
KNOWN = (*LISTED, LIST, SIGNATURE)


def canonical(value: Any) -> str:
    """Keys in order, no blanks, characters as they are: the spelling that is hashed."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
