"""What a batch proposes to who prepares it, and what it tells them of its rows."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.certificates.award_rows import AwardRow
from blueprints.certificates.models import AwardList, BatchRow, BatchState, Recipient, Source
from blueprints.certificates.queries.batches.choices import DEFAULT, choices_for, proposed
from blueprints.certificates.queries.batches.rows import finding_counts
from blueprints.certificates.services.lists.making import create_from_rows
from blueprints.certificates.services.preflight import check
from blueprints.certificates.studio import studio
from store import db, write
from store.actors import SYSTEM
from tests.support.award_lists import filled_list
from tests.support.issuing import batch_now, made, people, rows_of
from tests.support.people import World, make_world

COURSE = {
    "course": "班组安全",
    "hours": "8",
    "date_from": "2026-05-01",
    "date_to": "2026-05-02",
    "result": "合格",
}


@pytest.fixture
def world(app: Flask, now: datetime) -> Iterator[World]:
    yield make_world(now)
    studio().close()


def learners(count: int) -> list[AwardRow]:
    """People of a course: no award, but hours."""
    return [replace(one, award="", values=COURSE) for one in people(count)]


def proposal(world: World, list_id: int) -> str:
    offered = choices_for(world.west)
    return proposed(db.session.get_one(AwardList, list_id), offered)


def test_the_template_before_is_proposed_to_lists_that_can_fill_it(
    world: World, now: datetime
) -> None:
    """One spreadsheet brings prizes, the next one a course."""
    batch = batch_now(made(world.west, learners(1), now, template="ready:credit-hours"))
    used = f"version:{batch.version_id}"
    assert proposal(world, batch.list_id) == used
    assert proposal(world, filled_list(world.west, learners(2), now)) == "ready:completion"
    with write():
        batch.state = BatchState.DONE
    assert proposal(world, filled_list(world.west, learners(2), now)) == used
    assert proposal(world, filled_list(world.west, people(2), now)) == DEFAULT


def test_a_first_list_of_a_course_is_proposed_a_certificate_of_completion(
    world: World, now: datetime
) -> None:
    assert proposal(world, filled_list(world.west, learners(1), now)) == "ready:completion"
    assert proposal(world, filled_list(world.west, people(1), now)) == DEFAULT


def test_who_took_part_in_a_class_is_proposed_no_certificate_of_honor(
    world: World, now: datetime
) -> None:
    rows = [replace(one, key=one.name, award="结业", values=COURSE) for one in people(2)]
    title, occasion = "阅读的力量", "书香阅读季"
    list_id = create_from_rows(
        SYSTEM, world.west, Source.ATTENDANCE, 1, "2", title, occasion, rows, now
    )
    assert proposal(world, list_id) == "ready:credit-hours"


def found(batch_id: int, *findings: list[dict[str, object]]) -> list[tuple[str, int]]:
    """Findings by row, as the page of the batch sums them up."""
    with write():
        for row, one in zip(rows_of(batch_id), findings, strict=True):
            db.session.get_one(BatchRow, row.id).findings = one
    return [(line.text, count) for line, count in finding_counts(batch_now(batch_id))]


def test_each_field_that_is_missing_is_told_for_itself(world: World, now: datetime) -> None:
    name, award = ({"code": "missing", "field": field} for field in ("name", "award"))
    batch_id = made(world.west, people(3), now)
    told = dict(found(batch_id, [name, award], [award], []))
    assert sorted(told.values()) == [1, 2]
    assert len(told) == 2


def test_the_characters_of_all_rows_stand_in_one_line(world: World, now: datetime) -> None:
    rare = [
        [{"code": "no_glyph", "field": field, "detail": {"characters": some}}]
        for field, some in (("name", "㐭龘"), ("reason", "龘㛃"))
    ]
    ((text, count),) = found(made(world.west, people(2), now), *rare)
    assert text.endswith("㐭 (U+342D) 龘 (U+9F98) 㛃 (U+36C3)") and count == 2


def test_who_has_no_photograph_among_people_who_have_one(world: World, now: datetime) -> None:
    """A pass has room for a photograph and doesn't insist on it."""
    badge = {"role": "参赛选手", "event": "数控铣"}
    rows = [replace(one, values=badge) for one in people(2)]
    batch_id = made(world.west, rows, now, template="ready:badge-a7")
    assert check(batch_id, "worker", lambda: now)
    assert "no_photo" not in codes(batch_id, 0)
    with write():
        list_id = batch_now(batch_id).list_id
        first = db.session.scalars(
            sa.select(Recipient).where(Recipient.list_id == list_id).order_by(Recipient.position)
        ).first()
        assert first is not None
        first.photo = "0" * 64
        db.session.get_one(AwardList, list_id).version += 1
    assert check(batch_id, "worker", lambda: now)
    assert "no_photo" not in codes(batch_id, 0)
    assert codes(batch_id, 1) == {"no_photo"}


def codes(batch_id: int, position: int) -> set[str]:
    return {one["code"] for one in rows_of(batch_id)[position].findings or ()}
