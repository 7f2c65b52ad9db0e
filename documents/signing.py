"""
Signing PDFs (PAdES baseline B-B, SHA-256) in children of their own.

The key is opened once per child and kept while it is used; measured, opening it for each
signature costs 370 ms instead of 31. It never meets a child that renders templates.
"""

from __future__ import annotations

import asyncio
import dataclasses
import hashlib
import io
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

from asn1crypto import x509 as asn1_x509  # type: ignore[import-untyped]
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError as CannotSign
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko_certvalidator.registry import SimpleCertificateStore

from documents.children import Children
from documents.errors import ChildError, Refused
from documents.guard import Guard
from documents.limits import Limits
from documents.plain_pdf import one_page
from documents.protocol import Frame
from documents.signing_keys import (
    KeyFacts,
    Opened,
    SigningError,
    facts,
    make_own_key,
    open_key,
    read_key,
)
from documents.worker import Service

__all__ = ["KeyFacts", "Signer", "SigningError", "make_own_key", "read_key"]

FIELD = "Guildhall"
RESERVED = 12288  # hex digits for a signature; measuring them would cost a second signature
KEYS_KEPT = 4
TOGETHER = 10  # documents per job of a child
SECONDS_EACH = 5
SECONDS_TO_READ = 10
LIMITS = Limits(memory_mib=1024, cpu_seconds=120)


class Signer:
    """Signs in at most ``workers`` children, started when they are first needed."""

    def __init__(self, workers: int = 1) -> None:
        self._children = Children("sign", workers, limits=LIMITS, jobs_each=400)

    def sign(
        self, pdfs: Sequence[bytes], pkcs12: bytes, password: str, reason: str, now: datetime
    ) -> list[bytes]:
        """
        The documents, signed, in the same order. ``now`` is the signing time they state.

        Raises SigningError; a document that is signed already is signed again on top.
        """
        job = {"do": "sign", "password": password, "reason": reason, "now": now.isoformat()}
        parts = [pdfs[at : at + TOGETHER] for at in range(0, len(pdfs), TOGETHER)]

        def ask(part: Sequence[bytes]) -> list[bytes]:
            return self._ask(job, [pkcs12, *part], SECONDS_EACH * len(part))[1]

        if len(parts) < 2:
            return [signed for part in parts for signed in ask(part)]
        with ThreadPoolExecutor(self._children.workers) as threads:
            return [signed for done in threads.map(ask, parts) for signed in done]

    def sign_detached(self, content: bytes, pkcs12: bytes, password: str, now: datetime) -> bytes:
        """
        A signature of any bytes, beside them: CMS (DER), as ``openssl cms -verify`` reads it.

        Raises SigningError.
        """
        job = {"do": "sign_detached", "password": password, "now": now.isoformat()}
        return self._ask(job, [pkcs12, content], SECONDS_EACH)[1][0]

    def read_key(self, pkcs12: bytes, password: str, now: datetime) -> KeyFacts:
        """What ``signing_keys.read_key`` does, with limits: for files that people upload."""
        job = {"do": "read_key", "password": password, "now": now.isoformat()}
        told = self._ask(job, [pkcs12], SECONDS_TO_READ)[0]["facts"]
        times = {name: datetime.fromisoformat(told[name]) for name in ("not_before", "not_after")}
        return KeyFacts(**{**told, **times})

    def close(self) -> None:
        """End the children."""
        self._children.close()

    def _ask(self, job: dict[str, Any], blobs: Sequence[bytes], seconds: float) -> Frame:
        try:
            return self._children.ask(job, blobs, seconds=seconds)
        except ChildError as problem:
            raise SigningError(problem.code, problem.detail) from problem


