"""
Keys that sign documents: what is in a PKCS#12 file, whether it is fit, and keys for trying.

Nothing here is trusted because of who issued it: whether a certificate means anything is
decided by whoever compares its fingerprint with the ones a body has made known.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from asn1crypto import pkcs12 as asn1_pkcs12  # type: ignore[import-untyped]
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PublicFormat,
)
from cryptography.hazmat.primitives.serialization.pkcs12 import (
    PKCS12KeyAndCertificates,
    load_pkcs12,
    serialize_key_and_certificates,
)
from cryptography.x509.oid import NameOID

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

LEAST_RSA_BITS = 2048
CURVES = ("secp256r1", "secp384r1", "secp521r1")
OWN_YEARS = 5
LONGEST_COMMON_NAME = 64  # bytes; RFC 5280 means characters, the library counts bytes
LONGEST_ORGANISATION = 64  # characters; RFC 5280, ub-organization-name


class SigningError(Exception):
    """
    A key or a document can't be used for signing.

    ``code`` of a key: ``not_pkcs12``, ``wrong_password``, ``no_key``, ``no_certificate``,
    ``mismatch`` (key and certificate), ``weak_key``, ``unsupported_key`` (SM2 and the like),
    ``not_for_signing`` (its certificate says so), ``not_yet_valid``, ``expired``.
    Of a document: ``broken`` (no PDF that could be signed). Of the child: ``timeout``,
    ``died``, ``closed``.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail


@dataclass(frozen=True)
class KeyFacts:
    """
    What a key's certificate says, for showing and for recognising its signatures.

    ``fingerprint``: SHA-256 of the certificate (DER), lower-case hex. ``algorithm``: "RSA 3072"
    or "EC secp256r1". ``self_made``: signed by its own key, so nobody else vouches for it.
    """

    subject: str
    issuer: str
    serial: str
    not_before: datetime
    not_after: datetime
    algorithm: str
    fingerprint: str
    self_made: bool


@dataclass(frozen=True)
class Opened:
    """A key that is fit to sign, its certificate and those that vouch for it."""

    key: PrivateKey
    certificate: x509.Certificate
    others: tuple[x509.Certificate, ...]


def read_key(pkcs12: bytes, password: str, now: datetime) -> KeyFacts:
    """
    The facts of a key that may sign at ``now``; raises SigningError for one that may not.

    A file of a stranger can ask for hours of key derivation: ``Signer.read_key`` does the same
    in a child with limits.
    """
    return facts(open_key(pkcs12, password, now))


def open_key(pkcs12: bytes, password: str, now: datetime) -> Opened:
    """The key itself, checked. Raises SigningError."""
    found = _load(pkcs12, password)
    key = _fit_key(found.key)
    if found.cert is None:
        raise SigningError("no_certificate")
    certificate = found.cert.certificate
    if _public_bytes(certificate.public_key()) != _public_bytes(key.public_key()):
        raise SigningError("mismatch")
    _check_certificate(certificate, now)
    return Opened(key, certificate, tuple(extra.certificate for extra in found.additional_certs))


def facts(opened: Opened) -> KeyFacts:
    certificate = opened.certificate
    return KeyFacts(
        subject=name_of(certificate.subject),
        issuer=name_of(certificate.issuer),
        serial=f"{certificate.serial_number:X}",
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        algorithm=_algorithm(opened.key),
        fingerprint=hashlib.sha256(certificate.public_bytes(Encoding.DER)).hexdigest(),
        self_made=_is_self_made(certificate),
    )


def name_of(name: x509.Name) -> str:
    """Who a certificate names: common name and organisation, else the whole name; ≤ 200."""
    parts: list[str] = []
    for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        for attribute in name.get_attributes_for_oid(oid):
            value = str(attribute.value).strip()
            parts = [part for part in parts if not value.startswith(part)]  # cut short, or the same
            parts.append(value)
    return (" · ".join(filter(None, parts)) or name.rfc4514_string())[:200]


def name_of_der(certificate: bytes) -> str:
    """``name_of`` the subject of an encoded certificate; empty when it can't be read."""
    try:
        return name_of(x509.load_der_x509_certificate(certificate).subject)
    except ValueError:
        return ""


def make_own_key(name: str, now: datetime) -> tuple[bytes, str]:
    """
    A self-made P-256 key for trying, valid for five years: PKCS#12 and its new password.

    ``name``: the body's; more than 64 characters are cut, as certificates have no room for more.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _body(name.strip())
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_whole_second(now))
        .not_valid_after(_whole_second(now) + timedelta(days=365 * OWN_YEARS + 1))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_signing_only(), critical=True)
        .sign(key, hashes.SHA256())
    )
    password = secrets.token_urlsafe(24)
    encryption = BestAvailableEncryption(password.encode())
    return serialize_key_and_certificates(None, key, certificate, None, encryption), password


def _load(pkcs12: bytes, password: str) -> PKCS12KeyAndCertificates:
    try:
        return load_pkcs12(pkcs12, password.encode() or None)
    except UnsupportedAlgorithm as problem:
        raise SigningError("unsupported_key") from problem
    except (ValueError, TypeError) as problem:  # the library has one error for both
        raise SigningError(
            "wrong_password" if _looks_like_pkcs12(pkcs12) else "not_pkcs12"
        ) from problem


def _looks_like_pkcs12(given: bytes) -> bool:
    try:
        outer = asn1_pkcs12.Pfx.load(given)
        return outer["version"].native == "v3" and outer["auth_safe"]["content"] is not None
    except (ValueError, TypeError, KeyError):
        return False


def _fit_key(key: object) -> PrivateKey:
    if key is None:
        raise SigningError("no_key")
    if isinstance(key, rsa.RSAPrivateKey):
        if key.key_size < LEAST_RSA_BITS:
            raise SigningError("weak_key", str(key.key_size))
        return key
    if isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name in CURVES:
        return key
    raise SigningError("unsupported_key")


def _check_certificate(certificate: x509.Certificate, now: datetime) -> None:
    if now < certificate.not_valid_before_utc:
        raise SigningError("not_yet_valid", certificate.not_valid_before_utc.isoformat())
    if now >= certificate.not_valid_after_utc:
        raise SigningError("expired", certificate.not_valid_after_utc.isoformat())
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except (x509.ExtensionNotFound, ValueError):
        return
    if not (usage.digital_signature or usage.content_commitment):
        raise SigningError("not_for_signing")


def _is_self_made(certificate: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(certificate)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _algorithm(key: PrivateKey) -> str:
    if isinstance(key, rsa.RSAPrivateKey):
        return f"RSA {key.key_size}"
    return f"EC {key.curve.name}"


def _public_bytes(key: object) -> bytes:
    encoded: bytes = key.public_bytes(  # type: ignore[attr-defined]  # every public key has it
        Encoding.DER, PublicFormat.SubjectPublicKeyInfo
    )
    return encoded


def _body(name: str) -> x509.Name:
    common = name.encode()[:LONGEST_COMMON_NAME].decode(errors="ignore")
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, common),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, name[:LONGEST_ORGANISATION]),
        ]
    )


def _signing_only() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def _whole_second(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
