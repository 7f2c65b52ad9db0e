"""Signatures beside the bytes they sign: made in a child, read in a child, known to OpenSSL."""

import subprocess
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from documents.inspecting import Inspector
from documents.signing import Signer, make_own_key
from tests.support.signing import PASSWORD, held, rsa_key

CONTENT = b"0f  results.json\n"


@pytest.fixture(scope="module")
def signer() -> Iterator[Signer]:
    made = Signer()
    yield made
    made.close()


@pytest.fixture(scope="module")
def inspector() -> Iterator[Inspector]:
    made = Inspector()
    yield made
    made.close()


@pytest.mark.parametrize("sort", ["own", "rsa"])
def test_a_signature_tells_whose_it_is_and_when(
    signer: Signer, inspector: Inspector, now: datetime, sort: str
) -> None:
    pkcs12, password = (
        make_own_key("示例总工会", now)
        if sort == "own"
        else (held(now, key=rsa_key(3072)).pkcs12(), PASSWORD)
    )
    signature = signer.sign_detached(CONTENT, pkcs12, password, now)
    found = inspector.look_detached(CONTENT, signature)
    assert found is not None
    known = signer.read_key(pkcs12, password, now)
    assert (found.subject, found.fingerprint) == (known.subject, known.fingerprint)
    assert found.at == now and found.intact


def test_one_other_byte_is_noticed(signer: Signer, inspector: Inspector, now: datetime) -> None:
    signature = signer.sign_detached(CONTENT, *make_own_key("示例总工会", now), now)
    found = inspector.look_detached(CONTENT.replace(b"0f", b"1f"), signature)
    assert found is not None and not found.intact


@pytest.mark.parametrize("junk", [b"", b"\x30\x82", b"no signature", b"\x30\x80" * 5000])
def test_junk_is_no_signature(inspector: Inspector, junk: bytes) -> None:
    assert inspector.look_detached(CONTENT, junk) is None


def test_openssl_reads_it(signer: Signer, now: datetime, tmp_path: Path) -> None:
    """Whoever doesn't trust this program checks with another."""
    signature = signer.sign_detached(CONTENT, *make_own_key("示例总工会", now), now)
    (tmp_path / "list").write_bytes(CONTENT)
    (tmp_path / "list.p7s").write_bytes(signature)
    command = "openssl cms -verify -binary -noverify -inform DER -in list.p7s -content list"
    done = subprocess.run(command.split(), cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0 and done.stdout == CONTENT
