"""Setting a contest up: who may, in which order, and what a begun round no longer allows."""

from collections.abc import Callable
from datetime import datetime

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.contests.models import Contest, Entry, Judge, Round, RoundEntry, RoundJudge, Scheme
from blueprints.contests.queries.feeding import Audience
from blueprints.contests.queries.setup import contest_hub, contests_of, round_setup
from blueprints.contests.queries.standings import reading
from blueprints.contests.services import desk, progress, setup
from blueprints.people import services as people
from scoring.presets import PRESETS
from store import NotFound, UserError, db, write
from store.actors import SYSTEM, Actor, Grant
from store.audit import AuditEntry
from tests.support.contests import Hall, make_hall

Change = Callable[[Hall, datetime], object]


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    """A round that is set up, but not open yet."""
    return make_hall(now, open_round=False)


def names(round_id: int) -> list[str]:
    return [line.name for line in round_setup(db.session.get_one(Round, round_id)).entries]


def codes(round_id: int) -> list[str]:
    return [line.code for line in round_setup(db.session.get_one(Round, round_id)).entries]


def add_round(hall: Hall, now: datetime, preset: str = "speech", **given: int) -> int:
    return setup.add_round(SYSTEM, hall.round.event_id, "预赛", preset, "each", now, **given)


@pytest.mark.parametrize("preset", [name for name in PRESETS if not PRESETS[name].rounds])
def test_every_ready_made_scheme_makes_a_round_that_can_be_opened(
    hall: Hall, now: datetime, preset: str
) -> None:
    made = add_round(hall, now, preset)
    setup.add_entries(SYSTEM, made, [setup.EntryInput("吴示六")], now)
    view = round_setup(db.session.get_one(Round, made))
    assert view.is_ready
    assert view.rule.parts
    progress.open_round(SYSTEM, made, now)
    with reading(made, Audience.DESK) as live:
        assert [row.status for row in live.standings(Audience.DESK).rows] == ["waiting"]


def test_an_unknown_scheme_or_release_is_refused(hall: Hall, now: datetime) -> None:
    with pytest.raises(UserError):
        add_round(hall, now, "olympic")
    with pytest.raises(UserError):
        setup.add_round(SYSTEM, hall.round.event_id, "预赛", "speech", "sometimes", now)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Scheme)) == 1


def test_teams_are_formed_from_the_units_of_the_round_below(hall: Hall, now: datetime) -> None:
    others = [setup.EntryInput("郑示七", "示例重工工会"), setup.EntryInput("王示八", "")]
    setup.add_entries(SYSTEM, hall.round_id, others, now)
    with pytest.raises(UserError) as refused:
        add_round(hall, now, "team")
    assert refused.value.code == "earlier"
    teams = add_round(hall, now, "team", earlier_id=hall.round_id)
    assert setup.form_teams(SYSTEM, teams, now) == 2
    lines = round_setup(db.session.get_one(Round, teams)).entries
    assert [line.name for line in lines] == ["示例精工工会", "示例重工工会"]
    assert [len(line.members) for line in lines] == [3, 1]
    with pytest.raises(UserError):
        setup.form_teams(SYSTEM, teams, now)
    with pytest.raises(UserError):
        setup.remove_round(SYSTEM, hall.round_id, now)


def test_a_team_can_be_named_by_its_members_codes(hall: Hall, now: datetime) -> None:
    teams = add_round(hall, now, "team", earlier_id=hall.round_id)
    with pytest.raises(UserError) as refused:
        setup.add_entries(SYSTEM, teams, [setup.EntryInput("一队", members=("A01", "X9"))], now)
    assert refused.value.code == "members"
    assert names(teams) == []
    setup.add_entries(SYSTEM, teams, [setup.EntryInput("一队", members=("A01", "A03"))], now)
    assert round_setup(db.session.get_one(Round, teams)).entries[0].member_codes == ("A01", "A03")


def test_a_scheme_can_be_changed_until_the_round_begins(hall: Hall, now: datetime) -> None:
    old = hall.round.scheme_id
    setup.change_scheme(SYSTEM, hall.round_id, "diving", now)
    assert round_setup(hall.round).scheme == "跳水式难度系数"
    assert db.session.get(Scheme, old) is None
    progress.open_round(SYSTEM, hall.round_id, now)
    with pytest.raises(UserError):
        setup.change_scheme(SYSTEM, hall.round_id, "speech", now)


