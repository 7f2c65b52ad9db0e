"""Pages by which a result is defended: who sees what, forms that come twice, hostile forms."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from blueprints.contests.models import LedgerKind
from blueprints.contests.queries.appeals import slips_of
from blueprints.contests.services import amending, appeals, notices
from store import write
from store.actors import SYSTEM
from tests.support.defended import PRIZES, Defended, defended
from tests.support.judging import token_of
from tests.support.limits import with_limits

WORDS = "评委一现场亮分 9.90，成绩单上是 9.00。"
HOSTILE = "<script>alert(1)</script>{{7*7}}'\"--\u202e"


@pytest.fixture
def case(app: Flask, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Defended:
    monkeypatch.setitem(app.extensions, "clock", lambda: now)
    return defended(app, now)


def move(case: Defended, monkeypatch: pytest.MonkeyPatch, **later: int) -> None:
    monkeypatch.setitem(case.app.extensions, "clock", lambda: case.now + timedelta(**later))


def link(case: Defended) -> str:
    appeals.make_links(SYSTEM, case.hall.round_id, case.now)
    return f"/appeal/{slips_of(case.hall.round)[0].token}"


def send(client: FlaskClient, page: str, address: str, **fields: str) -> TestResponse:
    """As a browser without script does: the page's own token and key."""
    html = client.get(page).text
    key = re.search(r'name="key" value="([^"]+)"', html)
    assert key is not None
    data = {"csrf_token": token_of(html), "key": key[1], **fields}
    return client.post(address, data=data)


def appeal(case: Defended, client: FlaskClient, **fields: str) -> TestResponse:
    address = link(case)
    given = {"words": WORDS, "name": "领队示一", "contact": "13800000000", **fields}
    return send(client, address, f"{address}/{case.hall.round_id}", **given)


def desk(case: Defended, rest: str = "") -> str:
    return f"/contests/rounds/{case.hall.round_id}/{rest}"


def test_from_the_slip_to_the_new_place(case: Defended, client: FlaskClient) -> None:
    """Everything by pages: appeal by link, hearing, ruling, amendment, approval, result."""
    assert appeal(case, client).status_code == 303
    supervisor, scorer = case.staff.browser("supervisor"), case.staff.browser("scorer")
    assert WORDS in supervisor.get(desk(case, "appeals")).text
    assert WORDS not in scorer.get(desk(case, "appeals")).text
    supervisor.post(desk(case, "appeals/1/hearing"))
    ruling = {"outcome": "upheld", "ruling": "录像证实", "key": "ruling-form-1"}
    assert supervisor.post(desk(case, "appeals/1/ruling"), **ruling).status_code == 303
    judge, entry = case.hall.judges[0].id, case.hall.entry(0).key
    page = scorer.get(desk(case, f"amendments?entry={entry}&appeal=1")).text
    assert f'value="{judge}:1:performance"' in page
    asked = {
        "entry": entry,
        "change": "mark",
        "target": f"{judge}:1:performance",
        "value": "9.90",
        "reason": "据申诉裁决",
        "appeal": "1",
        "key": "asking-form-1",
    }
    assert scorer.post(desk(case, "amendments"), **asked).status_code == 303
    seq = case.rows(LedgerKind.AMENDMENT_ASKED)[0].seq
    decision = {"answer": "approve", "key": "decision-form-1"}
    assert supervisor.post(desk(case, f"amendments/{seq}"), **decision).status_code == 303
    result = client.get(f"/results/{case.hall.round_id}").text
    assert "据申诉裁决" in result and "9.500" in result
    trail = client.get(f"/results/{case.hall.round_id}/trail").text
    for told in ("录像证实", "据申诉裁决", "9.200", "9.500", "示例supervisor"):
        assert told in trail
    assert WORDS not in trail and "13800000000" not in trail


def tie_by_amendments(case: Defended, boundary: str = "extend") -> None:
    """The first two, of whom one gets the first prize."""
    with write():
        prizes = {**PRIZES, "boundary": boundary}
        case.hall.round.document = {**case.hall.round.document, "prizes": prizes}
        case.hall.round.contest.version += 1
    for judge in range(3):
        change = case.slip("9.30", judge=judge)
        seq = amending.ask(SYSTEM, case.hall.round_id, change, "录入笔误", case.now)
        amending.approve(case.staff.actor("organiser"), case.hall.round_id, seq, case.now)


