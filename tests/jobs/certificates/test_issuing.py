"""Whole batches, drawn for real: checked, issued, signed, corrected, printed."""

import hashlib
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from pypdf import PdfReader

from blueprints.certificates import jobs
from blueprints.certificates.award_rows import AwardRow, as_given
from blueprints.certificates.models import (
    Batch,
    BatchState,
    Certificate,
    CertificateStatus,
    RowState,
)
from blueprints.certificates.queries.outputs import print_files
from blueprints.certificates.services import batches, corrections, lists, outputs, status
from blueprints.certificates.services.authority import keys as authority_keys
from blueprints.certificates.services.batches import steps as batches_steps
from blueprints.certificates.services.outputs import PrintInput
from blueprints.certificates.studio import studio
from documents import TemplateError
from extensions import queue
from store import UserError, db, write
from store.actors import SYSTEM, Actor, Grant
from store.files import files
from tests.support.issuing import (
    batch_now,
    certificates_of,
    gaps,
    made,
    people,
    rows_of,
)
from tests.support.people import World, make_world

pytestmark = pytest.mark.usefixtures("stopped_clock")

BADGE = "ready:badge"


@pytest.fixture(scope="module", autouse=True)
def _children(_app: Flask) -> Iterator[None]:
    yield
    with _app.app_context():
        studio().close()


@pytest.fixture
def world(app: Flask, now: datetime) -> World:
    queue.init_app(app, app.extensions["settings"])  # another test may have bound it elsewhere
    assert queue.huey is not None
    queue.huey.flush()
    return make_world(now)


def text_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def file_of(certificate: Certificate) -> bytes:
    return files().read(certificate.file or "")


def codes(batch_id: int) -> list[list[str]]:
    """What was found in each row."""
    return [sorted(one["code"] for one in row.findings) for row in rows_of(batch_id)]


def issued(batch_id: int, now: datetime) -> list[Certificate]:
    jobs.check_batch(batch_id)
    batches_steps.submit(SYSTEM, batch_id, now)
    jobs.issue_batch(batch_id)
    return certificates_of(batch_id)


def other_body(batch_id: int, body: str) -> None:
    """The batch's template with another body, as a template of the union's own."""
    with write():
        version = db.session.get_one(Batch, batch_id).version
        version.content = {**version.content, "body": body}


def test_a_batch_is_checked_and_issued(world: World, now: datetime) -> None:
    batch_id = made(world.west, people(30), now)
    found = issued(batch_id, now)
    batch = batch_now(batch_id)
    assert (batch.state, batch.finished_at, batch.lease_by) == (BatchState.DONE, now, None)
    assert [one.serial for one in found] == list(range(1, 31))
    assert [one.name for one in found] == [f"示例{n}" for n in range(1, 31)]
    assert {one.status for one in found} == {CertificateStatus.VALID}
    for one in found[::10]:
        content = file_of(one)
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (one.file, one.size)
        text = text_of(content)
        assert one.name in text
        assert one.number in text


def test_what_is_wrong_with_rows_is_found(world: World, now: datetime) -> None:
    rows = [
        AwardRow("赵示一", "同志", "示例机床厂", "一等奖"),
        AwardRow("钱示二", "同志", "示例机床厂", ""),
        AwardRow("孙示三\U000e0041", "同志", "示例水泵厂", "二等奖"),
        AwardRow("李示四", "同志", "示例水泵厂", "二等奖"),
        AwardRow("李示四", "同志", "示例水泵厂", "二等奖"),
        AwardRow("周示五" * 40, "同志", "示例水泵厂" * 40, "非常长的奖项名称" * 15, "事迹" * 200),
    ]
    batch_id = made(world.west, rows, now)
    jobs.check_batch(batch_id)
    assert codes(batch_id)[:5] == [[], ["missing"], ["no_glyph"], ["duplicate"], ["duplicate"]]
    assert set(codes(batch_id)[5]) >= {"long", "overflow"}
    assert [str(row.state) for row in rows_of(batch_id)] == ["pending"] + ["review"] * 5


def test_badges_are_imposed(world: World, now: datetime) -> None:
    """The serial alone stands on them, or the contestant's own number."""
    rows = [replace(one, values={"role": "选手"}) for one in people(9)]
    rows[1] = replace(rows[1], values={"role": "选手", "number": "A07"})
    batch_id = made(world.west, rows, now, template=BADGE)
    jobs.check_batch(batch_id)
    assert codes(batch_id) == [[]] * 9
    batches_steps.submit(SYSTEM, batch_id, now)
    jobs.issue_batch(batch_id)
    found = certificates_of(batch_id)
    assert [one.content["values"]["number"] for one in found][:3] == ["0001", "A07", "0003"]
    assert found[1].number == "示例西区总工会参字〔2026〕第0002号"
    (file_id,) = outputs.ask_print(SYSTEM, batch_id, PrintInput(), now)
    jobs.make_print_file(file_id)
    (one,) = print_files(batch_id)
    pages = PdfReader(io.BytesIO(files().read(one.file or ""))).pages
    assert (one.state, one.certificates, one.pages, len(pages)) == ("ready", 9, 2, 2)


