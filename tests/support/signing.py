"""Keys of every sort, made for a test, as the PKCS#12 files that people would upload."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import NameOID

PASSWORD = "铁匠-7"


@dataclass(frozen=True)
class Held:
    """A key with its certificate."""

    key: Any
    certificate: x509.Certificate

    def pkcs12(self, *others: x509.Certificate) -> bytes:
        return packed(self.key, self.certificate, *others)


def held(
    now: datetime,
    *,
    key: Any = None,
    name: str = "示例总工会",
    organisation: str = "",
    issuer: Held | None = None,
    days: tuple[int, int] = (-1, 365),
    may_sign: bool = True,
) -> Held:
    """A key and a certificate for it, self-made unless there is an issuer."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    subject = named(name, organisation)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=days[0]))
        .not_valid_after(now + timedelta(days=days[1]))
        .add_extension(usage(sign=may_sign), critical=True)
        .sign(issuer.key if issuer else key, _digest(issuer.key if issuer else key))
    )
    return Held(key, certificate)


def named(name: str, organisation: str = "") -> x509.Name:
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, name)]
    if organisation:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation))
    return x509.Name(parts)


def packed(key: Any, certificate: Any, *others: x509.Certificate) -> bytes:
    encryption = BestAvailableEncryption(PASSWORD.encode())
    return serialize_key_and_certificates(None, key, certificate, others or None, encryption)


@cache
def rsa_key(bits: int) -> rsa.RSAPrivateKey:
    """Made once: finding primes takes a while."""
    return rsa.generate_private_key(65537, bits)


def usage(*, sign: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=sign,
        content_commitment=False,
        key_encipherment=not sign,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def _digest(key: Any) -> hashes.SHA256 | None:
    hashed = isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey)
    return hashes.SHA256() if hashed else None  # Ed25519 has its own