def test_codes_are_given_and_never_given_twice(hall: Hall, now: datetime) -> None:
    given = [setup.EntryInput("吴示六"), setup.EntryInput("郑示七", code="01")]
    setup.add_entries(SYSTEM, hall.round_id, given, now)
    assert codes(hall.round_id) == ["A01", "A02", "A03", "02", "01"]
    with pytest.raises(UserError):
        twice = [setup.EntryInput("王示八", code="B1"), setup.EntryInput("冯示九", code="B1")]
        setup.add_entries(SYSTEM, hall.round_id, twice, now)
    assert len(codes(hall.round_id)) == 5


def test_an_entrant_is_corrected_and_removed(hall: Hall, now: datetime) -> None:
    key = hall.entry(1).key
    given = setup.EntryInput("钱示贰", "示例港务工会", "B7", "东区", "3")
    setup.update_entry(SYSTEM, hall.round_id, key, given, now)
    line = round_setup(hall.round).entries[1]
    assert (line.name, line.unit, line.code) == ("钱示贰", "示例港务工会", "B7")
    assert (line.zone, line.station) == ("东区", "3")
    with pytest.raises(UserError):
        setup.update_entry(SYSTEM, hall.round_id, key, setup.EntryInput("钱示贰", code="A01"), now)
    setup.remove_entry(SYSTEM, hall.round_id, key, now)
    assert names(hall.round_id) == ["赵示一", "孙示三"]
    assert db.session.scalar(sa.select(Entry).where(Entry.key == key)) is None


def test_entrants_of_another_round_are_taken_over_once(hall: Hall, now: datetime) -> None:
    final = add_round(hall, now)
    assert setup.take_entries(SYSTEM, final, hall.round_id, now) == 3
    assert setup.take_entries(SYSTEM, final, hall.round_id, now) == 0
    assert names(final) == names(hall.round_id)
    setup.remove_round(SYSTEM, hall.round_id, now)
    assert names(final) == ["赵示一", "钱示二", "孙示三"]
    setup.remove_round(SYSTEM, final, now)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Entry)) == 0
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Scheme)) == 0


def test_an_entrant_moves_to_a_place(hall: Hall, now: datetime) -> None:
    key = hall.entry(2).key
    setup.move_entry(SYSTEM, hall.round_id, key, to=1, now=now)
    assert names(hall.round_id) == ["孙示三", "赵示一", "钱示二"]
    setup.move_entry(SYSTEM, hall.round_id, key, to=99, now=now)
    assert names(hall.round_id) == ["赵示一", "钱示二", "孙示三"]
    with pytest.raises(NotFound):
        setup.move_entry(SYSTEM, hall.round_id, "nobody", to=1, now=now)


def test_a_draw_can_be_repeated_by_whoever_knows_the_seed(hall: Hall, now: datetime) -> None:
    more = [setup.EntryInput(f"吴示{n}") for n in range(20)]
    setup.add_entries(SYSTEM, hall.round_id, more, now)
    before = names(hall.round_id)
    assert setup.draw_order(SYSTEM, hall.round_id, " 6-1-5 ", now) == "6-1-5"
    drawn = names(hall.round_id)
    assert drawn != before
    assert sorted(drawn) == sorted(before)
    entries = db.session.scalars(sa.select(Entry)).all()
    assert drawn == [e.name for e in sorted(entries, key=lambda e: setup.drawn("6-1-5", e.ref))]
    (draw,) = round_setup(hall.round).draws
    assert draw.seed == "6-1-5"
    fresh = setup.draw_order(SYSTEM, hall.round_id, "", now, reason="签错号")
    assert len(fresh) == 8


def test_codes_are_drawn_for_blind_judging(hall: Hall, now: datetime) -> None:
    setup.draw_codes(SYSTEM, hall.round_id, "K", "seed", now)
    assert sorted(codes(hall.round_id)) == ["K01", "K02", "K03"]
    other = add_round(hall, now)
    setup.add_entries(SYSTEM, other, [setup.EntryInput("吴示六")], now)
    with pytest.raises(UserError) as refused:
        setup.draw_codes(SYSTEM, other, "K", "seed", now)
    assert refused.value.code == "prefix"


