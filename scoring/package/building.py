"""Making a package: the same contents give the same bytes."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import Any

from scoring.package.archive import sums_of
from scoring.package.layout import (
    AMENDMENTS,
    CHAINS,
    CONTEST,
    LIST,
    MANIFEST,
    README,
    RESULTS,
    SIGNATURE,
    canonical,
)

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can state: there is one in the manifest
READABLE = 0o644 << 16


@dataclass(frozen=True, slots=True)
class Contents:
    """What goes in. All but `readme` are JSON values."""

    manifest: Any
    contest: Any
    results: Any
    chains: Any
    amendments: Any
    readme: str

    def files(self) -> dict[str, bytes]:
        """Everything but the signature, the list of sums last."""
        values = {
            MANIFEST: self.manifest,
            CONTEST: self.contest,
            RESULTS: self.results,
            CHAINS: self.chains,
            AMENDMENTS: self.amendments,
        }
        files = {name: f"{canonical(value)}\n".encode() for name, value in values.items()}
        files[README] = self.readme.encode()
        return {**files, LIST: sums_of(files).encode()}


def packed(files: dict[str, bytes], signature: bytes | None) -> bytes:
    """The zip; without a signature where there is no key."""
    if signature is not None:
        files = {**files, SIGNATURE: signature}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = READABLE
            archive.writestr(entry, content)
    return out.getvalue()
