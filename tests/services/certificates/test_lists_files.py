"""Recipients from spreadsheets, and their photographs: what is taken, refused, and told."""

import io
import random
import zipfile
from collections.abc import Mapping
from datetime import datetime

import pytest
from flask import Flask
from PIL import Image

from blueprints.certificates.award_rows import AwardRow
from blueprints.certificates.services import lists
from blueprints.certificates.services.batches import steps as batches_steps
from blueprints.certificates.services.lists import pictures
from blueprints.people import services as people
from store import NotFound, UserError
from store.actors import SYSTEM
from store.files import files
from tests.support import issuing
from tests.support.award_lists import filled_list, rows_of
from tests.support.people import World, account, make_world

ROWS = [AwardRow("赵示一", unit="示例机床厂", award="一等奖"), AwardRow("钱示二")]
HEAD = ["姓名", "单位", "奖项", "工号"]


@pytest.fixture
def world(app: Flask, now: datetime) -> World:
    return make_world(now)


@pytest.fixture
def list_id(world: World, now: datetime) -> int:
    return filled_list(world.west, ROWS, now)


def check(list_id: int, *rows: list[str]) -> lists.ImportPlan:
    return lists.check_for_list(SYSTEM, list_id, list(rows))


def picture(kind: str = "JPEG", size: tuple[int, int] = (200, 300), **saved: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, kind, **saved)
    return out.getvalue()


def archive(entries: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, content in entries.items():
            packed.writestr(name, content)
    return out.getvalue()


def test_a_sound_table_is_added_at_the_end(list_id: int, now: datetime) -> None:
    table = [
        [*HEAD, "成员", "课程", "备注"],
        ["示例班组", "示例水泵厂", "优秀班组", "", "甲、乙", "焊工", ""],
    ]
    assert lists.import_recipients(SYSTEM, list_id, table, now) == 1
    added = rows_of(list_id)[2]
    assert (added.position, added.name, added.award) == (3, "示例班组", "优秀班组")
    assert added.values == {"members": ["甲", "乙"], "course": "焊工"}


def test_every_faulty_cell_is_named_and_nothing_is_taken(list_id: int, now: datetime) -> None:
    table = [
        [*HEAD, "证书编码", "表彰事由"],
        ["孙示三", "", "", "nobody", "Y000132000123263000017", ""],
        ["", "", "", "", "X1", "长" * 401],
        ["李示四"],
    ]
    plan = check(list_id, *table)
    assert [set(row.faults) for row in plan.rows] == [
        {"worker"},
        {"name", "official_number", "reason"},
        set(),
    ]
    assert plan.faults == 4
    with pytest.raises(UserError) as refused:
        lists.import_recipients(SYSTEM, list_id, table, now)
    assert refused.value.code == "faults"
    assert len(rows_of(list_id)) == 2


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ([], "columns"),
        ([["单位", "奖项"], ["甲", "乙"]], "columns"),
        ([["姓名", "Name"], ["甲", "乙"]], "columns"),
        ([["姓名", "栏" * 41], ["甲", "乙"]], "columns"),
        ([["姓名", *(f"栏{n}" for n in range(31))], ["甲"]], "columns"),
        ([["姓名"], []], "empty"),
    ],
)
def test_a_head_that_makes_no_sense_is_refused(
    list_id: int, table: list[list[str]], code: str
) -> None:
    with pytest.raises(UserError) as refused:
        check(list_id, *table)
    assert refused.value.code == code


def test_a_cell_that_was_cut_when_the_file_was_read_is_a_fault(list_id: int) -> None:
    plan = check(list_id, ["姓名", "简要事迹"], ["赵示一", "长" * 500])
    assert set(plan.rows[0].faults) == {"story"}


def test_a_worker_number_links_only_ones_own_people_of_that_name(
    world: World, list_id: int, now: datetime
) -> None:
    mine = people.create_person(
        SYSTEM, name="周示五", organisation_id=world.works, worker_number="1001", now=now
    )
    people.create_person(
        SYSTEM, name="吴示六", organisation_id=world.east, worker_number="2002", now=now
    )
    named = account("zhou5", "周示五", world.street, now)
    plan = check(
        list_id,
        ["姓名", "工号"],
        ["周示五", "1001"],
        ["周示五", "ZHOU5"],
        ["周示伍", "1001"],
        ["吴示六", "2002"],
        ["孙示三", "sun"],
    )
    assert [row.row.person_id for row in plan.rows] == [mine, None, None, None, None]
    assert [row.row.account_id for row in plan.rows] == [None, named, None, None, None]
    assert ["worker" in row.faults for row in plan.rows] == [False, False, True, True, True]
    assert plan.rows[3].faults == plan.rows[4].faults