class HeldKey(signers.Signer):
    """pyHanko's idea of a signer, with a key that is open already."""

    def __init__(self, opened: Opened) -> None:
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        store.register_multiple(_for_pyhanko(other) for other in opened.others)
        super().__init__(signing_cert=_for_pyhanko(opened.certificate), cert_registry=store)
        self._key = opened.key
        chain = (opened.certificate, *opened.others)
        size = sum(len(each.public_bytes(Encoding.DER)) for each in chain)
        self.reserved = max(RESERVED, 2 * (size + RESERVED // 4))
        self._from = opened.certificate.not_valid_before_utc
        self._until = opened.certificate.not_valid_after_utc

    def valid_at(self, now: datetime) -> bool:
        return self._from <= now < self._until

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        assert digest_algorithm == "sha256"
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return self._key.sign(data, ec.ECDSA(hashes.SHA256()))


class TimedSigner(signers.PdfSigner):
    """States the time it is told instead of the clock's."""

    def __init__(self, key: HeldKey, reason: str, now: datetime) -> None:
        meta = signers.PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            reason=reason or None,
            name=key.subject_name,
            certify=True,  # so that readers warn of any later change, additions included
            docmdp_permissions=MDPPerm.NO_CHANGES,
        )
        super().__init__(meta, signer=key)
        self.reserved = key.reserved
        self._now = now

    def init_signing_session(self, *given: Any, **named: Any) -> PdfSigningSession:
        session = super().init_signing_session(*given, **named)
        session.system_time = self._now
        return session


class Desk:
    """
    The handlers of a ``sign`` child, with the keys that were used last.

    One event loop for its whole life: pyHanko needs one, making one takes sockets, and those
    are refused once the child is fenced.
    """

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._keys: OrderedDict[bytes, HeldKey] = OrderedDict()

    def sign(self, header: dict[str, Any], blobs: list[bytes]) -> Frame:
        """Blobs: the PKCS#12, then the PDFs. Header: password, reason, now (ISO 8601)."""
        pkcs12, *pdfs = blobs
        now = datetime.fromisoformat(header["now"])
        key = self._open(pkcs12, header["password"], now)
        signer = TimedSigner(key, header["reason"], now)
        return {}, [self.sign_one(signer, pdf) for pdf in pdfs]

    def sign_one(self, signer: TimedSigner, pdf: bytes) -> bytes:
        """Append one invisible signature to a document. Refused("broken") for what is no PDF."""
        buffer = io.BytesIO(pdf)
        try:
            writer = IncrementalPdfFileWriter(buffer)
            self._loop.run_until_complete(
                signer.async_sign_pdf(writer, in_place=True, bytes_reserved=signer.reserved)
            )
        except CannotSign as problem:
            raise Refused("cannot_sign", str(problem)) from problem
        except (PdfError, ValueError, KeyError, TypeError, AttributeError) as problem:
            raise Refused("broken", type(problem).__name__) from problem
        return buffer.getvalue()

    def sign_detached(self, header: dict[str, Any], blobs: list[bytes]) -> Frame:
        """Blobs: the PKCS#12, the content. Header: password, now. Answer: one blob, DER."""
        pkcs12, content = blobs
        now = datetime.fromisoformat(header["now"])
        key = self._open(pkcs12, header["password"], now)
        return {}, [self.sign_bytes(key, now, content)]

    def sign_bytes(self, key: HeldKey, now: datetime, content: bytes) -> bytes:
        """The detached signature of ``content``, which states ``now`` as its time."""
        try:
            signed = self._loop.run_until_complete(
                key.async_sign_general_data(
                    content,
                    "sha256",
                    detached=True,
                    signed_attr_settings=PdfCMSSignedAttributes(signing_time=now),
                )
            )
        except CannotSign as problem:
            raise Refused("cannot_sign", str(problem)) from problem
        encoded: bytes = signed.dump()
        return encoded

    def read_key(self, header: dict[str, Any], blobs: list[bytes]) -> Frame:
        """Blob: the PKCS#12. Header: password, now. Answer: ``facts``."""
        now = datetime.fromisoformat(header["now"])
        found = facts(_opened(blobs[0], header["password"], now))
        told = dataclasses.asdict(found)
        for name in ("not_before", "not_after"):
            told[name] = told[name].isoformat()
        return {"facts": told}, []

    def sample(self) -> bytes:
        """A small signed document, so that whatever signing and reading take is imported."""
        key, now = self._sample_key()
        return self.sign_one(TimedSigner(key, "sample", now), one_page())

    def detached_sample(self, content: bytes) -> bytes:
        """A signature beside some bytes, for the same reason."""
        return self.sign_bytes(*self._sample_key(), content)

    def _sample_key(self) -> tuple[HeldKey, datetime]:
        now = datetime(2026, 1, 1, tzinfo=UTC)
        return HeldKey(open_key(*make_own_key("sample", now), now)), now

    def _open(self, pkcs12: bytes, password: str, now: datetime) -> HeldKey:
        name = hashlib.sha256(b"%d:%s%s" % (len(pkcs12), pkcs12, password.encode())).digest()
        held = self._keys.pop(name, None)
        if held is None or not held.valid_at(now):
            held = HeldKey(_opened(pkcs12, password, now))
        self._keys[name] = held
        if len(self._keys) > KEYS_KEPT:
            self._keys.popitem(last=False)
        return held


def start(settings: dict[str, Any]) -> Service:
    """A ``sign`` child, warmed up: after that nothing is imported or read from disk any more."""
    desk = Desk()
    desk.sample()
    desk.detached_sample(b"sample")
    handlers = {
        "sign": desk.sign,
        "sign_detached": desk.sign_detached,
        "read_key": desk.read_key,
    }
    return Service(handlers, Guard(()))


def _opened(pkcs12: bytes, password: str, now: datetime) -> Opened:
    try:
        return open_key(pkcs12, password, now)
    except SigningError as problem:
        raise Refused(problem.code, problem.detail) from problem


def _for_pyhanko(certificate: Any) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
