"""Check-in: the list, taps and their undoing, scanning, DNS by one tap, passes with QR codes."""

import threading
from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.contests.live.checking_in import room_of
from blueprints.contests.models import CheckIn, LedgerKind, LedgerRow
from blueprints.contests.queries.checking_in import check_in_list
from blueprints.contests.services import checking_in, progress
from realtime import rooms
from store import UserError, db
from store.actors import SYSTEM
from tests.support.contests import Hall, make_hall
from tests.support.desk import Browser, Staff


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    return make_hall(now, entries=3)


@pytest.fixture
def staff(app: Flask, hall: Hall, now: datetime) -> Staff:
    return Staff(app, hall, now)


@pytest.fixture
def scorer(staff: Staff) -> Browser:
    return staff.browser("scorer")


@pytest.fixture
def path(hall: Hall) -> str:
    return f"/contests/rounds/{hall.round_id}/check-in"


def states(hall: Hall) -> list[str]:
    db.session.rollback()
    return [line.presence for line in check_in_list(hall.round).lines]


def test_taps_count_and_are_undone(hall: Hall, scorer: Browser, path: str) -> None:
    first, second = hall.entry(0).key, hall.entry(1).key
    scorer.post(f"{path}/{first}", presence="present")
    panel = scorer.post(f"{path}/{second}", presence="late", htmx=True)
    assert 'id="checkin"' in panel.text
    assert states(hall) == ["present", "late", ""]
    scorer.post(f"{path}/{second}", presence="")
    assert states(hall) == ["present", "", ""]
    assert len(db.session.scalars(sa.select(CheckIn)).all()) == 3  # every tap is kept
    assert hall.round.seq == 1  # and none of them is in the ledger
    assert scorer.post(f"{path}/{first}", presence="dancing").status_code == 303
    assert states(hall) == ["present", "", ""]


def test_the_same_tap_sent_twice_counts_once(hall: Hall, scorer: Browser, path: str) -> None:
    key = hall.entry(0).key
    for _twice in range(2):
        scorer.post(f"{path}/{key}", presence="present", key="tap-1")
    assert len(db.session.scalars(sa.select(CheckIn)).all()) == 1


def test_absent_becomes_dns_by_one_tap(hall: Hall, scorer: Browser, path: str) -> None:
    for n in (0, 1):
        scorer.post(f"{path}/{hall.entry(n).key}", presence="dns")
    rows = db.session.scalars(sa.select(LedgerRow).where(LedgerRow.kind == LedgerKind.STATUS)).all()
    assert [(row.value, row.note) for row in rows] == [("dns", "检录未到")] * 2
    assert states(hall) == ["absent", "absent", ""]
    assert [line.is_out for line in check_in_list(hall.round).lines] == [True, True, False]


def test_dns_needs_a_running_round_and_nothing_is_half_written(app: Flask, now: datetime) -> None:
    hall = make_hall(now, open_round=False)
    with pytest.raises(UserError):
        checking_in.absent_is_dns(SYSTEM, hall.round_id, hall.entry(0).key, now, key="k")
    assert states(hall) == ["", "", ""]


def test_a_code_or_a_scanned_address_leads_to_the_entrant(
    hall: Hall, scorer: Browser, path: str
) -> None:
    key = hall.entry(1).key
    scanned = f"https://contest.example.org/contests/{hall.contest_id}/check-in/{key}"
    for code in ("A02", scanned, key):
        answer = scorer.get(f"{path}/scan?code={code}")
        assert answer.status_code == 303
        assert f"/check-in/{key}" in answer.location
    page = scorer.get(answer.location)
    assert "钱示二" in page.text
    back = f"/contests/rounds/{hall.round_id}/check-in/scan"
    done = scorer.post(f"{path}/{key}", presence="present", back=back)
    assert done.location == back
    assert scorer.post(f"{path}/{key}", presence="", back="//evil.example").location != "//evil"
    assert scorer.get(f"{path}/scan?code=nobody").status_code == 200


def test_who_may_tap(app: Flask, hall: Hall, staff: Staff, path: str, now: datetime) -> None:
    key = hall.entry(0).key
    assert staff.browser("announcer").get(path).status_code == 200
    assert staff.browser("announcer").post(f"{path}/{key}", presence="present").status_code == 403
    assert staff.browser("stranger").get(path).status_code == 404
    assert app.test_client().get(f"/contests/{hall.contest_id}/check-in/{key}").status_code == 303
    other = make_hall(now)
    assert staff.browser("scorer").post(f"{path}/{other.entry(0).key}").status_code == 404


def test_a_blind_contest_is_checked_in_by_codes(app: Flask, now: datetime) -> None:
    hall = make_hall(now, blind=True)
    browser = Staff(app, hall, now).browser("scorer")
    for address in (
        f"/contests/rounds/{hall.round_id}/check-in",
        f"/contests/{hall.contest_id}/check-in/{hall.entry(0).key}",
    ):
        page = browser.get(address).text
        assert "A01" in page
        assert "赵示一" not in page


def test_a_frame_holds_the_lines_that_were_tapped(hall: Hall, now: datetime) -> None:
    checking_in.check_in(SYSTEM, hall.round_id, hall.entry(2).key, "present", now)
    room = room_of(hall.round_id, "en")
    kind = rooms.find(room)
    assert kind is not None
    _epoch, seq = kind.position(rooms.key_of(room))
    frame = kind.render(room, 0, seq)
    assert [one["target"] for one in frame["fragments"]] == [
        "#checkin-counts",
        f"#who-{hall.entry(2).key}",
    ]


def test_two_desks_tap_at_once_and_both_rows_stand(app: Flask, hall: Hall, now: datetime) -> None:
    keys = [hall.entry(n).key for n in range(3)]
    db.session.rollback()

    def tap(n: int) -> None:
        with app.app_context():
            checking_in.check_in(SYSTEM, hall.round_id, keys[n % 3], "present", now)

    threads = [threading.Thread(target=tap, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert states(hall) == ["present"] * 3
    assert len(db.session.scalars(sa.select(CheckIn)).all()) == 6


def test_a_round_that_is_over_takes_no_taps(hall: Hall, now: datetime) -> None:
    progress.close_round(SYSTEM, hall.round_id, now)
    hall.round.state = "confirmed"
    db.session.commit()
    with pytest.raises(UserError):
        checking_in.check_in(SYSTEM, hall.round_id, hall.entry(0).key, "present", now)


def test_passes_carry_the_address_of_the_check_in(hall: Hall, scorer: Browser) -> None:
    file = scorer.get(f"/certificates/prints/rounds/{hall.round_id}/passes.pdf?language=zh_Hans_CN")
    assert file.status_code == 200
    assert file.data.startswith(b"%PDF-")