def test_namesakes_of_two_works_with_one_number_are_not_guessed(
    world: World, list_id: int, now: datetime
) -> None:
    for place in (world.works, world.street):
        people.create_person(
            SYSTEM, name="周示五", organisation_id=place, worker_number="1001", now=now
        )
    assert "worker" in check(list_id, ["姓名", "工号"], ["周示五", "1001"]).rows[0].faults


def test_rows_that_are_alike_are_told_and_still_taken(list_id: int, now: datetime) -> None:
    table = [
        HEAD,
        ["赵示一", "示例机床厂", "一等奖"],
        ["孙示三", "示例水泵厂", "二等奖"],
        ["孙示三", "示例水泵厂", "二等奖"],
        ["孙示三", "示例仪表厂", "二等奖"],
        ["孙示三", "示例水泵厂", "三等奖"],
    ]
    hints = [set(row.hints) for row in check(list_id, *table).rows]
    assert hints == [{"name"}, set(), {"name"}, {"unit"}, set()]
    assert lists.import_recipients(SYSTEM, list_id, table, now) == 5


def test_a_list_has_at_most_ten_thousand(
    list_id: int, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("common", "importing"):
        name = f"blueprints.certificates.services.lists.{module}.MOST_RECIPIENTS"
        monkeypatch.setattr(name, 3)
    lists.import_recipients(SYSTEM, list_id, [["姓名"], ["周示五"]], now)
    with pytest.raises(UserError) as refused:
        lists.import_recipients(SYSTEM, list_id, [["姓名"], ["吴示六"]], now)
    assert refused.value.code == "too_many"
    with pytest.raises(UserError):
        lists.add_recipient(SYSTEM, list_id, AwardRow("吴示六"), now)
    assert len(rows_of(list_id)) == 3


def test_a_table_becomes_a_list_of_its_own(world: World, now: datetime) -> None:
    table = [HEAD, ["赵示一", "示例机床厂", "一等奖"]]
    made = lists.create_from_table(SYSTEM, world.west, "名单", "", table, now)
    assert [row.name for row in rows_of(made)] == ["赵示一"]
    with pytest.raises(NotFound):
        stranger = world.actor(world.east_admin)
        lists.create_from_table(stranger, world.west, "名单", "", table, now)


def test_a_photo_is_turned_made_smaller_and_tells_nothing(list_id: int, now: datetime) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x8825] = {1: "N"}  # where it was taken
    noise = Image.frombytes("RGB", (1600, 800), random.Random(7).randbytes(1600 * 800 * 3))
    out = io.BytesIO()
    noise.save(out, "JPEG", exif=exif, comment=b"secret")
    one = rows_of(list_id)[0].id
    photo = lists.set_photo(SYSTEM, list_id, one, out.getvalue(), now)
    with Image.open(files().path(photo)) as kept:
        assert (kept.format, kept.size) == ("JPEG", (600, 1200))
        assert not kept.getexif()
    assert b"secret" not in files().read(photo)
    assert rows_of(list_id)[0].photo == photo


def test_a_see_through_png_gets_white_paper(app: Flask) -> None:
    out = io.BytesIO()
    Image.new("RGBA", (100, 100), (0, 0, 0, 0)).save(out, "PNG")
    kept = Image.open(io.BytesIO(pictures.prepared(out.getvalue())))
    assert kept.getpixel((50, 50)) == (255, 255, 255)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x89PNG\r\n\x1a\n and then nothing",
        picture("GIF"),
        picture(size=(79, 300)),
        picture()[:400],
        picture() + b"x" * pictures.LIMIT,
        picture("PNG", (10_000, 5_001)),
    ],
    ids=["empty", "broken", "gif", "tiny", "cut off", "too large", "too many pixels"],
)
def test_what_is_no_sensible_picture_is_refused(
    list_id: int, now: datetime, content: bytes
) -> None:
    one = rows_of(list_id)[0].id
    with pytest.raises(UserError) as refused:
        lists.set_photo(SYSTEM, list_id, one, content, now)
    assert refused.value.code == "photo"
    assert rows_of(list_id)[0].photo is None


