"""The report: three different numbers, who may see it, workbook, PDF, disputes, certificates."""

import io
import re
from datetime import datetime, timedelta
from decimal import Decimal

import openpyxl
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from blueprints.certificates.models import AwardList, Recipient
from blueprints.classroom.models import Adjustment, ClassSession, Participant, Season
from blueprints.classroom.queries.report import season_report, session_report
from blueprints.classroom.services.attendance import dispute
from store import db, write
from tests.support.classroom import Room, come_in, make_room, staff_browser
from tests.support.minutes import an_evening, stay
from tests.support.people import csrf


@pytest.fixture
def room(app: Flask, now: datetime) -> Room:
    app.extensions["clock"] = lambda: now
    return make_room(now, credit_hours=Decimal("1.5"))


def address(room: Room) -> str:
    return f"/classroom/sessions/{room.session_id}/report"


def test_peak_people_and_visits_are_three_numbers(app: Flask, room: Room, now: datetime) -> None:
    people = an_evening(room, now, 20)
    again = now - timedelta(minutes=3)
    stay(people[0], again, 1)  # came back on the same phone
    stay(people[1], again, 1, device="laptop-001")
    figures = session_report(room.session_id, now).figures
    assert (figures.peak, figures.unique, figures.visits) == (20, 20, 22)
    assert (figures.messages, figures.votes, figures.polls) == (20, 10, 1)
    assert figures.duration_s == 600
    assert figures.total_s == sum(min(10, n + 1) for n in range(20)) * 60 + 120
    assert figures.fulfilled == 12  # nine minutes of ten and more


def test_the_page_shows_figures_curve_words_and_names(
    app: Flask, room: Room, now: datetime
) -> None:
    an_evening(room, now, 20)
    page = staff_browser(app, "host").get(address(room))
    assert page.status_code == 200
    for text in ('<svg class="curve"', "工匠精神", "网友19", "cloud-5"):
        assert text in page.text
    assert " style=" not in page.text.split("<main", 1)[1]


def test_names_are_for_organisers_and_supervisors(app: Flask, room: Room, now: datetime) -> None:
    an_evening(room, now, 3)
    seen = {
        name: staff_browser(app, name).get(address(room)).status_code
        for name in ("host", "cohost", "moderator", "sun")
    }
    assert seen == {"host": 200, "cohost": 200, "moderator": 403, "sun": 404}
    assert app.test_client().get(address(room)).status_code == 303


def test_two_thousand_people_take_as_few_queries_as_two(
    app: Flask, room: Room, now: datetime
) -> None:
    an_evening(room, now, 2000)
    browser = staff_browser(app, "host")
    browser.get(address(room))
    asked: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    page = browser.get(f"{address(room)}?q=网友1999")
    sa.event.remove(db.engine, "before_cursor_execute", note)
    assert len([one for one in asked if one.startswith("SELECT")]) <= 40
    assert page.text.count("网友1999") >= 1
    assert "网友1998" not in page.text.split('id="attendance"', 1)[1]
    assert len(page.data) < 300_000  # a page of the table, not all of it


def test_the_workbook_has_numbers_and_no_formulas(app: Flask, room: Room, now: datetime) -> None:
    people = an_evening(room, now, 20)
    with write():
        people[19].nickname = "=1+1"
    answer = staff_browser(app, "host").get(f"{address(room)}.xlsx")
    assert answer.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert len(book.sheetnames) == 5
    rows = list(book.worksheets[1].iter_rows(min_row=2, values_only=True))
    assert len(rows) == 20
    assert "'=1+1" in [row[1] for row in rows]
    assert {row[3] for row in rows} == set(range(1, 11))
    assert book.worksheets[1]["E1"].value == "直播"
    figures = {row[0]: row[1] for row in book.worksheets[0].iter_rows(values_only=True)}
    assert (figures["观众人数"], figures["总时长（分钟）"]) == (20, sum(row[3] for row in rows))
    assert not any(cell.data_type == "f" for sheet in book for row in sheet for cell in row)


def test_the_pdf_says_the_same(app: Flask, room: Room, now: datetime) -> None:
    pypdfium2 = pytest.importorskip("pypdfium2")
    an_evening(room, now, 20)
    answer = staff_browser(app, "host").get(f"{address(room)}.pdf")
    assert answer.status_code == 200, answer.text
    pages = pypdfium2.PdfDocument(answer.data)
    text = "".join(page.get_textpage().get_text_range() for page in pages)
    for wanted in ("阅读的力量", "网友19", "工匠精神"):
        assert wanted in text