def test_judges_sit_in_rounds_that_have_not_begun(hall: Hall, now: datetime) -> None:
    second = add_round(hall, now)
    progress.open_round(SYSTEM, hall.round_id, now)
    judge = setup.add_judge(SYSTEM, hall.contest_id, "评委示九", "示例工会", now)
    seats = sa.select(RoundJudge.round_id).where(RoundJudge.judge_id == judge)
    assert db.session.scalars(seats).all() == [second]
    setup.choose_judges(SYSTEM, second, {hall.judges[0].id or 0}, now)
    seats = sa.select(RoundJudge.judge_id).where(RoundJudge.round_id == second)
    assert db.session.scalars(seats).all() == [hall.judges[0].id]
    setup.remove_judge(SYSTEM, hall.contest_id, judge, now)
    with pytest.raises(UserError):
        setup.remove_judge(SYSTEM, hall.contest_id, hall.judges[1].id or 0, now)
    setup.rename_judge(SYSTEM, hall.contest_id, hall.judges[1].id or 0, "评委新名", "单位", now)
    assert db.session.get_one(Judge, hall.judges[1].id).name == "评委新名"


def test_several_judges_come_in_together_or_not_at_all(hall: Hall, now: datetime) -> None:
    lines = setup.judges_of_lines("评委甲, 示例工会\n\n评委乙\t示例二工会\n评委丙")
    assert lines == [("评委甲", "示例工会"), ("评委乙", "示例二工会"), ("评委丙", "")]
    assert setup.add_judges(SYSTEM, hall.contest_id, lines, now) == 3
    with pytest.raises(UserError):
        setup.add_judges(SYSTEM, hall.contest_id, [("评委丁", ""), ("  ", "")], now)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Judge)) == 6


def test_who_the_desk_has_recorded_stays(hall: Hall, now: datetime) -> None:
    judge = hall.judges[0].id or 0
    entry = hall.entry(0).key
    desk.excuse_judge(SYSTEM, hall.round_id, entry, judge, "recused", "亲属", now)
    with pytest.raises(UserError):
        setup.choose_judges(SYSTEM, hall.round_id, set(), now)
    with pytest.raises(UserError):
        setup.remove_entry(SYSTEM, hall.round_id, entry, now)
    with pytest.raises(UserError):
        setup.remove_round(SYSTEM, hall.round_id, now)


def test_prizes_are_set_until_the_result_is_confirmed(hall: Hall, now: datetime) -> None:
    setup.set_prizes(SYSTEM, hall.round_id, [("一等奖", 1), ("", 0), ("二等奖", 2)], now)
    assert round_setup(hall.round).prizes == (("一等奖", 1), ("二等奖", 2))
    with reading(hall.round_id, Audience.DESK) as live:
        assert [award.count for award in live.standings(Audience.DESK).prizes] == [1, 2]
    with pytest.raises(UserError):
        setup.set_prizes(SYSTEM, hall.round_id, [("一等奖", 0)], now)
    setup.set_prizes(SYSTEM, hall.round_id, [], now)
    assert round_setup(hall.round).prizes == ()
    progress.open_round(SYSTEM, hall.round_id, now)
    progress.close_round(SYSTEM, hall.round_id, now)
    progress.confirm_round(Actor("system", 2), hall.round_id, now)
    with pytest.raises(UserError):
        setup.set_prizes(SYSTEM, hall.round_id, [("一等奖", 1)], now)


BEGUN: dict[str, Change] = {
    "add": lambda h, t: setup.add_entries(SYSTEM, h.round_id, [setup.EntryInput("吴示六")], t),
    "correct": lambda h, t: setup.update_entry(
        SYSTEM, h.round_id, h.entry(0).key, setup.EntryInput("吴示六"), t
    ),
    "remove": lambda h, t: setup.remove_entry(SYSTEM, h.round_id, h.entry(0).key, t),
    "move": lambda h, t: setup.move_entry(SYSTEM, h.round_id, h.entry(0).key, to=2, now=t),
    "draw": lambda h, t: setup.draw_order(SYSTEM, h.round_id, "", t),
    "codes": lambda h, t: setup.draw_codes(SYSTEM, h.round_id, "B", "", t),
    "judges": lambda h, t: setup.choose_judges(SYSTEM, h.round_id, set(), t),
    "lines": lambda h, t: setup.import_lines(SYSTEM, h.round_id, "吴示六", t),
    "round": lambda h, t: setup.remove_round(SYSTEM, h.round_id, t),
}