def test_who_holds_a_certificate_is_left_out_and_others_are_added(
    world: World, now: datetime
) -> None:
    first = made(world.west, people(2), now)
    issued(first, now)
    list_id = batch_now(first).list_id
    second = batches.create_batch(SYSTEM, list_id, _as(first), now)
    late = AwardRow("迟示到", "同志", "示例厂", "二等奖")
    lists.add_recipient(SYSTEM, list_id, late, now)
    found = issued(second, now)
    assert codes(second) == [["already_issued"], ["already_issued"], []]
    assert [str(row.state) for row in rows_of(second)] == ["skipped", "skipped", "issued"]
    assert [one.name for one in found] == ["迟示到"]


def _as(batch_id: int) -> batches.BatchInput:
    batch = batch_now(batch_id)
    return batches.BatchInput(
        f"version:{batch.version_id}", "示例", "2026-05-12", "https://example.org"
    )


def test_a_template_that_is_broken_for_one_row(world: World, now: datetime) -> None:
    """Found by the check; and when it slipped through, only that row is set aside."""
    batch_id = made(world.west, people(4), now)
    bad = "{% if name == '示例3' %}{{ nothing.at.all }}{% endif %}<p>{{ name }}{{ number }}</p>"
    jobs.check_batch(batch_id)
    other_body(batch_id, bad)
    batches_steps.submit(SYSTEM, batch_id, now)
    jobs.issue_batch(batch_id)
    assert [str(row.state) for row in rows_of(batch_id)] == ["issued"] * 2 + ["review", "issued"]
    assert [str(one.status) for one in certificates_of(batch_id)][2] == "void"
    assert gaps() == []
    again = made(world.west, people(4), now, template=f"version:{batch_now(batch_id).version_id}")
    jobs.check_batch(again)
    assert [bool(set(one) & {"undefined", "broken"}) for one in codes(again)] == [
        False, False, True, False,
    ]  # fmt: skip


def test_no_certificate_is_issued_without_part_of_its_text(world: World, now: datetime) -> None:
    """Found by the check, where nobody may let it pass; and by the issuing when it slipped by."""
    batch_id = made(world.west, people(4), now)
    jobs.check_batch(batch_id)
    narrow = (
        '<div style="position: absolute; left: 30mm; top: 30mm">{{ name }}</div>'
        "{% if name == '示例2' %}"
        '<p style="position: absolute; top: 300mm" data-field="award">{{ award }}</p>{% endif %}'
    )
    other_body(batch_id, narrow)
    batches_steps.submit(SYSTEM, batch_id, now)
    jobs.issue_batch(batch_id)
    assert [str(row.state) for row in rows_of(batch_id)] == ["issued", "review", "issued", "issued"]
    assert codes(batch_id)[1] == ["lost"]
    assert rows_of(batch_id)[1].findings[0]["field"] == "award"
    again = made(world.west, people(4), now, template=f"version:{batch_now(batch_id).version_id}")
    jobs.check_batch(again)
    assert {"lost", "overflow"} <= set(codes(again)[1])
    assert [str(row.state) for row in rows_of(again)][1] == "review"


def test_a_template_that_is_broken_for_all_stops_the_batch(world: World, now: datetime) -> None:
    """No number is burnt for the template's sake; mended, the batch goes on."""
    batch_id = made(world.west, people(5), now)
    sound = batch_now(batch_id).version.content["body"]
    jobs.check_batch(batch_id)
    other_body(batch_id, "{% for %}")
    batches_steps.submit(SYSTEM, batch_id, now)
    jobs.issue_batch(batch_id)
    batch = batch_now(batch_id)
    assert (batch.state, batch.fault.partition(":")[0]) == (BatchState.PAUSED, "syntax")
    assert {one.status for one in certificates_of(batch_id)} == {CertificateStatus.RESERVED}
    other_body(batch_id, sound)
    batches_steps.resume(SYSTEM, batch_id, now)
    jobs.issue_batch(batch_id)
    assert {row.state for row in rows_of(batch_id)} == {RowState.ISSUED}
    assert gaps() == []


