"""
Looking at PDFs that strangers hand in: what they are, who signed them, whether they were changed,
what stands on them.

The reading is done in a child with limits; a file that is too much for it is ``broken``, which
is all that anybody needs to know about it.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pikepdf
from asn1crypto import cms  # type: ignore[import-untyped]
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import extract_certificate_info, extract_signer_info
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from documents.children import Children
from documents.errors import ChildError
from documents.guard import Guard
from documents.limits import Limits
from documents.plain_pdf import one_page
from documents.protocol import Frame
from documents.signing import Desk
from documents.signing_keys import name_of_der
from documents.worker import Service

LIMITS = Limits(memory_mib=768, cpu_seconds=8)
SECONDS = 12
MOST_SIGNATURES = 20
PAGES_READ = 3
SOUND_DIGESTS = ("sha256", "sha384", "sha512")


@dataclass(frozen=True)
class Signature:
    """
    One signature as the file itself tells of it.

    ``subject`` and ``fingerprint`` (SHA-256 of the certificate, lower-case hex) of the signer:
    anybody can make a certificate in any name, so only a fingerprint that is known from
    elsewhere means something. ``at``: the time the signer stated. ``intact``: the bytes it
    covers are unchanged and the signature is the certificate's. ``whole``: it covers all of
    the file but itself, so nothing was appended.
    """

    subject: str
    fingerprint: str
    at: datetime | None
    intact: bool
    whole: bool


@dataclass(frozen=True)
class Inspected:
    """
    ``sha256`` of the bytes, always right; ``broken``: not (fully) readable as a PDF.

    ``text``: what stands on its first pages, as far as any can be read.
    """

    sha256: str
    pages: int = 0
    signatures: tuple[Signature, ...] = ()
    broken: bool = False
    text: str = ""


class Busy(Exception):
    """As many files are being looked at, or wait for it, as may be: ask again later."""


class Inspector:
    """
    Looks at files in at most ``workers`` children, started when they are first needed.

    ``waiting``: how many more may wait for their turn. Strangers hand files in, each of which
    may take seconds, so the queue has an end. What stands on pages is read by children of another
    kind: a file that is too much for those can still be told apart by its signatures.
    """

    def __init__(self, workers: int = 1, waiting: int = 8) -> None:
        self._children = Children("inspect", workers, limits=LIMITS, jobs_each=200)
        self._readers = Children("picture", workers, limits=LIMITS, jobs_each=200)
        self._places = threading.BoundedSemaphore(workers + waiting)

    def look(self, pdf: bytes) -> Inspected:
        """What a file is. A bad one is ``broken``; raises Busy when too many wait already."""
        sha256 = hashlib.sha256(pdf).hexdigest()
        with self._place():
            told = _ask(self._children, {"do": "look"}, [pdf])
            text = _ask(self._readers, {"do": "text", "pages": PAGES_READ}, [pdf])
        words = text["text"] if text else ""
        if told is None:
            return Inspected(sha256, broken=True, text=words)
        signatures = tuple(_signature_from_json(each) for each in told["signatures"])
        return Inspected(sha256, told["pages"], signatures, told["broken"], words)

    def look_detached(self, content: bytes, signature: bytes) -> Signature | None:
        """Whose signature of `content` it is; None for what is no signature. Raises Busy."""
        with self._place():
            told = _ask(self._children, {"do": "look_detached"}, [content, signature])
        return _signature_from_json(told["signature"]) if told and told["signature"] else None

    def close(self) -> None:
        """End the children."""
        self._children.close()
        self._readers.close()

    @contextlib.contextmanager
    def _place(self) -> Iterator[None]:
        if not self._places.acquire(blocking=False):
            raise Busy
        try:
            yield
        finally:
            self._places.release()


def _ask(
    children: Children, header: dict[str, Any], blobs: Sequence[bytes]
) -> dict[str, Any] | None:
    """The answer of a child, or None when the file was too much for it."""
    try:
        return children.ask(header, blobs, seconds=SECONDS)[0]
    except ChildError as problem:
        if problem.code == "closed":
            raise
        return None


def look(header: dict[str, Any], blobs: list[bytes]) -> Frame:
    """The handler: pages by qpdf, signatures by pyHanko; what either refuses is broken."""
    pages = _pages(blobs[0])
    signatures = _signatures(blobs[0]) if pages else None
    broken = not pages or signatures is None
    return {"pages": pages or 0, "signatures": signatures or [], "broken": broken}, []


def look_detached(header: dict[str, Any], blobs: list[bytes]) -> Frame:
    """The handler. Blobs: what was signed, and the signature (CMS, DER)."""
    content, signature = blobs
    try:
        return {"signature": _describe_detached(content, signature)}, []
    except (MemoryError, RecursionError):
        raise
    except Exception:  # noqa: BLE001  # hostile structure breaks a reader in every thinkable way
        return {"signature": None}, []


def start(settings: dict[str, Any]) -> Service:
    """An ``inspect`` child, warmed up: nothing is imported or read from disk any more."""
    for sample in (one_page(), Desk().sample(), b"no PDF"):
        look({}, [sample])
    look_detached({}, [b"sample", Desk().detached_sample(b"sample")])
    return Service({"look": look, "look_detached": look_detached}, Guard(()))


def _pages(content: bytes) -> int:
    """0 for what is no sound PDF. Repairing would hide that somebody tampered with it."""
    try:
        with pikepdf.open(io.BytesIO(content), attempt_recovery=False) as pdf:
            return len(pdf.pages)
    except (pikepdf.PdfError, ValueError, RuntimeError, TypeError):
        return 0


def _signatures(content: bytes) -> list[dict[str, Any]] | None:
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        found = reader.embedded_regular_signatures[:MOST_SIGNATURES]
        return [_describe(signature, content) for signature in found]
    except (MemoryError, RecursionError):
        raise
    except Exception:  # noqa: BLE001  # hostile structure breaks a reader in every thinkable way
        return None


def _describe(signature: EmbeddedPdfSignature, content: bytes) -> dict[str, Any]:
    certificate = signature.signer_cert
    at = signature.self_reported_timestamp
    subject = name_of_der(certificate.dump())
    return {
        "subject": subject,
        "fingerprint": hashlib.sha256(certificate.dump()).hexdigest(),
        "at": at.isoformat() if at is not None and at.tzinfo is not None else None,
        "intact": _is_intact(signature),
        "whole": _is_whole(signature.byte_range, signature.pkcs7_content, content),
    }


def _describe_detached(content: bytes, signature: bytes) -> dict[str, Any]:
    signed = cms.ContentInfo.load(signature, strict=True)["content"]
    signer, certificate = extract_signer_info(signed), extract_certificate_info(signed).signer_cert
    digest = signer["digest_algorithm"]["algorithm"].native
    intact = digest in SOUND_DIGESTS and all(
        validate_sig_integrity(
            signer, certificate, "data", hashlib.new(digest, content, usedforsecurity=True).digest()
        )
    )
    return {
        "subject": name_of_der(certificate.dump()),
        "fingerprint": hashlib.sha256(certificate.dump()).hexdigest(),
        "at": _stated_time(signer),
        "intact": intact,
        "whole": True,
    }


def _stated_time(signer: Any) -> str | None:
    for attribute in signer["signed_attrs"]:
        if attribute["type"].native == "signing_time":
            at: datetime = attribute["values"][0].native
            return at.isoformat() if at.tzinfo is not None else None
    return None


def _is_intact(signature: EmbeddedPdfSignature) -> bool:
    if signature.md_algorithm not in SOUND_DIGESTS:
        return False
    try:
        same_bytes, by_its_key = validate_sig_integrity(
            signature.signer_info, signature.signer_cert, "data", signature.compute_digest()
        )
    except (SignatureValidationError, ValueError):
        return False
    return same_bytes and by_its_key


def _is_whole(byte_range: Sequence[Any], signature: bytes, content: bytes) -> bool:
    """Whether the two covered ranges leave out the signature's own digits and nothing else."""
    ranges = [int(number) for number in byte_range]
    if len(ranges) != 4:
        return False
    start, before, after, rest = ranges
    gap = content[before:after]
    return (
        start == 0
        and 0 < before < after
        and after + rest == len(content)
        and gap[:1] + gap[-1:] == b"<>"
        and gap[1:-1].lower() == signature.hex().encode()
    )


def _signature_from_json(told: dict[str, Any]) -> Signature:
    at = datetime.fromisoformat(told["at"]).astimezone(UTC) if told["at"] else None
    return Signature(told["subject"], told["fingerprint"], at, told["intact"], told["whole"])
