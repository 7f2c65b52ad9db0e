"""`flask certificate …` from the command line, drawn for real."""

import io
import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask
from pypdf import PdfReader

from blueprints.certificates.award_rows import AwardRow
from blueprints.certificates.codes import grouped
from blueprints.certificates.models import (
    Batch,
    BatchState,
    Certificate,
    Notice,
    Seal,
    TemplateVersion,
)
from blueprints.certificates.services import notices, status
from blueprints.certificates.services.packages import package
from blueprints.certificates.services.templates import adopt
from blueprints.certificates.studio import studio
from documents.plain_pdf import one_page
from documents.seals import seal_svg
from store import db, write
from store.actors import SYSTEM
from store.files import files
from tests.support.award_lists import filled_list, prized_hall
from tests.support.honors import honored_list, notice_input
from tests.support.people import World, make_world

pytestmark = pytest.mark.usefixtures("stopped_clock")

URL = "https://hall.example"
PEOPLE = (
    AwardRow("赵示一", "同志", "示例重工工会", "一等奖", "技艺精湛，表现优异，"),
    AwardRow("钱示二", "同志", "示例电气工会", "二等奖"),
)


@pytest.fixture(scope="module", autouse=True)
def _children(_app: Flask) -> Iterator[None]:
    yield
    with _app.app_context():
        studio().close()


@pytest.fixture
def world(app: Flask, now: datetime) -> World:
    return make_world(now)


def run(app: Flask, *words: str | Path | int, answer: str = "") -> Result:
    db.session.rollback()  # the command shares the test's app context: it looks anew
    runner = app.test_cli_runner()
    return runner.invoke(args=["certificate", *map(str, words)], input=answer)


def issued() -> list[Certificate]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(Certificate).order_by(Certificate.serial)))


def batch() -> Batch:
    db.session.rollback()
    return db.session.scalars(sa.select(Batch)).one()


def words_of(pdf: bytes) -> str:
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return "".join(text.split())


def test_a_list_is_issued_and_its_certificates_are_genuine(
    app: Flask, world: World, now: datetime, tmp_path: Path
) -> None:
    list_id = filled_list(world.street, PEOPLE, now)
    done = run(app, "issue", list_id, "--url", URL, "--yes")
    assert done.exit_code == 0, done.output
    assert "2 to issue, 0 to review, 0 skipped" in done.output
    assert "2 issued, 0 to review, 0 skipped" in done.output
    first, second = issued()
    text = words_of(files().read(first.file or ""))
    assert "赵示一" in text
    assert "示例街道总工会" in text
    assert first.content["common"]["issued_on"] == "2026-05-12"
    assert first.content["values"]["verify_url"] == f"{URL}/v/{first.code}"
    file = tmp_path / "one.pdf"
    file.write_bytes(files().read(second.file or ""))
    for what in (file, second.code.lower(), second.number, second.number.replace("〔", "[")):
        told = run(app, "verify", what)
        assert told.exit_code == 0, told.output
        assert "genuine" in told.output
        assert "钱*" in told.output
        assert "钱示二" not in told.output


def test_what_is_revoked_or_unknown_or_touched_is_not_genuine(
    app: Flask, world: World, now: datetime, tmp_path: Path
) -> None:
    run(app, "issue", filled_list(world.street, PEOPLE, now), "--url", URL, "--yes")
    first, second = issued()
    status.revoke(SYSTEM, first.id, "姓名有误", now)
    told = run(app, "verify", first.number)
    assert told.exit_code == 1
    assert "revoked" in told.output
    assert "姓名有误" in told.output
    file = tmp_path / "touched.pdf"
    file.write_bytes(files().read(second.file or "") + b"\n%")
    for what in (file, "0000-0000-0000-0000", "没有这个编号", "示例证字〔2026〕第9999号"):
        told = run(app, "verify", what)
        assert told.exit_code == 1, what
        assert "genuine" not in told.output
    told = run(app, "verify", file)
    assert "not as issued" in told.output
    assert grouped(second.code) in told.output


def test_the_file_of_a_notice_is_known(
    app: Flask, world: World, now: datetime, tmp_path: Path
) -> None:
    notice_id = notices.create_notice(SYSTEM, honored_list(world.west, now), notice_input(), now)
    with write():
        notice = db.session.get_one(Notice, notice_id)
        notice.file = files().put(one_page())
    file = tmp_path / "notice.pdf"
    file.write_bytes(one_page())
    told = run(app, "verify", file)
    assert (told.exit_code, told.output) == (0, "file: a notice or decision, as issued\n")


def test_a_round_gives_its_confirmed_prizes(app: Flask, now: datetime) -> None:
    hall = prized_hall(now)
    done = run(app, "issue", f"round:{hall.round_id}", "--url", URL, "--yes")
    assert done.exit_code == 0, done.output
    assert [(one.name, one.award) for one in issued()] == [
        ("钱示二", "一等奖"),
        ("赵示一", "二等奖"),
    ]


