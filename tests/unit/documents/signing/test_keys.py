"""Which keys may sign, and what is told about them."""

from datetime import datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from documents.signing import SigningError, make_own_key, read_key
from tests.support.signing import PASSWORD, Held, held, packed, rsa_key


def refusal(pkcs12: bytes, now: datetime, password: str = PASSWORD) -> str:
    with pytest.raises(SigningError) as refused:
        read_key(pkcs12, password, now)
    return refused.value.code


def test_an_rsa_key_tells_who_when_and_what(now: datetime) -> None:
    made = held(now, key=rsa_key(2048), name="李示四", organisation="示例总工会")
    facts = read_key(made.pkcs12(), PASSWORD, now)
    assert facts.subject == facts.issuer == "李示四 · 示例总工会"
    assert facts.algorithm == "RSA 2048"
    assert facts.fingerprint == made.certificate.fingerprint(hashes.SHA256()).hex()
    assert (facts.not_before, facts.not_after) == (now - timedelta(1), now + timedelta(365))
    assert int(facts.serial, 16) == made.certificate.serial_number


def test_an_issued_certificate_is_told_from_a_self_made_one(now: datetime) -> None:
    authority = held(now, name="示例认证机构")
    issued = held(now, issuer=authority)
    facts = read_key(issued.pkcs12(authority.certificate), PASSWORD, now)
    assert (facts.issuer, facts.self_made) == ("示例认证机构", False)
    assert read_key(authority.pkcs12(), PASSWORD, now).self_made


def test_the_issuers_name_alone_makes_no_certificate_self_made(now: datetime) -> None:
    authority = held(now, name="示例总工会")
    issued = held(now, name="示例总工会", issuer=authority)
    assert not read_key(issued.pkcs12(), PASSWORD, now).self_made


def test_an_own_key_holds_for_five_years_in_the_bodys_name(now: datetime) -> None:
    pkcs12, password = make_own_key("示例市总工会", now)
    facts = read_key(pkcs12, password, now)
    assert (facts.subject, facts.algorithm, facts.self_made) == (
        "示例市总工会", "EC secp256r1", True,
    )  # fmt: skip
    assert facts.not_after > now + timedelta(days=5 * 365)
    assert refusal(pkcs12, facts.not_after, password) == "expired"


def test_own_keys_differ_and_take_long_names(now: datetime) -> None:
    first, second = make_own_key("长" * 200, now), make_own_key("长" * 200, now)
    assert first[1] != second[1]
    one, two = read_key(*first, now), read_key(*second, now)
    assert one.fingerprint != two.fingerprint
    assert one.subject == "长" * 64


def test_passwords_and_files_that_are_wrong_are_told_apart(now: datetime) -> None:
    good = held(now).pkcs12()
    assert refusal(good, now, "铁匠-8") == "wrong_password"
    assert refusal(good, now, "") == "wrong_password"
    for junk in (b"", b"junk", good[:-40], b"%PDF-1.7", b"\x30\x80" * 5000):
        assert refusal(junk, now) == "not_pkcs12"


def test_keys_that_are_not_fit_are_refused(now: datetime) -> None:
    assert refusal(held(now, key=rsa_key(1024)).pkcs12(), now) == "weak_key"
    for key in (ed25519.Ed25519PrivateKey.generate(), ec.generate_private_key(ec.SECP256K1())):
        assert refusal(held(now, key=key).pkcs12(), now) == "unsupported_key"
    assert refusal(held(now, may_sign=False).pkcs12(), now) == "not_for_signing"


def test_a_key_is_fit_only_while_its_certificate_holds(now: datetime) -> None:
    made = held(now, days=(0, 1))
    pkcs12, second = made.pkcs12(), timedelta(seconds=1)
    assert read_key(pkcs12, PASSWORD, now)
    assert read_key(pkcs12, PASSWORD, now + timedelta(1) - second)
    assert refusal(pkcs12, now - second) == "not_yet_valid"
    assert refusal(pkcs12, now + timedelta(1)) == "expired"


def test_key_and_certificate_must_both_be_there(now: datetime) -> None:
    made = held(now)
    assert refusal(packed(None, None, made.certificate), now) == "no_key"
    assert refusal(packed(made.key, None), now) == "no_certificate"


def test_a_certificate_without_a_stated_use_may_sign(now: datetime) -> None:
    facts = read_key(bare(now).pkcs12(), PASSWORD, now)
    assert (facts.subject, facts.algorithm) == ("C=CN", "EC secp384r1")


def bare(now: datetime) -> Held:
    """A certificate without extensions, and without a common name."""
    key = ec.generate_private_key(ec.SECP384R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COUNTRY_NAME, "CN")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), 7, now, now + timedelta(1))
    return Held(key, builder.sign(key, hashes.SHA256()))
