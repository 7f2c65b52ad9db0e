"""A certificate authority of the hall's own, for https in a network without the internet.

Phones offer cameras, wake lock and more to https pages only. The authority lasts ten years and
is fetched and trusted once per device; the server's certificate is made again when it is about
to run out or when the machine's addresses change.
"""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

AUTHORITY_DAYS = 3650
SERVER_DAYS = 397  # Apple's devices refuse longer ones
RENEW_DAYS = 30  # made again when it has less than this left
SKEW = timedelta(days=1)  # devices whose clock is behind

NAME = "Guildhall local authority"


class Tls:
    """The files of one installation: `<data>/tls/`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.authority = folder / "authority.crt"
        self._authority_key = folder / "authority.key"
        self.certificate = folder / "server.crt"
        self.key = folder / "server.key"

    def ensure(self, names: list[str], now: datetime) -> None:
        """Make what is missing, about to expire, or not valid for all of `names`."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if not self._authority_key.exists() or _ends_soon(self.authority, now):
            self._make_authority(now)
            self.certificate.unlink(missing_ok=True)
        if not self.certificate.exists() or not self._serves(names, now):
            self._make_certificate(names, now)

    def _serves(self, names: list[str], now: datetime) -> bool:
        certificate = x509.load_pem_x509_certificate(self.certificate.read_bytes())
        listed = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        known = set(listed.get_values_for_type(x509.DNSName))
        known |= {str(ip) for ip in listed.get_values_for_type(x509.IPAddress)}
        return set(names) <= known and not _ends_soon(self.certificate, now)

    def _make_certificate(self, names: list[str], now: datetime) -> None:
        authority = trustme.CA.from_pem(
            self.authority.read_bytes(), self._authority_key.read_bytes()
        )
        issued = authority.issue_cert(
            *names, not_before=now - SKEW, not_after=now + timedelta(days=SERVER_DAYS)
        )
        _write_private(self.key, issued.private_key_pem.bytes())
        _write(self.certificate, b"".join(blob.bytes() for blob in issued.cert_chain_pems))

    def _make_authority(self, now: datetime) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        _write_private(
            self._authority_key,
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            ),
        )
        certificate = _authority_certificate(key, now)
        _write(self.authority, certificate.public_bytes(serialization.Encoding.PEM))


def names_for(addresses: list[str]) -> list[str]:
    """The names that a server with these addresses goes by, for its certificate."""
    return list(dict.fromkeys(["localhost", "127.0.0.1", *addresses]))


def _authority_certificate(key: ec.EllipticCurvePrivateKey, now: datetime) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    usage = x509.KeyUsage(
        digital_signature=True,
        key_cert_sign=True,
        crl_sign=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    return (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - SKEW)
        .not_valid_after(now + timedelta(days=AUTHORITY_DAYS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(identifier, critical=False)
        .sign(key, hashes.SHA256())
    )


def _ends_soon(file: Path, now: datetime) -> bool:
    certificate = x509.load_pem_x509_certificate(file.read_bytes())
    return certificate.not_valid_after_utc - now < timedelta(days=RENEW_DAYS)


def _write(file: Path, content: bytes) -> None:
    fresh = file.with_suffix(f".{os.getpid()}")
    fresh.write_bytes(content)
    fresh.replace(file)


def _write_private(file: Path, content: bytes) -> None:
    fresh = file.with_suffix(f".{os.getpid()}")
    fresh.touch(mode=0o600)
    fresh.write_bytes(content)
    fresh.replace(file)


def today() -> datetime:
    """The time by which certificates are judged."""
    return datetime.now(UTC)
