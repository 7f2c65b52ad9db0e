"""Notices: two people answer for a seal, what is issued is what was handed in, and it stays."""

import hashlib
from dataclasses import replace
from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.certificates.award_rows import AwardRow
from blueprints.certificates.models import Notice, NoticeState
from blueprints.certificates.queries.notices import notice_desk
from blueprints.certificates.queries.notices.content import chinese_number, content_of
from blueprints.certificates.queries.notices.suggested import suggested
from blueprints.certificates.services import notices
from blueprints.certificates.services.authority import seals as authority_seals
from blueprints.certificates.services.notices.issuing import issue_notice
from blueprints.certificates.title_lines import balanced
from blueprints.people import services as people
from store import NotFound, UserError, db
from store.actors import SYSTEM, Actor
from store.audit import AuditEntry
from store.files import files
from tests.support.certificates import text_of
from tests.support.honors import hide, honored_list, notice_input, seal_of
from tests.support.people import World, account, make_world


@pytest.fixture
def world(app: Flask, now: datetime) -> World:
    return make_world(now)


@pytest.fixture
def list_id(world: World, now: datetime) -> int:
    return honored_list(world.west, now)


@pytest.fixture
def writer(world: World) -> Actor:
    return world.actor(world.west_admin)


@pytest.fixture
def second(world: World, now: datetime) -> Actor:
    """A supervisor: sees everything, prepares nothing, may approve."""
    watching = account("wu6", "吴示六", world.west, now)
    people.grant_role(SYSTEM, watching, "supervisor", organisation_id=world.west, now=now)
    return world.actor(watching)


def read(notice_id: int) -> Notice:
    return db.session.get_one(Notice, notice_id, populate_existing=True)


@pytest.fixture
def sealed(world: World, list_id: int, writer: Actor, now: datetime) -> int:
    """A notice with a seal, handed in."""
    given = notice_input(seal_id=seal_of(world.west, now).id)
    notice_id = notices.create_notice(writer, list_id, given, now)
    notices.submit_notice(writer, notice_id, now)
    return notice_id


def test_without_a_seal_it_is_issued_and_never_changes(
    list_id: int, writer: Actor, now: datetime
) -> None:
    notice_id = notices.create_notice(writer, list_id, notice_input(), now)
    issue_notice(writer, notice_id, now)
    notice = read(notice_id)
    assert notice.state == NoticeState.ISSUED
    assert notice.file is not None
    pdf = files().read(notice.file)
    assert hashlib.sha256(pdf).hexdigest() == notice.file
    text = text_of(pdf)
    for word in ("示例西区总工会文件", "示西工发〔2026〕3号", "一、一等奖（1名）", "赵示一",
                 "二、二等奖（2名）", "2026年5月12日"):  # fmt: skip
        assert word in text
    with pytest.raises(UserError, match="只能修改草稿"):
        notices.update_notice(writer, notice_id, notice_input(title="另一个标题"), now)
    with pytest.raises(UserError, match="已经签发"):
        issue_notice(writer, notice_id, now)
    with pytest.raises(UserError, match="只能修改草稿"):
        notices.remove_notice(writer, notice_id, now)
    hide(list_id, 0, now)
    assert text_of(files().read(read(notice_id).file or "")) == text


def test_a_seal_is_used_only_with_somebody_elses_approval(
    sealed: int, writer: Actor, second: Actor, now: datetime
) -> None:
    with pytest.raises(UserError) as refused:
        issue_notice(writer, sealed, now)
    assert (refused.value.status, refused.value.code) == (403, "own_notice")
    assert read(sealed).file is None
    issue_notice(second, sealed, now)
    notice = read(sealed)
    assert (notice.submitted_by, notice.approved_by) == (writer.ref, second.ref)
    query = sa.select(AuditEntry.action).where(AuditEntry.subject == f"notice:{sealed}")
    assert list(db.session.scalars(query.order_by(AuditEntry.id))) == [
        "notice.created", "notice.submitted", "notice.issued",
    ]  # fmt: skip


def test_a_sealed_draft_cannot_go_around_the_approval(
    world: World, list_id: int, writer: Actor, second: Actor, now: datetime
) -> None:
    given = notice_input(seal_id=seal_of(world.west, now).id)
    notice_id = notices.create_notice(writer, list_id, given, now)
    for actor, status in ((writer, 422), (second, 403)):
        with pytest.raises(UserError) as refused:
            issue_notice(actor, notice_id, now)
        assert refused.value.status == status
    assert read(notice_id).state == NoticeState.DRAFT


def test_what_changed_since_it_was_handed_in_is_not_approved(
    sealed: int, list_id: int, writer: Actor, second: Actor, now: datetime
) -> None:
    assert not notice_desk(second, sealed).outdated
    hide(list_id, 1, now)
    assert notice_desk(second, sealed).outdated
    with pytest.raises(UserError) as refused:
        issue_notice(second, sealed, now)
    assert refused.value.code == "changed"
    with pytest.raises(UserError, match="退回原因"):
        notices.return_notice(second, sealed, " ", now)
    notices.return_notice(second, sealed, "名单有变", now)
    notice = read(sealed)
    assert (notice.state, notice.note, notice.content) == (NoticeState.DRAFT, "名单有变", {})
    notices.submit_notice(writer, sealed, now)
    issue_notice(second, sealed, now)
    assert "钱示二" not in text_of(files().read(read(sealed).file or ""))


