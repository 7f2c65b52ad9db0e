"""The overview of a contest: all rounds on one page, who came out first, and a search."""

from dataclasses import replace
from datetime import datetime, timedelta

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from blueprints.contests.models import Outcome, Round
from blueprints.contests.services import outcomes, progress, setup, works
from blueprints.contests.services.setup.timetable import set_plan
from blueprints.contests.services.works import GalleryInput
from blueprints.contests.timetable import Plan
from store import db
from store.actors import SYSTEM
from tests.http.contests.test_results_pages import judged, publish
from tests.support.contests import make_hall


def test_it_lists_rounds_that_have_begun_and_those_on_the_first_places(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    hall = judged(now)
    address = f"/contests/{hall.contest_id}/results"
    assert "赵示一" not in client.get(address).text
    publish(hall)
    text = client.get(address).text
    assert text.index("9.500") < text.index("9.200") < text.index("8.730")


def test_everybody_is_led_to_the_programme_and_to_open_galleries_before_anything_is_judged(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    app.extensions["clock"] = lambda: now
    hall = make_hall(now, open_round=False)
    page, programme = (
        f"/contests/{hall.contest_id}/results",
        f"/contests/{hall.contest_id}/programme",
    )
    gallery = f"/gallery/{hall.round_id}"
    plan = Plan(now.replace(tzinfo=None), 20)
    set_plan(SYSTEM, hall.round_id, plan, now)
    works.set_gallery(SYSTEM, hall.round_id, GalleryInput(None, None, None, 0), now)
    text = client.get(page).text
    assert (programme in text, gallery in text) == (False, False)
    set_plan(SYSTEM, hall.round_id, replace(plan, shown=True), now)
    until = now + timedelta(days=3)
    works.set_gallery(SYSTEM, hall.round_id, GalleryInput(None, now, until, 2), now)
    text = client.get(page).text
    assert programme in text and gallery in text and "投票至" in text
    assert client.get(gallery).status_code == client.get(programme).status_code == 200


def test_events_stand_in_their_order_and_not_by_the_alphabet(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    hall = judged(now)
    for title in ("焊接", "车工"):
        event_id = setup.add_event(SYSTEM, hall.contest_id, title, now)
        round_id = setup.add_round(SYSTEM, event_id, "决赛", "speech", "each", now)
        setup.add_entries(SYSTEM, round_id, [setup.EntryInput("吴示六", "示例工会")], now)
        judge = setup.add_judge(SYSTEM, hall.contest_id, f"评委{title}", "", now)
        assert judge
        progress.open_round(SYSTEM, round_id, now)
    text = client.get(f"/contests/{hall.contest_id}/results").text
    assert text.index("数控铣") < text.index("焊接") < text.index("车工")


def test_an_entrant_is_found_by_name_unit_or_code_once_published(
    app: Flask, client: FlaskClient, now: datetime
) -> None:
    hall = judged(now)
    address = f"/contests/{hall.contest_id}/results"
    assert "overview-line" not in client.get(address, query_string={"find": "钱示二"}).text
    publish(hall)
    for words in ("钱示二", "A02", "示二"):
        page = client.get(address, query_string={"find": words}).text
        assert "找到 1 个参赛者" in page, words
    assert "未找到" in client.get(address, query_string={"find": "100%_"}).text
    assert "未找到" in client.get(address, query_string={"find": "_"}).text


def test_hidden_names_cannot_be_looked_for(app: Flask, client: FlaskClient, now: datetime) -> None:
    hall = judged(now, blind=True)
    publish(hall)
    address = f"/contests/{hall.contest_id}/results"
    for words in ("钱示二", "示例精工"):
        text = client.get(address, query_string={"find": words}).text
        assert "未找到" in text
    found = client.get(address, query_string={"find": "A02"}).text
    assert "找到 1 个参赛者" in found
    assert "钱示二" not in found
    assert "示例精工" not in found


def test_outcomes_follow_the_result_and_are_kept_otherwise(app: Flask, now: datetime) -> None:
    hall = judged(now)
    outcomes.keep_current([hall.round_id])
    assert places(hall.round_id) == []
    publish(hall)
    outcomes.keep_current([hall.round_id])
    first = places(hall.round_id)
    assert [(place, total) for _id, place, total in first] == [
        (1, "9.500"),
        (2, "9.200"),
        (3, "8.730"),
    ]
    tag = hall.round.outcome_tag
    setup.update_contest(SYSTEM, hall.contest_id, setup.ContestInput("新名"), now)
    outcomes.keep_current([hall.round_id])  # something they may depend on has changed
    assert hall.round.outcome_tag != tag
    assert [row[1:] for row in places(hall.round_id)] == [row[1:] for row in first]


def places(round_id: int) -> list[tuple[int, int | None, str | None]]:
    db.session.rollback()
    query = (
        sa.select(Outcome.id, Outcome.place, Outcome.total)
        .join(Round, Round.id == Outcome.round_id)
        .where(Round.id == round_id)
        .order_by(Outcome.position)
    )
    return [tuple(row) for row in db.session.execute(query)]