def test_a_dispute_is_decided_on_the_page(app: Flask, room: Room, now: datetime) -> None:
    who = an_evening(room, now, 3)[0]
    number = dispute(who, "断网三分钟，<b>一直在</b>", now)
    browser = staff_browser(app, "host")
    page = browser.get(address(room)).text
    assert "&lt;b&gt;一直在&lt;/b&gt;" in page
    counted = re.findall(r"目前计入 (\d+) 分钟", page)  # whoever decides sees what was measured
    fields = {
        "csrf_token": csrf(browser, address(room)),
        "decision": "uphold",
        "minutes": "",
        "answer": "已核实",
    }
    target = f"{address(room)}/disputes/{number}"
    refused = browser.post(target, data=fields)
    assert refused.status_code == 422
    assert "已核实" in refused.text  # what was typed is kept
    assert browser.post(target, data={**fields, "minutes": "3"}).status_code == 303
    assert db.session.scalars(sa.select(Adjustment.seconds)).all() == [180]
    assert f"目前计入 {int(counted[0]) + 3} 分钟" in browser.get(address(room)).text
    assert browser.post(target, data={**fields, "minutes": "3"}).status_code == 409


def test_one_click_makes_one_list_of_who_fulfilled_the_rule(
    app: Flask, room: Room, now: datetime
) -> None:
    people = an_evening(room, now, 12)
    season = _season(room, now)
    browser = _organiser(app)
    target = f"{address(room)}/certificates"
    fields = {"csrf_token": csrf(browser, address(room))}
    first = browser.post(target, data=fields)
    award_list = db.session.scalars(sa.select(AwardList)).one()
    assert first.location == f"/certificates/batches/new?list={award_list.id}"
    assert (award_list.source, award_list.source_id) == ("attendance", room.session_id)
    assert award_list.occasion == season.title  # the course of that occasion is the session
    recipient = db.session.scalars(sa.select(Recipient)).one()  # the only one with an account
    assert recipient.account_id == people[9].account_id
    assert recipient.values["course"] == room.session.title
    assert recipient.values["hours"] == "1.5"
    assert browser.get(first.location).status_code == 200

    room.session.replay = "shown"  # for which one may still come in
    db.session.commit()
    late = come_in(room, "海风", now, room.world.east_admin)
    stay(late, now - timedelta(minutes=10), 10)
    assert browser.post(target, data=fields).location == first.location
    assert len(db.session.scalars(sa.select(AwardList)).all()) == 1
    assert len(db.session.scalars(sa.select(Recipient)).all()) == 2


def test_without_anybody_to_honour_there_is_no_list(app: Flask, room: Room, now: datetime) -> None:
    an_evening(room, now, 3)
    browser = _organiser(app)
    fields = {"csrf_token": csrf(browser, address(room))}
    assert browser.post(f"{address(room)}/certificates", data=fields).location == address(room)
    assert db.session.scalars(sa.select(AwardList)).all() == []


def _organiser(app: Flask) -> FlaskClient:
    return staff_browser(app, "qian")


def test_a_season_counts_sessions_person_times_and_people(
    app: Flask, room: Room, now: datetime
) -> None:
    season_id = _two_sessions(room, now)
    found = season_report(season_id, now)
    assert (len(found.sessions), found.person_times, found.people) == (2, 13, 12)
    assert found.credit_hours == Decimal(3)  # the same account in both
    page = _organiser(app).get(f"/classroom/seasons/{season_id}/report")
    assert page.status_code == 200
    book = _organiser(app).get(f"/classroom/seasons/{season_id}/report.xlsx")
    assert openpyxl.load_workbook(io.BytesIO(book.data)).worksheets[1].max_row == 3
    assert _organiser(app).get(f"/classroom/seasons/{season_id}/report.pdf").data[:5] == b"%PDF-"


def _two_sessions(room: Room, now: datetime) -> int:
    """Twelve people in the first, one of them again in the second; a rehearsal counts nowhere."""
    people = an_evening(room, now, 12)
    season = _season(room, now)
    with write():
        for key, rehearsal in (("test-room-0002", None), ("test-room-0003", room.session_id)):
            session = ClassSession(
                organisation_id=room.world.west, season_id=season.id, key=key, title="第二场",
                starts_at=now, state="ended", went_live_at=now - timedelta(minutes=10),
                ended_at=now, credit_hours=Decimal("1.5"), created_at=now, rehearsal_of=rehearsal,
            )  # fmt: skip
            db.session.add(session)
            db.session.flush()
            db.session.add(
                Participant(
                    session_id=session.id, account_id=people[9].account_id, nickname="海风",
                    joined_at=now,
                )
            )  # fmt: skip
        season_id: int = season.id
    for who in db.session.scalars(sa.select(Participant).where(Participant.nickname == "海风")):
        stay(who, now - timedelta(minutes=10), 10)
    return season_id


def _season(room: Room, now: datetime) -> Season:
    """A season that the session belongs to."""
    with write():
        season = Season(
            organisation_id=room.world.west, key="season-0001", title="书香阅读季", created_at=now
        )
        db.session.add(season)
        db.session.flush()
        room.session.season_id = season.id
    return season
