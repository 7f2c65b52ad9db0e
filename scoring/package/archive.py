"""Opening a package that a stranger hands in: nothing is unpacked beyond stated limits."""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from dataclasses import dataclass

from scoring.errors import N_, Message
from scoring.package.layout import KNOWN, LIST, LISTED, NEEDED, SIGNATURE

MEGABYTE = 1024 * 1024
LARGEST_SIGNATURE = 64 * 1024
PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ENCRYPTED = 0x1


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of the zip, and of all that is in it. Ledgers and marks pack to about a tenth."""

    packed: int = 20 * MEGABYTE
    unpacked: int = 96 * MEGABYTE


class PackageError(ValueError):
    """It can't be read as a package; `message` says why."""

    def __init__(self, template: str, **params: object) -> None:
        self.message = Message(template, params)
        super().__init__(str(self.message))


def opened(content: bytes, limits: Limits | None = None) -> dict[str, bytes]:
    """The files of a package by name. Raises PackageError."""
    limits = limits or Limits()
    if len(content) > limits.packed:
        raise PackageError(N_("The file is larger than a package may be."))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_entries(archive.infolist(), limits)
            return {entry.filename: _read(archive, entry) for entry in archive.infolist()}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise PackageError(N_("The file is no readable zip.")) from error


def signed_part(content: bytes) -> tuple[bytes, bytes | None]:
    """What the signature is of, and the signature, without unpacking anything else."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            listed, signature = (_small(archive, name) for name in (LIST, SIGNATURE))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise PackageError(N_("The file is no readable zip.")) from error
    return listed or b"", signature


def _small(archive: zipfile.ZipFile, name: str) -> bytes | None:
    if name not in archive.namelist():
        return None
    with archive.open(name) as file:
        return file.read(LARGEST_SIGNATURE)


def _check_entries(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    names = [entry.filename for entry in entries]
    if missing := [name for name in NEEDED if name not in names]:
        raise PackageError(N_("This is no result package: {name} is missing."), name=missing[0])
    if len(names) != len(set(names)) or not set(names) <= set(KNOWN):
        raise PackageError(N_("The package holds files that don't belong in one."))
    if sum(entry.file_size for entry in entries) > limits.unpacked:
        raise PackageError(N_("What is in the package is larger than may be looked at here."))
    if any(e.flag_bits & ENCRYPTED or e.compress_type not in PLAIN for e in entries):
        raise PackageError(N_("The file is no readable zip."))


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Never more than the size that was looked at: a zip may lie about it."""
    with archive.open(entry) as file:
        content = file.read(entry.file_size + 1)
    if len(content) != entry.file_size:
        raise PackageError(N_("The file is no readable zip."))
    return content


def sums_of(files: dict[str, bytes]) -> str:
    """The list as `sha256sum` writes and checks it."""
    return "".join(
        f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in LISTED if name in files
    )


def altered_files(files: dict[str, bytes]) -> tuple[str, ...]:
    """Names whose content is not the one in the list, and listed names that are not there."""
    stated = stated_sums(files[LIST])
    there = {n: hashlib.sha256(files[n]).hexdigest() for n in LISTED if n in files}
    return tuple(name for name in sorted({*stated, *there}) if stated.get(name) != there.get(name))


def stated_sums(listed: bytes) -> dict[str, str]:
    """Name → SHA-256 by a list of sums."""
    lines = listed.decode("ascii", errors="replace").splitlines()[: 4 * len(KNOWN)]
    pairs = (line.split("  ", 1) for line in lines if "  " in line)
    return {name[:100]: digest for digest, name in pairs}
