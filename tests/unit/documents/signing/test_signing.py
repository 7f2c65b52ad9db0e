"""Signing, and finding out afterwards whether anything was changed."""

import hashlib
import io
from collections.abc import Iterator
from datetime import datetime, timedelta

import pikepdf
import pytest
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from documents.inspecting import Inspected, Inspector
from documents.plain_pdf import one_page
from documents.signing import Signer, SigningError, make_own_key
from tests.support.signing import PASSWORD, held, rsa_key

REASON = "证书签发"


@pytest.fixture(scope="module")
def signer() -> Iterator[Signer]:
    made = Signer(2)
    yield made
    made.close()


@pytest.fixture(scope="module")
def inspector() -> Iterator[Inspector]:
    made = Inspector()
    yield made
    made.close()


def numbered(number: int) -> bytes:
    return one_page().replace(b"0 0 5 5 re", b"0 0 5 %d re" % number)


def marks(seen: Inspected) -> list[tuple[bool, bool]]:
    return [(signature.intact, signature.whole) for signature in seen.signatures]


def updated(pdf: bytes) -> bytes:
    """The file with an innocent-looking change appended, the signed bytes left as they were."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    writer.root[pdf_name("/Lang")] = pdf_string("en")
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("sort", ["own", "rsa", "issued"])
def test_what_is_signed_is_intact_and_whole(
    signer: Signer, inspector: Inspector, now: datetime, sort: str
) -> None:
    authority = held(now, name="示例认证机构", key=rsa_key(2048))
    pkcs12, password = {
        "own": lambda: make_own_key("示例总工会", now),
        "rsa": lambda: (held(now, key=rsa_key(3072)).pkcs12(), PASSWORD),
        "issued": lambda: (held(now, issuer=authority).pkcs12(authority.certificate), PASSWORD),
    }[sort]()
    signed = signer.sign([one_page()], pkcs12, password, REASON, now)[0]
    facts = signer.read_key(pkcs12, password, now)
    seen = inspector.look(signed)
    assert (seen.pages, seen.broken, seen.sha256) == (1, False, hashlib.sha256(signed).hexdigest())
    found = seen.signatures[0]
    assert marks(seen) == [(True, True)]
    assert (found.subject, found.fingerprint, found.at) == ("示例总工会", facts.fingerprint, now)
    assert facts.self_made is (sort != "issued")


def test_nothing_of_the_document_is_rewritten(signer: Signer, now: datetime) -> None:
    signed = signer.sign([one_page()], *make_own_key("示例总工会", now), REASON, now)[0]
    assert signed.startswith(one_page())
    with pikepdf.open(io.BytesIO(signed)) as pdf:
        field = pdf.Root.AcroForm.Fields[0]
        assert [float(edge) for edge in field.Rect] == [0, 0, 0, 0]  # seen nowhere on paper
        assert (str(field.V.Reason), str(field.V.Name)) == (REASON, "示例总工会")
        assert field.V.SubFilter == "/ETSI.CAdES.detached"
        assert pdf.Root.Perms.DocMDP.Reference[0].TransformParams.P == 1


def test_many_come_back_in_their_order(signer: Signer, inspector: Inspector, now: datetime) -> None:
    pdfs = [numbered(1 + number % 9) for number in range(23)]
    signed = signer.sign(pdfs, *make_own_key("示例总工会", now), REASON, now)
    assert [made[: len(pdf)] for made, pdf in zip(signed, pdfs, strict=True)] == pdfs
    assert marks(inspector.look(signed[22])) == [(True, True)]
    assert signer.sign([], *make_own_key("示例总工会", now), REASON, now) == []


def test_one_changed_byte_shows(signer: Signer, inspector: Inspector, now: datetime) -> None:
    signed = signer.sign([one_page()], *make_own_key("示例总工会", now), REASON, now)[0]
    changed = signed.replace(b"0 0 5 5 re", b"0 0 5 6 re")
    assert marks(inspector.look(changed)) == [(False, True)]


def test_whatever_is_appended_shows(signer: Signer, inspector: Inspector, now: datetime) -> None:
    key = make_own_key("示例总工会", now)
    signed = signer.sign([one_page()], *key, REASON, now)[0]
    for longer in (updated(signed), signed + b"\n% more\n"):
        seen = inspector.look(longer)
        assert marks(seen) == [(True, False)]


def test_somebody_elses_certificate_in_the_same_name_has_another_fingerprint(
    signer: Signer, inspector: Inspector, now: datetime
) -> None:
    ours, theirs = make_own_key("示例总工会", now), make_own_key("示例总工会", now)
    prints = [
        inspector.look(signer.sign([one_page()], *key, REASON, now)[0]).signatures[0]
        for key in (ours, theirs)
    ]
    assert prints[0].subject == prints[1].subject
    assert prints[0].fingerprint != prints[1].fingerprint


def test_a_signature_moved_to_other_words_is_not_intact(
    signer: Signer, inspector: Inspector, now: datetime
) -> None:
    """The covered range is made to skip what was changed, as forgers have done."""
    signed = signer.sign([one_page()], *make_own_key("示例总工会", now), REASON, now)[0]
    at = signed.index(b"/ByteRange")
    numbers = signed[signed.index(b"[", at) + 1 : signed.index(b"]", at)].split()
    start = str(int(numbers[1]) - 9).encode()
    moved = signed[:at] + signed[at:].replace(numbers[1], start.rjust(len(numbers[1]), b"0"), 1)
    assert len(moved) == len(signed)
    assert marks(inspector.look(moved)) == [(False, False)]


def test_an_expired_key_signs_nothing(signer: Signer, now: datetime) -> None:
    made = held(now, days=(-1, 1)).pkcs12()
    assert signer.sign([one_page()], made, PASSWORD, REASON, now)  # the child keeps the key now
    with pytest.raises(SigningError, match="expired"):
        signer.sign([one_page()], made, PASSWORD, REASON, now + timedelta(2))
    with pytest.raises(SigningError, match="expired"):
        signer.read_key(made, PASSWORD, now + timedelta(2))


def test_a_key_that_is_held_still_needs_its_password(signer: Signer, now: datetime) -> None:
    made = held(now).pkcs12()
    assert signer.sign([one_page()], made, PASSWORD, REASON, now)
    with pytest.raises(SigningError, match="wrong_password"):
        signer.sign([one_page()], made, "", REASON, now)


def test_what_is_no_pdf_is_refused_and_the_next_is_signed(signer: Signer, now: datetime) -> None:
    key = make_own_key("示例总工会", now)
    for junk in (b"", b"no PDF", b"%PDF-1.7\n%%EOF", one_page()[:200]):
        with pytest.raises(SigningError, match="broken"):
            signer.sign([junk], *key, REASON, now)
    assert signer.sign([one_page()], *key, REASON, now)