@pytest.mark.parametrize("change", BEGUN)
def test_a_round_that_has_begun_is_fixed(hall: Hall, now: datetime, change: str) -> None:
    progress.open_round(SYSTEM, hall.round_id, now)
    version = hall.round.contest.version
    with pytest.raises(UserError) as refused:
        BEGUN[change](hall, now)
    assert refused.value.status == 409
    assert hall.round.contest.version == version
    assert names(hall.round_id) == ["赵示一", "钱示二", "孙示三"]


STRANGERS: dict[str, Change] = BEGUN | {
    "settings": lambda h, t: setup.update_round(SYSTEM, h.round_id, "决赛", "each", t),
    "prizes": lambda h, t: setup.set_prizes(SYSTEM, h.round_id, [], t),
    "scheme": lambda h, t: setup.change_scheme(SYSTEM, h.round_id, "speech", t),
    "event": lambda h, t: setup.add_event(SYSTEM, h.contest_id, "焊接", t),
    "contest": lambda h, t: setup.update_contest(SYSTEM, h.contest_id, setup.ContestInput("新"), t),
    "judge": lambda h, t: setup.add_judge(SYSTEM, h.contest_id, "评委", "", t),
}


@pytest.mark.parametrize("change", STRANGERS)
def test_others_see_nothing_and_the_scorer_changes_nothing(
    hall: Hall, now: datetime, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scorer = Grant("scorer", "contest", contest_id=hall.contest_id)
    for actor, status in (
        (Actor("account", 9, "外人"), 404),
        (Actor("account", 8, "记分员", frozenset({scorer})), 403),
    ):
        monkeypatch.setitem(globals(), "SYSTEM", actor)
        with pytest.raises(UserError) as refused:
            STRANGERS[change](hall, now)
        assert refused.value.status == status


def test_blind_coding_is_fixed_once_a_round_has_begun(hall: Hall, now: datetime) -> None:
    blind = setup.ContestInput("示例比武", blind=True)
    setup.update_contest(SYSTEM, hall.contest_id, blind, now)
    progress.open_round(SYSTEM, hall.round_id, now)
    with pytest.raises(UserError):
        setup.update_contest(SYSTEM, hall.contest_id, setup.ContestInput("示例比武"), now)
    setup.update_contest(
        SYSTEM,
        hall.contest_id,
        setup.ContestInput("示例比武 2026", "礼堂", "2026-05-12", True),
        now,
    )
    setup.decode(SYSTEM, hall.contest_id, now)
    contest = db.session.get_one(Contest, hall.contest_id, populate_existing=True)
    assert not contest.names_hidden
    assert contest.title == "示例比武 2026"


def test_a_rehearsal_says_so_in_its_title(hall: Hall, now: datetime) -> None:
    contest = db.session.get_one(Contest, hall.contest_id)
    for _again in range(2):
        given = setup.ContestInput(contest.title, rehearsal=True)
        setup.update_contest(SYSTEM, hall.contest_id, given, now)
        assert contest.title == "【演练】 示例比武"
    setup.update_contest(SYSTEM, hall.contest_id, setup.ContestInput(contest.title), now)
    assert contest.title == "示例比武"


@pytest.mark.parametrize("day", ["2026-02-30", "tomorrow", "12.05.2026"])
def test_a_day_that_does_not_exist_is_refused(hall: Hall, now: datetime, day: str) -> None:
    with pytest.raises(UserError):
        setup.update_contest(SYSTEM, hall.contest_id, setup.ContestInput("比武", "", day), now)


def test_an_event_with_rounds_stays(hall: Hall, now: datetime) -> None:
    with pytest.raises(UserError):
        setup.remove_event(SYSTEM, hall.round.event_id, now)
    event = setup.add_event(SYSTEM, hall.contest_id, "焊接", now)
    setup.rename_event(SYSTEM, event, "电焊", now)
    assert [one.title for one in contest_hub(hall.round.contest).events] == ["数控铣", "电焊"]
    setup.remove_event(SYSTEM, event, now)
    assert [one.title for one in contest_hub(hall.round.contest).events] == ["数控铣"]


def test_the_checklist_names_what_is_missing(app: Flask, now: datetime) -> None:
    hall = make_hall(now, judges=2, entries=0, open_round=False)
    checks = {check.name: check for check in round_setup(hall.round).checks}
    assert not checks["entries"].done
    assert (checks["judges"].done, checks["judges"].have, checks["judges"].need) == (False, 2, 3)
    setup.add_judge(SYSTEM, hall.contest_id, "评委示三", "", now)
    setup.add_entries(SYSTEM, hall.round_id, [setup.EntryInput("吴示六")], now)
    assert round_setup(hall.round).is_ready
    hub = {check.name: check.done for check in contest_hub(hall.round.contest).checks}
    assert hub == {
        "events": True,
        "rounds": True,
        "entries": True,
        "judges": True,
        "pins": False,
    }


def test_contests_are_listed_for_those_who_may_see_them(hall: Hall, now: datetime) -> None:
    other = make_hall(now)
    here = Grant("scorer", "contest", contest_id=hall.contest_id)
    scorer = Actor("account", 8, "记分员", frozenset({here}))
    assert [row.id for row in contests_of(scorer, rehearsals=False).items] == [hall.contest_id]
    everyone = contests_of(SYSTEM, rehearsals=False)
    assert [row.id for row in everyone.items] == [other.contest_id, hall.contest_id]
    assert [row.state for row in everyone.items] == ["live", "draft"]
    assert contests_of(SYSTEM, rehearsals=True).items == []
    assert contests_of(SYSTEM, rehearsals=False, search="100%").items == []


def test_a_contest_belongs_to_an_organisation_of_ones_own(hall: Hall, now: datetime) -> None:
    data = people.OrganisationData("示例东区总工会", "federation")
    elsewhere = people.create_organisation(SYSTEM, data, parent_id=None, now=now)
    with write():
        path = f"{hall.organisation_id}."
    organiser = Grant("organiser", "organisation", path)
    actor = Actor("account", 7, "组委会", frozenset({organiser}))
    assert setup.create_contest(actor, hall.organisation_id, setup.ContestInput("比武"), now)
    with pytest.raises(NotFound):
        setup.create_contest(actor, elsewhere, setup.ContestInput("比武"), now)


def test_what_is_set_up_is_audited(hall: Hall, now: datetime) -> None:
    setup.draw_order(SYSTEM, hall.round_id, "7", now)
    entry = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.action, entry.subject) == ("round.order_drawn", f"round:{hall.round_id}")
    assert entry.detail == {"seed": "7"}