def test_a_retired_seal_is_not_used(
    world: World, sealed: int, writer: Actor, second: Actor, now: datetime
) -> None:
    seal_id = read(sealed).seal_id
    assert seal_id is not None
    authority_seals.retire_seal(SYSTEM, seal_id, now)
    with pytest.raises(UserError) as refused:
        issue_notice(second, sealed, now)
    assert refused.value.code == "changed"
    notices.return_notice(writer, sealed, "", now)
    with pytest.raises(UserError, match="已停用"):
        notices.submit_notice(writer, sealed, now)
    with pytest.raises(NotFound):
        notices.update_notice(writer, sealed, notice_input(seal_id=seal_id), now)


def test_another_bodys_seal_is_not_there(
    world: World, list_id: int, writer: Actor, now: datetime
) -> None:
    foreign = seal_of(world.east, now).id
    with pytest.raises(NotFound):
        notices.create_notice(writer, list_id, notice_input(seal_id=foreign), now)
    assert db.session.scalar(sa.select(sa.func.count(Notice.id))) == 0


def test_who_may(world: World, list_id: int, second: Actor, now: datetime) -> None:
    notice_id = notices.create_notice(SYSTEM, list_id, notice_input(), now)
    assert not notice_desk(second, notice_id).edits
    with pytest.raises(UserError) as refused:
        notices.update_notice(second, notice_id, notice_input(), now)
    assert refused.value.status == 403
    for stranger in (world.actor(world.east_admin), world.actor(world.clerk)):
        for verb in (notices.submit_notice, notices.remove_notice, issue_notice):
            with pytest.raises(NotFound):
                verb(stranger, notice_id, now)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": " "}, "no_title"),
        ({"issuer": ""}, "no_title"),
        ({"kind": "law"}, "kind"),
        ({"language": "fr"}, "kind"),
        ({"issued_on": "2026-02-30"}, "no_date"),
        ({"opening": "字" * 4001}, "too_long"),
        ({"document_number": "字" * 61}, "too_long"),
    ],
)
def test_odd_texts_are_refused_and_nothing_is_kept(
    list_id: int, writer: Actor, now: datetime, changes: dict[str, object], code: str
) -> None:
    with pytest.raises(UserError) as refused:
        notices.create_notice(writer, list_id, notice_input(**changes), now)
    assert refused.value.code == code
    assert db.session.scalar(sa.select(sa.func.count(Notice.id))) == 0


def test_nobody_to_name_and_nothing_to_say(list_id: int, writer: Actor, now: datetime) -> None:
    notice_id = notices.create_notice(writer, list_id, notice_input(opening="\n \n"), now)
    with pytest.raises(UserError, match="正文开头"):
        issue_notice(writer, notice_id, now)
    for position in range(3):
        hide(list_id, position, now)
    with pytest.raises(UserError, match="没有可以列名"):
        issue_notice(writer, notice_id, now)


def test_sentences_are_written_for_persons_teams_and_both(
    world: World, list_id: int, now: datetime
) -> None:
    texts = suggested(list_id, "示例竞赛", "示例总工会", "decision", "zh_Hans_CN")
    assert texts.title == "示例总工会关于表彰示例竞赛先进个人的决定"
    assert "赵示一等3名同志予以表彰" in texts.opening
    assert not texts.annex
    team = AwardRow("示例一队", "", "示例机床厂工会", "一等奖")
    both = honored_list(world.west, now, (team, replace(team, name="李示四", honorific="同志")))
    texts = suggested(both, "示例竞赛", "示例总工会", "notice", "zh_Hans_CN")
    assert "2个先进集体和个人予以通报表扬" in texts.opening
    english = suggested(both, "the contest", "Example Union", "notice", "en")
    assert "2 groups and workers are hereby commended" in english.opening
    many = tuple(replace(team, name=f"示例{n}队") for n in range(21))
    texts = suggested(honored_list(world.west, now, many), "竞赛", "工会", "notice", "zh_Hans_CN")
    assert texts.annex
    assert "21个集体" in texts.opening


def test_the_language_of_a_notice_is_its_own(list_id: int, writer: Actor, now: datetime) -> None:
    texts = {"title": "Decision", "issuer": "Example Union", "addressed_to": "All"}
    given = notice_input(language="en", **texts)
    content = content_of(read(notices.create_notice(writer, list_id, given, now)))
    assert (content["head"], content["date"]) == ("Example Union", "May 12, 2026")
    assert content["addressed_to"] == "All:"
    assert content["groups"][0]["heading"] == "1. 一等奖 (1)"


@pytest.mark.parametrize(
    ("number", "text"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九")]
)
def test_levels_are_numbered_in_chinese(number: int, text: str) -> None:
    assert chinese_number(number) == text


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于表彰先进的决定", ["关于表彰先进的决定"]),
        ("关于表彰\n先进的决定", ["关于表彰", "先进的决定"]),
        (
            "示例市总工会关于表扬2026年度书香阅读季先进个人的通报",
            ["示例市总工会关于表扬2026年度", "书香阅读季先进个人的通报"],
        ),
        (
            "示例市总工会关于表彰第三届“匠心杯”职工职业技能竞赛数控铣工赛项先进集体的决定",
            ["示例市总工会关于表彰第三届“匠心杯”职工", "职业技能竞赛数控铣工赛项先进集体的决定"],
        ),
        (
            "Example Federation: Decision to Honor Outstanding Workers in the 2026 Contest",
            ["Example Federation: Decision to Honor", "Outstanding Workers in the 2026 Contest"],
        ),
    ],
)
def test_a_title_breaks_where_the_sense_does(title: str, lines: list[str]) -> None:
    assert balanced(title, 20) == lines


@pytest.mark.parametrize("length", range(1, 80, 7))
def test_no_title_is_too_wide_or_loses_a_character(length: int) -> None:
    title = "关于表彰示例竞赛先进集体的决定"[:15] * 6
    lines = balanced(title[:length], 20)
    assert "".join(lines) == title[:length]
    assert all(len(line) <= 20 for line in lines)
