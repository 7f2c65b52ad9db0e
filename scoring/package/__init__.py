"""The result package: one zip by which anybody can work a contest's results out again.

It holds the contest file, the results as they were stated, and the hashes of the ledgers.
Standard library only, as everything in `scoring`: to check a package takes no database, no
application and no network. Signatures are checked elsewhere, over the bytes of `SHA256SUMS`.
"""

from scoring.package.archive import Limits, PackageError, opened, signed_part, stated_sums
from scoring.package.building import Contents, packed
from scoring.package.chains import GENESIS, ChainReport, hash_of
from scoring.package.checking import Report, check, check_file
from scoring.package.comparing import Difference
from scoring.package.layout import FORMAT, LIST, SIGNATURE, canonical

__all__ = [
    "FORMAT",
    "GENESIS",
    "LIST",
    "SIGNATURE",
    "ChainReport",
    "Contents",
    "Difference",
    "Limits",
    "PackageError",
    "Report",
    "canonical",
    "check",
    "check_file",
    "hash_of",
    "opened",
    "packed",
    "signed_part",
    "stated_sums",
]
