"""What anybody may know of a certificate by its code, and of a file by its bytes."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from blueprints.certificates import codes
from blueprints.certificates.models import CertificateStatus, SigningKey
from blueprints.certificates.queries.verifying import (
    FileStanding,
    Standing,
    by_code,
    by_file,
    same_number,
)
from blueprints.certificates.services import status
from blueprints.certificates.services.authority import keys as authority_keys
from blueprints.certificates.studio import studio
from documents.inspecting import Inspector
from documents.plain_pdf import one_page
from documents.signing import Signer, make_own_key
from store import db, write
from store.actors import SYSTEM
from store.encryption import decrypt
from tests.support.issued import CLERK, anew, issued, page_saying, with_file
from tests.support.people import World, make_world


@pytest.fixture(scope="module", autouse=True)
def _children(_app: Flask) -> Iterator[None]:
    yield
    with _app.app_context():
        studio().close()


@pytest.fixture
def world(app: Flask, now: datetime) -> World:
    return make_world(now)


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


def test_a_valid_one_is_shown_with_its_name_in_part(world: World, now: datetime) -> None:
    one = issued(world.west, now)[0]
    found = by_code(codes.grouped(one.code).lower())
    assert found is not None
    assert (found.standing, found.code, found.name) == (Standing.GENUINE, one.code, "李*四")
    assert (found.unit, found.award, found.occasion) == ("示例机床厂工会", "一等奖", "示例竞赛")
    assert (found.issuer, found.keeper) == ("示例市总工会", "示例西区总工会")
    assert (found.number, found.issued_on, found.issued_at) == (one.number, date(2026, 5, 12), now)
    assert CLERK not in repr(found)


def test_a_unit_is_shown_in_full(world: World, now: datetime) -> None:
    found = by_code(issued(world.west, now)[2].code)
    assert (found.name, found.of_body) == ("示例街道总工会", True)


def test_each_state_is_told_for_ever(world: World, now: datetime) -> None:
    first, second, third = issued(world.west, now)
    status.revoke(SYSTEM, third.id, "误发", now + timedelta(1))
    with write():
        new = anew(second.id)
        status.supersede(anew(first.id), new, f"原写作{CLERK}，应为{new.name}", now)
    old, gone = by_code(first.code), by_code(third.code)
    assert (old.standing, old.successor) == (Standing.SUPERSEDED, second.code)
    assert old.reason == "原写作李*四，应为孙*三"
    assert (gone.standing, gone.reason, gone.status_at) == (
        Standing.REVOKED, "误发", now + timedelta(1),
    )  # fmt: skip
    assert by_code(second.code).standing is Standing.GENUINE


def test_one_corrected_twice_leads_to_the_one_that_stands_now(world: World, now: datetime) -> None:
    first, second, third = issued(world.west, now)
    with write():
        status.supersede(anew(first.id), anew(second.id), "错字", now)
        status.supersede(anew(second.id), anew(third.id), f"由{CLERK}改来", now)
    old, between = by_code(first.code), by_code(second.code)
    assert (old.successor, old.successor_valid) == (third.code, True)
    assert between.reason == "由李*四改来"
    status.revoke(SYSTEM, third.id, "误发", now)
    assert (by_code(first.code).successor_valid, by_code(third.code).successor) == (False, "")


def test_what_was_not_issued_tells_nothing(world: World, now: datetime) -> None:
    one = issued(world.west, now)[0]
    with write():
        anew(one.id).status = CertificateStatus.RESERVED
    found = by_code(one.code)
    assert (found.standing, found.name, found.title, found.number) == ("not_issued", "", "", "")
    with write():
        anew(one.id).status = CertificateStatus.VOID
    assert by_code(one.code) is None
    assert by_code("0" * 16) is None
    assert by_code("不是查验码") is None


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("示工证字〔2026〕第0001号", True),
        ("示工证字[2026] 第 0001 号", True),
        ("示工证字（2026）第0001号", True),
        ("示工证字〔2026〕第0002号", False),
        ("示工证字2026第001号", False),
    ],
)
def test_numbers_are_compared_without_brackets_and_blanks(typed: str, same: bool) -> None:
    assert same_number(typed, "示工证字〔2026〕第0001号") is same


class TestFiles:
    def test_the_issued_file_is_known(
        self, world: World, now: datetime, inspector: Inspector
    ) -> None:
        one = issued(world.west, now)[0]
        with_file(one.id, one_page())
        found = by_file(one_page(), inspector.look)
        assert (found.standing, found.certificate.code) == (FileStanding.AS_ISSUED, one.code)
        status.revoke(SYSTEM, one.id, "误发", now)
        again = by_file(one_page(), inspector.look)
        assert again.certificate.standing is Standing.REVOKED

    def test_a_changed_file_is_not(
        self, world: World, now: datetime, signer: Signer, inspector: Inspector
    ) -> None:
        one = issued(world.west, now)[0]
        signed = signer.sign([one_page()], *make_own_key("示例西区总工会", now), "证书", now)[0]
        with_file(one.id, signed, "示例西区总工会")
        for changed in (signed.replace(b"0 0 5 5 re", b"0 0 5 6 re"), signed + b"\n%"):
            found = by_file(changed, inspector.look)
            assert (found.standing, found.certificate) == (FileStanding.ALTERED, None)
            assert found.signatures[0].subject == "示例西区总工会"

    def test_one_that_was_changed_or_saved_anew_is_told_by_the_code_on_it(
        self, world: World, now: datetime, inspector: Inspector
    ) -> None:
        first = issued(world.west, now)[0]
        pdf = page_saying(f"No. 1, code {codes.grouped(first.code)}")
        with_file(first.id, pdf)
        cut = pdf.rpartition(b"startxref")[0]
        for other in (pdf.replace(b"No. 1", b"No. 9"), page_saying(f"/v/{first.code}"), cut):
            found = by_file(other, inspector.look)
            assert (found.standing, found.certificate) == (FileStanding.COPY, None)
            assert (found.claimed.code, found.claimed.name) == (first.code, "李*四")
        status.revoke(SYSTEM, first.id, "误发", now)
        assert by_file(pdf + b"\n", inspector.look).claimed.standing is Standing.REVOKED

    def test_a_file_is_worth_one_code_and_that_a_right_one(
        self, world: World, now: datetime, inspector: Inspector
    ) -> None:
        first, second, _ = issued(world.west, now)
        several = f"{codes.grouped(first.code)} {codes.grouped(second.code)}"
        for words in (several, codes.grouped("0" * 16), first.code, "7KQ2-M4XP"):
            found = by_file(page_saying(words), inspector.look)
            assert (found.standing, found.claimed) == (FileStanding.UNKNOWN, None), words

    def test_what_a_signed_one_claims_is_told_beside_its_signature(
        self, world: World, now: datetime, signer: Signer, inspector: Inspector
    ) -> None:
        one = issued(world.west, now)[0]
        pdf = page_saying(f"No. 1, code {codes.grouped(one.code)}")
        key = make_own_key("示例西区总工会", now)
        signed = signer.sign([pdf], *key, "证书", now)[0]
        with_file(one.id, signed, "示例西区总工会")
        altered = by_file(signed.replace(b"No. 1", b"No. 9"), inspector.look)
        assert (altered.standing, altered.claimed.code) == (FileStanding.ALTERED, one.code)
        forged = signer.sign([pdf + b"\n"], *key, "证书", now)[0]
        found = by_file(forged, inspector.look)
        assert (found.standing, found.claimed.code) == (FileStanding.SIGNED_ELSEWHERE, one.code)

    def test_a_name_alone_makes_no_signature_ours(
        self, world: World, now: datetime, signer: Signer, inspector: Inspector
    ) -> None:
        key_id = authority_keys.make_key(SYSTEM, world.west, now)
        ours = db.session.get_one(SigningKey, key_id)
        key = decrypt(ours.pkcs12), decrypt(ours.password).decode()
        by_us = signer.sign([one_page()], *key, "通报", now)[0]
        by_others = signer.sign([one_page()], *make_own_key("示例西区总工会", now), "证书", now)[0]
        assert by_file(by_us, inspector.look).standing is FileStanding.OURS
        assert by_file(by_others, inspector.look).standing is FileStanding.SIGNED_ELSEWHERE

    def test_other_files_are_unknown_or_unreadable(
        self, world: World, inspector: Inspector
    ) -> None:
        assert by_file(one_page(), inspector.look).standing is FileStanding.UNKNOWN
        assert by_file(b"%PDF-1.7 junk", inspector.look).standing is FileStanding.UNREADABLE