def test_a_cached_round_is_not_taken_for_a_new_one_with_its_id(hall: Hall, now: datetime) -> None:
    old = add_round(hall, now)
    setup.take_entries(SYSTEM, old, hall.round_id, now)
    with reading(old, Audience.DESK) as live:
        assert len(live.members.entries) == 3
    setup.remove_round(SYSTEM, old, now)
    other = make_hall(now, entries=1, open_round=False)
    if other.round_id == old:  # SQLite gives the id out again
        with write():
            hall_version = db.session.get_one(Contest, hall.contest_id).version
            db.session.get_one(Contest, other.contest_id).version = hall_version - 1
    with reading(other.round_id, Audience.DESK) as live:
        assert [entry.name for entry in live.members.entries.values()] == ["赵示一"]
    remaining = sa.select(sa.func.count()).select_from(RoundEntry)
    assert db.session.scalar(remaining) == 4


@pytest.mark.parametrize(
    ("rounding", "counts"),
    [("floor", [3, 7, 11]), ("half_up", [4, 8, 12]), ("ceiling", [4, 8, 12])],
)
def test_shares_of_prizes_are_rounded_as_declared(
    app: Flask, now: datetime, rounding: str, counts: list[int]
) -> None:
    hall = make_hall(now, entries=39, open_round=False)
    shares: list[tuple[str, int | str]] = [("一等奖", "10%"), ("二等奖", "20%"), ("三等奖", "30%")]
    policy = setup.PrizePolicy(rounding=rounding, boundary="cut", minimum="60")
    setup.set_prizes(SYSTEM, hall.round_id, shares, now, policy)
    seen = round_setup(hall.round)
    assert [count for _title, count in seen.prize_counts] == counts
    assert seen.prizes[0] == ("一等奖", "10%")
    assert (seen.prize_policy["boundary"], seen.prize_policy["minimum"]) == ("cut", "60")
    for bad in (["0%"], ["101%"], ["%"], ["NaN%"], ["1e9%"]):
        with pytest.raises(UserError):
            setup.set_prizes(SYSTEM, hall.round_id, [("一等奖", bad[0])], now)
    with pytest.raises(UserError):
        setup.set_prizes(SYSTEM, hall.round_id, shares, now, setup.PrizePolicy(of="nobody"))
