"""Works: handed in by link until they are judged, shown when the gallery opens, voted for once."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.contests.models import AppealLink, Work, WorkVote
from blueprints.contests.queries.works import GalleryView, gallery_view, own_works
from blueprints.contests.sealing import unseal
from blueprints.contests.services import appeals, desk, works
from blueprints.contests.services.works import GalleryInput, WorkInput
from blueprints.people import services as people
from store import NotFound, UserError, db, write
from store.actors import ANONYMOUS, SYSTEM, Actor
from tests.support.contests import Hall, make_hall
from tests.support.people import PASSWORD

LATER = timedelta(days=3)


def hall_with_gallery(now: datetime, *, votes: int = 2, blind: bool = False) -> Hall:
    hall = make_hall(now, entries=4, judges=2, blind=blind)
    given = GalleryInput(None, now, now + LATER, votes)
    works.set_gallery(SYSTEM, hall.round_id, given, now)
    appeals.make_links(SYSTEM, hall.round_id, now)
    return hall


def token(hall: Hall, entry: int) -> str:
    return unseal(db.session.get_one(AppealLink, hall.entry(entry).id).token)


def hand_in(hall: Hall, entry: int, now: datetime, **changed: object) -> str:
    values: dict[str, object] = {"title": f"作品{entry}", "text": "车间清晨", **changed}
    given = WorkInput(**values)  # type: ignore[arg-type]
    return works.hand_in(token(hall, entry), hall.round_id, given, now).key


def voter(hall: Hall, name: str, now: datetime) -> Actor:
    made = people.create_account(
        SYSTEM,
        username=name,
        name=name,
        organisation_id=hall.organisation_id,
        password=PASSWORD,
        must_change_password=False,
        now=now,
    )
    return Actor("account", made, name)


def seen(hall: Hall, at: datetime, actor: Actor = ANONYMOUS, *, staff: bool = False) -> GalleryView:
    db.session.rollback()
    return gallery_view(actor, hall.round, at, staff=staff)


def test_a_work_may_be_bettered_until_it_is_judged(app: Flask, now: datetime) -> None:
    hall = hall_with_gallery(now)
    first = hand_in(hall, 0, now, pictures=(b"one", b"two"))
    kept = seen(hall, now).works[0].pictures
    assert len(kept) == 2
    again = hand_in(hall, 0, now, title="新标题", pictures=(b"three",), kept=(kept[1], "f" * 64))
    assert again == first
    work = seen(hall, now).works[0]
    assert (work.title, len(work.pictures), work.pictures[0]) == ("新标题", 2, kept[1])
    hall.mark(0, 0, "performance", "9.1")
    with pytest.raises(UserError):
        hand_in(hall, 0, now, title="太晚")


def test_a_recused_judge_or_a_call_judges_nothing(app: Flask, now: datetime) -> None:
    hall = hall_with_gallery(now)
    key, judge_id = hall.entry(0).key, hall.judges[0].id or 0
    desk.excuse_judge(SYSTEM, hall.round_id, key, judge_id, "recused", "师徒", now)
    desk.call_entry(SYSTEM, hall.round_id, key, now)
    hand_in(hall, 0, now)
    hall.mark(1, 0, "performance", "9.1")
    _entry, (own,) = own_works(appeals.token_hash(token(hall, 0)), now)
    assert own.judged
    _entry, (own,) = own_works(appeals.token_hash(token(hall, 1)), now)
    assert not own.judged


def test_names_are_hidden_while_the_contest_is_blind(app: Flask, now: datetime) -> None:
    hall = hall_with_gallery(now, blind=True)
    hand_in(hall, 0, now)
    (work,) = seen(hall, now).works
    assert (work.code, work.who, work.unit) == ("A01", "", "")


def test_the_gallery_opens_in_its_time_and_counts_come_at_the_end(
    app: Flask, now: datetime
) -> None:
    hall = hall_with_gallery(now)
    key = hand_in(hall, 0, now)
    hand_in(hall, 1, now)
    before = seen(hall, now - timedelta(seconds=1))
    assert (before.state, before.works) == ("closed", ())
    works.vote(voter(hall, "li4", now), key, now)
    assert {work.votes for work in seen(hall, now).works} == {None}
    assert [work.votes for work in seen(hall, now, staff=True).works] == [1, 0]
    over = seen(hall, now + LATER + timedelta(seconds=1))
    assert (over.state, [work.votes for work in over.works]) == ("over", [1, 0])


def test_an_account_has_its_votes_once_and_may_move_them(app: Flask, now: datetime) -> None:
    hall = hall_with_gallery(now, votes=2)
    keys = [hand_in(hall, n, now) for n in range(3)]
    actor = voter(hall, "li4", now)
    for key in (keys[0], keys[0], keys[1]):
        works.vote(actor, key, now)
    with pytest.raises(UserError):
        works.vote(actor, keys[2], now)
    works.take_back(actor, keys[0], now)
    works.vote(actor, keys[2], now)
    assert seen(hall, now, actor).left == 0
    assert len(db.session.scalars(sa.select(WorkVote)).all()) == 2


def test_a_vote_for_a_work_that_was_withheld_makes_room_for_another(
    app: Flask, now: datetime
) -> None:
    hall = hall_with_gallery(now, votes=1)
    keys = [hand_in(hall, n, now) for n in range(3)]
    me = voter(hall, "weishiliu", now)
    works.vote(me, keys[0], now)
    assert seen(hall, now, me).left == 0
    withheld = db.session.scalar(sa.select(Work.id).where(Work.key == keys[0])) or 0
    works.withhold(SYSTEM, withheld, "不符合主题", now)
    assert seen(hall, now, me).left == 1
    works.vote(me, keys[1], now)
    assert seen(hall, now, me).left == 0
    with pytest.raises(UserError):
        works.vote(me, keys[2], now)
    db.session.rollback()
    works.withhold(SYSTEM, withheld, "", now)
    counts = {one.key: one.votes for one in seen(hall, now, staff=True).works}
    assert counts == {keys[0]: 0, keys[1]: 1, keys[2]: 0}


def test_many_clicks_at_once_give_no_vote_too_many(app: Flask, now: datetime) -> None:
    hall = hall_with_gallery(now, votes=2)
    keys = [hand_in(hall, n, now) for n in range(4)]
    actor = voter(hall, "li4", now)

    def click(key: str) -> None:
        with app.app_context(), suppress(UserError):
            works.vote(actor, key, now)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(click, keys * 4))
    assert len(db.session.scalars(sa.select(WorkVote)).all()) == 2


def test_who_may_not_vote(app: Flask, now: datetime) -> None:
    hall = hall_with_gallery(now)
    key = hand_in(hall, 0, now)
    with pytest.raises(UserError):
        works.vote(ANONYMOUS, key, now)
    actor = voter(hall, "li4", now)
    for at in (now - timedelta(seconds=1), now + LATER + timedelta(seconds=1)):
        with pytest.raises(UserError):
            works.vote(actor, key, at)
    work = db.session.scalars(sa.select(Work)).one()
    works.withhold(SYSTEM, work.id, "不符合主题", now)
    with pytest.raises(NotFound):
        works.vote(actor, key, now)
    assert seen(hall, now).works == ()
    assert seen(hall, now, staff=True).works[0].withheld == "不符合主题"


def test_votes_stay_in_an_archived_contest(app: Flask, now: datetime) -> None:
    hall = hall_with_gallery(now)
    key = hand_in(hall, 0, now)
    actor = voter(hall, "li4", now)
    works.vote(actor, key, now)
    with write():
        hall.round.contest.archived_at = now
    for deed in (works.vote, works.take_back):
        with pytest.raises(UserError) as refused:
            deed(actor, key, now)
        assert refused.value.code == "archived"
    over = seen(hall, now)
    assert (over.state, [work.votes for work in over.works]) == ("over", [1])


def test_counted_votes_are_not_opened_again(app: Flask, now: datetime) -> None:
    hall = hall_with_gallery(now)
    key = hand_in(hall, 0, now)
    over = now + LATER + timedelta(seconds=1)
    longer = GalleryInput(None, now, over + LATER, 2)
    works.set_gallery(SYSTEM, hall.round_id, longer, over)  # nobody voted: nothing is known
    works.vote(voter(hall, "li4", now), key, over)
    again = GalleryInput(None, now, over + LATER + LATER, 2)
    with pytest.raises(UserError) as refused:
        works.set_gallery(SYSTEM, hall.round_id, again, over + LATER + LATER)
    assert refused.value.status == 409
    works.set_gallery(SYSTEM, hall.round_id, longer, over + LATER + LATER)  # as it is


@pytest.mark.parametrize(
    "changed",
    [
        {"title": " "},
        {"text": "", "pictures": ()},
        {"pictures": tuple(bytes([n]) for n in range(10))},
    ],
)
def test_what_is_no_work_is_refused(app: Flask, now: datetime, changed: dict[str, object]) -> None:
    hall = hall_with_gallery(now)
    with pytest.raises(UserError):
        hand_in(hall, 0, now, **changed)
    db.session.rollback()
    assert db.session.scalars(sa.select(Work)).all() == []


def test_a_link_is_for_its_own_rounds(app: Flask, now: datetime) -> None:
    hall, other = hall_with_gallery(now), hall_with_gallery(now)
    given = WorkInput("作品", "文字")
    with pytest.raises(NotFound):
        works.hand_in(token(hall, 0), other.round_id, given, now)
    with pytest.raises(NotFound):
        works.hand_in("no-such-token", hall.round_id, given, now)
    late = GalleryInput(now, None, None, 0)
    works.set_gallery(SYSTEM, hall.round_id, late, now)
    with pytest.raises(UserError):
        works.hand_in(token(hall, 0), hall.round_id, given, now + timedelta(seconds=1))