def test_a_tie_is_put_in_order_on_the_page(case: Defended) -> None:
    tie_by_amendments(case)
    scorer, supervisor = case.staff.browser("scorer"), case.staff.browser("supervisor")
    keys = [case.hall.entry(n).key for n in (0, 1)]
    page = scorer.get(desk(case, "amendments")).text
    assert all(f'name="rank-{key}"' in page for key in keys)
    given = {
        "change": "decision",
        "entry": keys,
        "value": "arbitration",
        "reason": "仲裁裁定",
        "key": "tie-form-1",
        f"rank-{keys[0]}": "2",
    }
    assert scorer.post(desk(case, "amendments"), **given).status_code == 422
    given[f"rank-{keys[1]}"] = "1"
    assert scorer.post(desk(case, "amendments"), **given).status_code == 303
    seq = case.rows(LedgerKind.AMENDMENT_ASKED)[-1].seq
    assert "仲裁裁定" in supervisor.get(desk(case, "amendments")).text
    decision = {"answer": "approve", "key": "tie-decision-1"}
    assert supervisor.post(desk(case, f"amendments/{seq}"), **decision).status_code == 303
    assert case.winner == case.hall.entry(1).ref
    assert f'name="rank-{keys[0]}"' not in scorer.get(desk(case, "amendments")).text


def test_a_refused_request_keeps_what_was_typed_in_its_own_form(case: Defended) -> None:
    tie_by_amendments(case, boundary="cut")
    keys = [case.hall.entry(n).key for n in (0, 1)]
    scorer = case.staff.browser("scorer")
    page = scorer.get(desk(case, "amendments")).text
    assert "一等奖尚未确定：A01 赵示一、A02 钱示二并列" in page  # why it has to be decided
    assert '<details class="ask-kind" open>' in page
    same = {"entry": keys, **{f"rank-{key}": "1" for key in keys}}
    given = {"change": "decision", "value": "arbitration", "reason": "录像", "key": "tie-form-2"}
    again = scorer.post(desk(case, "amendments"), **given, **same)
    assert again.status_code == 422
    assert 'value="录像"' in again.text
    assert '<option value="arbitration" selected>' in again.text
    assert "mark-target" not in again.text  # nobody was chosen
    bad = {"entry": keys[0], "change": "deduction", "value": "abc", "reason": "超时"}
    again = scorer.post(desk(case, "amendments"), key="deduct-form-1", **bad)
    assert again.status_code == 422
    assert 'value="超时"' in again.text and 'value="abc"' in again.text


def test_the_same_appeal_twice_is_one(case: Defended, client: FlaskClient) -> None:
    appeal(case, client, key="the-same-key")
    assert appeal(case, client, key="the-same-key").status_code == 303
    assert len(case.rows(LedgerKind.APPEAL)) == 1


def test_what_is_missing_is_said_at_its_field_and_the_rest_is_kept(
    case: Defended, client: FlaskClient
) -> None:
    answer = appeal(case, client, name=" ")
    assert answer.status_code == 422
    assert WORDS in answer.text and "13800000000" in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert case.rows(LedgerKind.APPEAL) == []


