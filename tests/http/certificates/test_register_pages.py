"""What was issued, over HTTP: files, registers, certificates and patterns of numbers."""

import io
import zipfile
from datetime import datetime
from urllib.parse import urlencode

import openpyxl
import pytest

from blueprints.certificates import jobs
from blueprints.certificates.award_rows import AwardRow
from blueprints.certificates.models import CertificateStatus
from blueprints.certificates.queries.outputs import zipped
from blueprints.certificates.services import issuing
from blueprints.certificates.services.batches import steps as batches_steps
from store.actors import SYSTEM
from tests.support.desk import Browser
from tests.support.issuing import (
    batch_now,
    certificates_of,
    issue_undrawn,
    made,
    passed,
    people,
    running,
)
from tests.support.people import World

pytestmark = pytest.mark.usefixtures("stopped_clock")


def test_the_zip_holds_each_file_under_a_safe_name(
    boss: Browser, world: World, now: datetime
) -> None:
    names = ["赵示一", "赵示一", 'a/b\\c:*?"<>|', "..", "CON", "阿卜杜热依木·买买提示例" * 9]
    rows = [AwardRow(name, "", f"单位{n}", "一等奖") for n, name in enumerate(names)]
    batch_id = running(world.west, rows, now)
    issue_undrawn(batch_id, "worker", now)
    answer = boss.get(f"/certificates/batches/{batch_id}/certificates.zip")
    assert answer.mimetype == "application/zip"
    assert 'filename="file.zip"' in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert archive.testzip() is None
        inside = archive.namelist()
        sizes = [one.file_size for one in archive.infolist()]
    assert sizes == [one.size for one in certificates_of(batch_id)]
    assert inside[:2] == ["001-赵示一.pdf", "002-赵示一.pdf"]
    assert inside[2] == "003-a_b_c_______.pdf"
    assert inside[3:5] == ["004-.pdf", "005-CON.pdf"]
    assert max(len(name.encode()) for name in inside) <= 120
    assert len(set(inside)) == 6


def test_an_empty_zip_is_refused_in_words(boss: Browser, world: World, now: datetime) -> None:
    batch_id = passed(made(world.west, people(1), now), now)
    answer = boss.get(f"/certificates/batches/{batch_id}/certificates.zip")
    assert answer.status_code == 422
    assert "尚未发出证书" in answer.text
    assert b"".join(zipped([]))[:2] == b"PK"


def test_the_register_of_a_batch_has_both_links(boss: Browser, world: World, now: datetime) -> None:
    batch_id = running(world.west, [AwardRow("=1+1", "", "@单位\x01", "一等奖")], now)
    issue_undrawn(batch_id, "worker", now)
    (one,) = certificates_of(batch_id)
    answer = boss.get(f"/certificates/batches/{batch_id}/register.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets[0]
    head, line = ([cell.value for cell in row] for row in sheet.iter_rows())
    assert len(head) == len(line) == 12
    assert line[:3] == [one.number, "'=1+1", "'@单位"]
    assert line[-2:] == [
        f"https://example.org/v/{one.code}",
        f"https://example.org/own/{one.own_key}",
    ]


def test_the_register_is_searched(boss: Browser, world: World, now: datetime) -> None:
    issue_undrawn(running(world.west, people(12), now), "worker", now)
    look = lambda **words: boss.get(f"/certificates/register?{urlencode(words)}").text  # noqa: E731
    assert "第0012号" in look()
    found = look(q="第0007")
    assert ("第0007号" in found, "第0008号" in found) == (True, False)
    assert "示例第9工厂" in look(q="第9工厂")
    assert "没有符合条件的记录" in look(q="100%_\\")
    assert "第0001号" in look(year="2026", status="valid")
    assert "没有符合条件的记录" in look(year="2025")
    assert look(status="none", year="x", organisation="9" * 40)
    table = boss.get("/certificates/register.csv?q=第0007").get_data(as_text=True)
    assert len(table.splitlines()) == 2
    own = {one.own_key for one in certificates_of(1)}
    assert not any(key in table for key in own)


def test_a_certificate_as_it_was_issued(boss: Browser, world: World, now: datetime) -> None:
    batch_id = made(world.west, people(1), now)
    jobs.check_batch(batch_id)
    batches_steps.submit(SYSTEM, batch_id, now)
    jobs.issue_batch(batch_id)
    (one,) = certificates_of(batch_id)
    page = f"/certificates/issued/{one.id}"
    shown = boss.get(page).text
    for fact in (one.number, one.name, one.file, one.code):
        assert str(fact) in shown
    assert "系统" in shown.partition("issued-history")[2].partition("</ol>")[0]
    pdf = boss.get(f"{page}.pdf")
    assert pdf.data.startswith(b"%PDF")
    assert "filename*=UTF-8''" in pdf.headers["Content-Disposition"]
    assert boss.get(f"{page}.png").data.startswith(b"\x89PNG")
    assert boss.get(f"/certificates/batches/{batch_id}/rows/999.png").status_code == 404
    boss.post(f"{page}/revocation", reason="  ")
    assert certificates_of(batch_id)[0].status == CertificateStatus.VALID
    boss.post(f"{page}/revocation", reason="重复发放")
    assert certificates_of(batch_id)[0].status == CertificateStatus.REVOKED
    assert "重复发放" in boss.get(page).text


def test_files_that_are_not_made_are_not_there(boss: Browser, world: World, now: datetime) -> None:
    batch_id = running(world.west, people(1), now)
    issuing.take(batch_id, "worker", now)
    issuing.next_chunk(batch_id, "worker", now)
    (one,) = certificates_of(batch_id)
    assert boss.get(f"/certificates/issued/{one.id}").status_code == 200
    for ending in ("pdf", "png"):
        assert boss.get(f"/certificates/issued/{one.id}.{ending}").status_code == 404


def test_a_pattern_is_changed_on_its_page(boss: Browser, world: World, now: datetime) -> None:
    batch_id = passed(made(world.west, people(1), now), now)
    scheme = batch_now(batch_id).scheme_id
    post = lambda **fields: boss.post(f"/certificates/numbers/{scheme}", **fields)  # noqa: E731
    assert "编号规则" in boss.get("/certificates/numbers").text
    for fields in (
        {},
        {"pattern": "x", "width": "y"},
        {"pattern": "Y{year}{serial}", "width": "4"},
    ):
        post(**fields)
        assert "示例西区总工会证字" in boss.get("/certificates/numbers").text
    post(pattern="西工〔{year}〕{serial}号", width="3")
    assert "西工〔2026〕001号" in boss.get("/certificates/numbers").text
    assert boss.post("/certificates/numbers/999", pattern="x", width="3").status_code == 404