def test_nothing_is_issued_when_the_answer_is_no(app: Flask, world: World, now: datetime) -> None:
    list_id = filled_list(world.street, PEOPLE, now)
    done = run(app, "issue", list_id, "--url", URL, answer="n\n")
    assert done.exit_code == 1
    assert issued() == []
    assert batch().state == BatchState.DRAFT


def test_a_seal_waits_for_somebody_else(app: Flask, world: World, now: datetime) -> None:
    with write():
        seal = Seal(
            organisation_id=world.street,
            title="示例街道总工会",
            image=files().put(seal_svg("示例街道总工会").encode()),
            media="image/svg+xml",
            for_trying=True,
            created_at=now,
        )
        db.session.add(seal)
        db.session.flush()
        seal_id = seal.id
    list_id = filled_list(world.street, PEOPLE, now)
    done = run(app, "issue", list_id, "--seal", seal_id, "--url", URL, "--yes")
    assert done.exit_code == 0, done.output
    assert "has to approve" in done.output
    assert batch().state == BatchState.SUBMITTED
    assert issued() == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["issue", "list:99", "--url", URL], "there is no list 99"),
        (["issue", "round:99", "--url", URL], "there is no such"),
        (["issue", "all", "--url", URL], "neither list:ID nor round:ID"),
        (["issue", "{list}"], "GUILDHALL_PUBLIC_URL"),
        (["issue", "{list}", "--url", URL, "--template", "no-such"], "there is no such"),
        (["issue", "{list}", "--url", URL, "--date", "2026-02-30"], "日期不存在"),
        (["issue", "{list}", "--url", URL, "--seal", "99"], "there is no such"),
    ],
)
def test_mistakes_are_told_in_a_line(
    app: Flask, world: World, now: datetime, words: list[str], said: str
) -> None:
    list_id = str(filled_list(world.street, PEOPLE, now))
    done = run(app, *(word.replace("{list}", list_id) for word in words))
    assert done.exit_code == 1
    assert said in done.output
    assert done.output.startswith("Error: ")
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Batch)) == 0


def table(folder: Path, *lines: str) -> Path:
    file = folder / "people.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def test_a_ready_made_template_and_a_table_make_files(app: Flask, tmp_path: Path) -> None:
    data = table(
        tmp_path, "name,award,issuer", "赵示一,一等奖,示例市总工会", "钱/示二,二等奖,示例市总工会"
    )
    out = tmp_path / "out"
    done = run(app, "render", "honor-landscape-red", data, "-o", out, "--date", "2026-05-12")
    assert done.exit_code == 0, done.output
    made = sorted(file.name for file in out.iterdir())
    assert made == ["001-赵示一.pdf", "002-钱_示二.pdf"]
    assert "赵示一" in words_of((out / made[0]).read_bytes())
    assert "钱/示二" not in words_of((out / made[0]).read_bytes())


def test_a_package_makes_one_file_with_a_mark(
    app: Flask, world: World, now: datetime, tmp_path: Path
) -> None:
    version_id = adopt(SYSTEM, world.street, "honor-landscape-red", now)
    zipped = tmp_path / "template.zip"
    zipped.write_bytes(package(db.session.get_one(TemplateVersion, version_id)))
    data = table(tmp_path, "name,award", "赵示一,一等奖", "钱示二,二等奖")
    out = tmp_path / "all.pdf"
    done = run(app, "render", zipped, data, "-o", out, "--sample", "--text-only", "--dx", "2.5")
    assert done.exit_code == 0, done.output
    pages = PdfReader(out).pages
    assert len(pages) == 2
    assert "样张" in "".join(page.extract_text() for page in pages)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["name,nickname", "赵示一,小赵"], "no fields of this template: nickname"),
        (["name,award"], "has no rows"),
        ([""], "has no rows"),
    ],
)
def test_tables_that_do_not_fit_are_refused(
    app: Flask, tmp_path: Path, lines: list[str], said: str
) -> None:
    done = run(app, "render", "honor-landscape-red", table(tmp_path, *lines), "-o", tmp_path / "x")
    assert done.exit_code == 1
    assert said in done.output
    assert not (tmp_path / "x").exists()


def test_a_faulty_package_is_told_with_its_line(app: Flask, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    manifest = {
        "format": 1,
        "ref": "mine",
        "kind": "honor",
        "title": {"zh": "示例", "en": "Example"},
        "sheet": {"width_mm": 210, "height_mm": 297},
        "fields": [{"name": "name", "kind": "text", "label": {"zh": "姓名", "en": "Name"}}],
    }
    (folder / "template.json").write_text(json.dumps(manifest))
    (folder / "style.css").write_text("")
    (folder / "body.html").write_text("<p>{{ name }}</p>\n{% if %}")
    done = run(app, "render", folder, table(tmp_path, "name", "赵示一"), "-o", tmp_path / "x.pdf")
    assert done.exit_code == 1
    assert re.search(r"Error: .*line 2", done.output)
    assert not (tmp_path / "x.pdf").exists()