def test_too_late(case: Defended, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    address = link(case)
    page = client.get(address).text
    move(case, monkeypatch, hours=3)
    token, key = token_of(page), "late-form-key"
    fields = {"words": WORDS, "name": "领队示一", "contact": "138", "csrf_token": token, "key": key}
    answer = client.post(f"{address}/{case.hall.round_id}", data=fields)
    assert answer.status_code == 409
    assert "<form" not in client.get(address).text.partition("<main")[2].partition("</main")[0]


def test_the_link_is_told_to_nobody(case: Defended, client: FlaskClient) -> None:
    answer = client.get(link(case))
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert "no-store" in answer.headers["Cache-Control"]
    assert client.get("/appeal/no-such-token").status_code == 404


def notice(case: Defended) -> str:
    """The notice has begun."""
    notices.begin_notice(SYSTEM, case.hall.round_id, case.now + timedelta(hours=2, seconds=1))
    return f"/notice/{case.hall.round_id}"


def object_to(client: FlaskClient, address: str, **fields: str) -> TestResponse:
    given = {"words": "不是本单位职工", "name": "群众示一", "contact": "a@example.org", **fields}
    return send(client, address, f"{address}/objections", **given)


def test_anybody_objects_and_finds_the_answer(
    case: Defended, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = notice(case)
    move(case, monkeypatch, hours=3)
    sent = object_to(client, address)
    assert sent.status_code == 303
    own = client.get(sent.headers["Location"])
    assert "不是本单位职工" in own.text and own.headers["Referrer-Policy"] == "no-referrer"
    desk_page = case.staff.browser("supervisor").get(desk(case, "notice")).text
    assert "群众示一" in desk_page
    assert "群众示一" not in case.staff.browser("scorer").get(desk(case, "notice")).text
    public = client.get(address).text
    assert "不是本单位职工" not in public and "群众示一" not in public
    given = {"outcome": "refused", "answer": "经核实无误", "key": "answer-form-1"}
    case.staff.browser("organiser").post(desk(case, "notice/objections/1"), **given)
    assert "经核实无误" in client.get(address).text
    assert "经核实无误" in client.get(sent.headers["Location"]).text


def test_hostile_words_stay_words(
    case: Defended, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = notice(case)
    move(case, monkeypatch, hours=3)
    sent = object_to(client, address, words=HOSTILE, name=HOSTILE, contact=HOSTILE)
    assert sent.status_code == 303
    pages = [
        client.get(sent.headers["Location"]).text,
        case.staff.browser("supervisor").get(desk(case, "notice")).text,
    ]
    for page in pages:
        assert "<script>alert" not in page and "&lt;script&gt;alert" in page
        assert "{{7*7}}" in page


@pytest.mark.parametrize(
    "fields",
    [
        {"words": "长" * 100_000},
        {"key": "短"},
        {"key": "k" * 5000},
        {"key": ""},
        {"name": ""},
        {"csrf_token": "wrong"},
    ],
)
def test_forms_that_are_none_are_refused_and_write_nothing(
    case: Defended, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, fields: dict[str, str]
) -> None:
    address = notice(case)
    move(case, monkeypatch, hours=3)
    assert object_to(client, address, **fields).status_code in (400, 422)
    assert case.rows(LedgerKind.OBJECTION) == []


@pytest.fixture
def limited(app: Flask) -> Iterator[Flask]:
    with with_limits(app) as made:
        yield made


def test_a_flood_of_objections_is_slowed_down(case: Defended, limited: Flask) -> None:
    address, client = notice(case), limited.test_client()
    limited.extensions["clock"] = lambda: case.now + timedelta(hours=3)
    told = [object_to(client, address).status_code for _n in range(12)]
    assert told == [303] * 10 + [429] * 2


def test_nothing_of_it_is_seen_before_the_publication(
    app: Flask, now: datetime, client: FlaskClient
) -> None:
    case = defended(app, now, upto="confirmed")
    for page in (f"/notice/{case.hall.round_id}", f"/results/{case.hall.round_id}/trail"):
        assert client.get(page).status_code == 404


def test_a_blind_contest_names_nobody(app: Flask, now: datetime, client: FlaskClient) -> None:
    case = defended(app, now, (), blind=True)
    page = client.get(f"/results/{case.hall.round_id}/trail").text
    assert case.hall.entry(0).name not in page


def test_the_step_says_what_is_in_its_way(case: Defended) -> None:
    browser = case.staff.browser("organiser")
    page = browser.get(desk(case, "desk")).text
    assert 'id="desk-life"' in page and f"/contests/rounds/{case.hall.round_id}/appeals" in page
    answer = browser.post(desk(case, "desk/steps/prizes"), key="prizes-form-1")
    assert answer.status_code == 409
    assert browser.get(desk(case, "desk/life")).status_code == 200
    assert browser.get(f"/contests/{case.hall.contest_id}").status_code == 200


def test_steps_are_chosen_and_kept_once_passed(case: Defended) -> None:
    browser, address = case.staff.browser("organiser"), f"/contests/{case.hall.contest_id}/life"
    assert 'name="step" value="appeals"' in browser.get(address).text
    refused = browser.post(address, preset="skills")
    assert refused.status_code == 409
    assert case.hall.round.contest.steps == ["appeals", "notice"]


def test_decoding_without_hidden_names_is_told_to_do_nothing(app: Flask, now: datetime) -> None:
    case = defended(app, now, ("decoding",), upto="confirmed")
    browser, address = case.staff.browser("organiser"), f"/contests/{case.hall.contest_id}/life"
    assert "本竞赛未启用盲评加密" in browser.get(address).text
    with write():
        case.hall.round.contest.blind = True
    assert "本竞赛未启用盲评加密" not in browser.get(address).text
    with write():
        case.hall.round.contest.decoded_at = now  # nor once the names are known
    assert "本竞赛未启用盲评加密" not in browser.get(address).text