def test_a_photo_that_nobody_has_any_more_is_forgotten(list_id: int, now: datetime) -> None:
    first, second = (row.id for row in rows_of(list_id))
    photo = lists.set_photo(SYSTEM, list_id, first, picture(), now)
    assert lists.set_photo(SYSTEM, list_id, second, picture(), now) == photo
    lists.remove_photo(SYSTEM, list_id, first, now)
    assert files().path(photo).exists()
    lists.remove_recipient(SYSTEM, list_id, second, now)
    assert not files().path(photo).exists()


def test_a_photo_that_was_handed_in_stays(world: World, now: datetime) -> None:
    """A certificate is printed again from what was handed in, photograph and all."""
    batch_id = issuing.made(world.west, issuing.people(1), now, template="ready:completion")
    row = issuing.rows_of(batch_id)[0]
    list_id = issuing.batch_now(batch_id).list_id
    photo = lists.set_photo(SYSTEM, list_id, row.recipient_id, picture(), now)
    batches_steps.submit(SYSTEM, issuing.passed(batch_id, now), now)
    lists.remove_photo(SYSTEM, list_id, row.recipient_id, now)
    assert files().path(photo).exists()


def test_photos_of_an_archive_find_their_people(world: World, list_id: int, now: datetime) -> None:
    number = account("zhou5", "周示五", world.street, now)
    lists.add_recipient(SYSTEM, list_id, AwardRow("周示五", account_id=number), now)
    for _twin in range(2):
        lists.add_recipient(SYSTEM, list_id, AwardRow("孙示三"), now)
    packed = archive(
        {
            "照片/赵示一.JPG": picture(),
            "zhou5.png": picture("PNG"),
            "孙示三.jpg": picture(),
            "路人.jpg": picture(),
            "钱示二.jpg": b"no picture",
            "__MACOSX/._赵示一.JPG": b"",
            "说明.txt": b"",
        }
    )
    report = lists.set_photos(SYSTEM, list_id, packed, now)
    assert report.found == 2
    assert (report.several, report.nobody) == (["孙示三.jpg"], ["路人.jpg"])
    assert [name for name, _why in report.faulty] == ["钱示二.jpg"]
    assert [row.name for row in rows_of(list_id) if row.photo] == ["赵示一", "周示五"]


def test_pictures_named_as_people_type_names_are_found(list_id: int, now: datetime) -> None:
    for name in ("阿依·买买提", "王芳"):
        lists.add_recipient(SYSTEM, list_id, AwardRow(name), now)
    packed = archive({"阿依•买买提.jpg": picture(), "王 芳.jpg": picture()})
    assert lists.set_photos(SYSTEM, list_id, packed, now).found == 2


def test_an_archive_from_an_older_chinese_system_is_read(list_id: int, now: datetime) -> None:
    packed = bytearray(archive({"AAAAAA.jpg": picture()}))
    name = "赵示一".encode("gb18030")
    packed = packed.replace(b"AAAAAA", name)
    assert lists.set_photos(SYSTEM, list_id, bytes(packed), now).found == 1


def test_an_archive_that_makes_no_sense_is_refused(list_id: int, now: datetime) -> None:
    many = {f"{n}.jpg": b"" for n in range(201)}
    for packed in (b"", b"PK\x03\x04 broken", archive({}), archive({"a.txt": b""}), archive(many)):
        with pytest.raises(UserError) as refused:
            lists.set_photos(SYSTEM, list_id, packed, now)
        assert refused.value.code == "archive"


def test_a_picture_that_would_explode_is_left_out(list_id: int, now: datetime) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("赵示一.jpg", b"\xff\xd8\xff" + bytes(50_000_000))
    report = lists.set_photos(SYSTEM, list_id, out.getvalue(), now)
    assert [name for name, _why in report.faulty] == ["赵示一.jpg"]