def test_a_full_disk_stops_even_a_batch_of_one(
    world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is no fault of the row: nothing goes to review, and with room again it goes on."""
    batch_id = made(world.west, people(1), now)
    jobs.check_batch(batch_id)
    batches_steps.submit(SYSTEM, batch_id, now)
    with monkeypatch.context() as patch:
        patch.setattr(studio().renderer, "separate", _without_room)
        jobs.issue_batch(batch_id)
    batch = batch_now(batch_id)
    assert (batch.state, batch.fault.partition(":")[0]) == (BatchState.PAUSED, "storage")
    batches_steps.resume(SYSTEM, batch_id, now)
    jobs.issue_batch(batch_id)
    assert {row.state for row in rows_of(batch_id)} == {RowState.ISSUED}
    assert gaps() == []


def _without_room(*_job: object) -> None:
    raise TemplateError("storage", "No space left on device")


def test_a_check_of_a_broken_template_says_so_in_every_row(world: World, now: datetime) -> None:
    batch_id = made(world.west, people(3), now)
    other_body(batch_id, "{{ 1 | }}")
    jobs.check_batch(batch_id)
    assert codes(batch_id) == [["broken"]] * 3
    with pytest.raises(UserError) as refusal:
        batches_steps.submit(SYSTEM, batch_id, now)
    assert refusal.value.code == "nothing"


def test_a_correction_takes_the_place_of_the_old_one(world: World, now: datetime) -> None:
    (old,) = issued(made(world.west, people(1), now), now)
    row = replace(as_given(old.recipient), name="改示正")
    with pytest.raises(UserError):
        corrections.begin_correction(SYSTEM, old.id, row, "  ", now)
    batch_id = corrections.begin_correction(SYSTEM, old.id, row, "姓名写错", now)
    with pytest.raises(UserError) as refusal:
        corrections.begin_correction(SYSTEM, old.id, row, "再来", now)
    assert refusal.value.code == "under_way"
    (new,) = issued(batch_id, now)
    old = db.session.get_one(Certificate, old.id, populate_existing=True)
    assert (new.name, new.status, new.replaces_id) == ("改示正", CertificateStatus.VALID, old.id)
    assert (old.name, old.status) == ("示例1", CertificateStatus.SUPERSEDED)
    assert old.status_reason == "姓名写错"
    assert new.number != old.number
    assert "改示正" in text_of(file_of(new))
    with pytest.raises(UserError) as refusal:
        corrections.begin_correction(SYSTEM, old.id, row, "再来", now)
    assert refusal.value.code == "state"


def test_what_was_revoked_meanwhile_is_not_corrected(world: World, now: datetime) -> None:
    (old,) = issued(made(world.west, people(1), now), now)
    row = replace(as_given(old.recipient), name="改示正")
    batch_id = corrections.begin_correction(SYSTEM, old.id, row, "姓名写错", now)
    jobs.check_batch(batch_id)
    batches_steps.submit(SYSTEM, batch_id, now)
    status.revoke(SYSTEM, old.id, "冒领", now)
    jobs.issue_batch(batch_id)
    assert certificates_of(batch_id) == []
    assert [str(one.state) for one in rows_of(batch_id)] == ["review"]
    assert codes(batch_id) == [["not_valid"]]


def test_print_files_hold_everybody_in_order(world: World, now: datetime) -> None:
    batch_id = made(world.west, people(3), now)
    issued(batch_id, now)
    for how, words in (
        (PrintInput(), True),
        (PrintInput(text_only=True, dx_mm="1.5", dy_mm="-2"), False),
    ):
        (file_id,) = outputs.ask_print(SYSTEM, batch_id, how, now)
        jobs.make_print_file(file_id)
        jobs.make_print_file(file_id)
        (one,) = print_files(batch_id)
        assert (one.state, one.pages, one.certificates) == ("ready", 3, 3)
        text = text_of(files().read(one.file or ""))
        places = [text.index(f"示例{n}同志") for n in (1, 2, 3)]
        assert places == sorted(places)
        assert ("荣誉证书" in text) == words


def test_sheets_with_several_on_them_are_never_torn_apart() -> None:
    assert [len(part) for part in outputs.parts_of(list(range(1100)), 8)] == [496, 496, 108]
    assert [len(part) for part in outputs.parts_of(list(range(3)), 8)] == [3]


def test_signed_files_are_whole(app: Flask, world: World, now: datetime) -> None:
    key_id = authority_keys.make_key(SYSTEM, world.west, now)
    batch_id = made(world.west, people(2), now, key_id=key_id)
    jobs.check_batch(batch_id)
    assert batches_steps.submit(SYSTEM, batch_id, now) == BatchState.SUBMITTED
    batches_steps.approve(Actor("account", 7, "别人", administrator()), batch_id, now)
    jobs.issue_batch(batch_id)
    for one in certificates_of(batch_id):
        (signature,) = studio().inspector.look(file_of(one)).signatures
        assert (signature.intact, signature.whole) == (True, True)
        assert one.signed_fingerprint == signature.fingerprint
        assert one.signed_by


def administrator() -> frozenset[Grant]:
    return frozenset({Grant("administrator", "system")})


def test_running_batches_are_taken_up_again(world: World, now: datetime) -> None:
    batch_id = made(world.west, people(2), now)
    left = made(world.west, people(2), now - timedelta(minutes=2))
    jobs.go_on_with_batches()
    _work()
    assert (batch_now(batch_id).checked_at, batch_now(left).checked_at) == (None, now)
    jobs.check_batch(batch_id)
    batches_steps.submit(SYSTEM, batch_id, now)
    jobs.go_on_with_batches()
    _work()
    assert batch_now(batch_id).state == BatchState.DONE


def _work() -> None:
    """Do the queued jobs, as the worker would."""
    assert queue.huey is not None
    while (task := queue.huey.dequeue()) is not None:
        queue.huey.execute(task)
