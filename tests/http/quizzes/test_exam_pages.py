"""A theory exam in browsers: staff set it up, an entrant writes it, nobody reads it too early."""

import re
from datetime import datetime
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from blueprints.contests.queries.values import mark_now
from blueprints.quizzes.models import ExamPaper
from store import db
from store.files import files
from tests.support.banks import Keeper, keeper_of
from tests.support.contests import make_hall
from tests.support.exams import SUBJECT, Theory, fill_bank, make_theory

CODE = re.compile(r'exam-slip-code num">(\w{4}) (\w{4})<')
SECRETS = ("解析", "示例条例", "标准答案", "第二十五条")
OPEN = {
    "kind": "open",
    "text": "试述安全操作规程。",
    "answer": ["标准答案"],
    "source": "第二十五条",
}


class Guest:
    """An entrant's browser: nobody is signed in there."""

    def __init__(self, app: Flask) -> None:
        self._client = app.test_client()
        found = re.search(r'name="csrf-token" content="([^"]+)"', self.get("/exam").text)
        assert found is not None
        self._token = found[1]

    def get(self, address: str) -> TestResponse:
        return self._client.get(address)

    def post(self, address: str, **fields: Any) -> TestResponse:
        return self._client.post(address, data={"csrf_token": self._token, **fields})

    def send(self, address: str, body: dict[str, Any]) -> TestResponse:
        headers = {"X-CSRFToken": self._token, "Accept": "application/json"}
        return self._client.post(address, json=body, headers=headers)


def test_staff_make_draw_open_and_print(app: Flask, now: datetime) -> None:
    app.extensions["clock"] = lambda: now
    hall = make_hall(now, preset="theory_practical", judges=1, entries=2)
    keeper = keeper_of(app, hall.organisation_id, now)
    fill_bank(hall.organisation_id, 6, now)
    new = f"/contests/rounds/{hall.round_id}/exam"
    form: dict[str, Any] = {
        "title": "理论考试", "item": "theory", "minutes": "45", "partial": "half",
        "shuffle_questions": "y", "grace_s": "20", "n": ["4", ""], "subject": [SUBJECT, ""],
        "level": ["", ""], "kind": ["single", ""], "points": ["x", ""],
    }  # fmt: skip
    wrong = keeper.browser.post(new, **form)
    assert wrong.status_code == 422
    assert f'value="{SUBJECT}"' in wrong.text, "what was typed is kept"
    exam = keeper.browser.post(new, **{**form, "points": ["25", ""]}).location
    assert keeper.browser.get(new).location.endswith(exam), "a second one is not made"
    keeper.browser.post(f"{exam}/draw", seed="1234")
    drawn = keeper.browser.get(exam).text
    assert "1234" in drawn
    assert "测试题" not in drawn, "sealed for staff too"
    for hidden in ("questions", "marking"):
        assert keeper.browser.get(f"{exam}/{hidden}").status_code == 404
    slips = keeper.browser.post(f"{exam}/slips").text
    assert len(CODE.findall(slips)) == 2
    keeper.browser.post(f"{exam}/open")
    code = " ".join(CODE.findall(slips)[0]).lower()
    guest = Guest(app)
    invitation = guest.post("/exam", code=code).location
    assert "A01" in guest.get(invitation).text
    assert guest.post("/exam", code="ZZZZ ZZZZ").status_code == 422
    paper = guest.post(invitation).location
    assert "测试题" not in guest.get(paper).text, "not before it is begun"
    guest.post(f"{paper}/begin")
    page = guest.get(paper)
    assert page.text.count('data-question="') == 4
    assert "no-store" in page.headers["Cache-Control"]


def test_an_entrant_writes_without_and_with_a_script(app: Flask, now: datetime) -> None:
    app.extensions["clock"] = lambda: now
    theory = make_theory(now, questions=3, extra=(OPEN,))
    guest = Guest(app)
    paper = _sit(guest, theory, 0)
    first, second = theory.questions[0], theory.questions[1]
    options = dict.fromkeys([f"q{first.id}"], "1")
    assert guest.post(f"{paper}/answers", **options).status_code == 303
    answers = [{"question": second.id, "given": [2], "version": 1}]
    saved = guest.send(f"{paper}/answers", {"answers": answers})
    assert saved.get_json()["kept"] == {str(second.id): 1}
    state = guest.get(f"{paper}/state.json").get_json()
    assert state["answers"][str(first.id)] == {"given": [1], "version": 1}
    assert state["ends"] - state["now"] == 60 * 60 * 1000
    for garbage in ([1], [{"question": "1"}], [{"question": first.id, "given": 1, "version": 1}]):
        answer = guest.send(f"{paper}/answers", {"answers": garbage})
        assert answer.status_code == 400
    opened = theory.questions[-1].id
    odd = [{"question": opened, "given": ["a\0\ud800b"], "version": 1}]
    assert guest.send(f"{paper}/answers", {"answers": odd}).status_code == 200
    assert guest.post(f"{paper}/answers", **{f"q{first.id}": "9" * 5000}).status_code == 303
    assert guest.get(f"{paper}/state.json").get_json()["answers"][str(opened)]["given"] == ["ab"]
    guest.post(f"{paper}/answers", **options)
    assert guest.post(f"{paper}/hand-in").status_code == 303
    end = guest.get(paper).text
    assert "data-question" not in end
    assert theory.paper(0).handed_in_by == "self"


def test_no_answer_reaches_the_entrant_or_anybody_early(app: Flask, now: datetime) -> None:
    app.extensions["clock"] = lambda: now
    theory = make_theory(now, questions=3, extra=(OPEN,))
    guest, keeper = Guest(app), keeper_of(app, theory.hall.organisation_id, now)
    paper = _sit(guest, theory, 0)
    seen = [guest.get(paper).text, guest.get(f"{paper}/state.json").text]
    exam = f"/exams/{theory.exam_id}"
    pages = (exam, f"{exam}/papers", f"{exam}/settings")
    seen += [keeper.browser.get(address).text for address in pages]
    guest.post(f"{paper}/hand-in")
    seen.append(guest.get(paper).text)
    assert not [word for word in SECRETS for text in seen if word in text]
    assert "测试题" not in "".join(seen[2:])
    for address in (f"{exam}/questions", f"{exam}/marking"):
        assert keeper.browser.get(address).status_code == 404
    keeper.browser.post(f"{exam}/close")
    assert "测试题" in keeper.browser.get(f"{exam}/questions").text


def test_a_picture_or_a_sound_is_for_who_writes_the_paper_alone(app: Flask, now: datetime) -> None:
    app.extensions["clock"] = lambda: now
    shown = [
        {"kind": kind, "text": "看图听音作答。", "answer": answer, "media": files().put(content)}
        | {"media_kind": media_kind, "media_type": media_type}
        for kind, answer, content, media_kind, media_type in (
            ("true_false", [1], b"\x89PNG a bird", "picture", "image/png"),
            ("fill_in", [["白鹭"]], b"RIFF a song", "audio", "audio/wav"),
        )
    ]
    theory = make_theory(now, entries=2, questions=2, extra=tuple(shown))
    writer, other, stranger = Guest(app), Guest(app), Guest(app)
    paper, others = _sit(writer, theory, 0), _sit(other, theory, 1)
    picture, sound = (f"media/{one.id}" for one in theory.questions[2:])
    page = writer.get(paper).text
    assert f'<img src="{paper}/{picture}"' in page and f'src="{paper}/{sound}" controls' in page
    for part, content, kind in (
        (picture, b"\x89PNG a bird", "image/png"),
        (sound, b"RIFF a song", "audio/wav"),
    ):
        sent = writer.get(f"{paper}/{part}")
        assert (sent.status_code, sent.data, sent.mimetype) == (200, content, kind)
        assert "no-store" in sent.headers["Cache-Control"]
        assert other.get(f"{paper}/{part}").status_code == 404, "on another's paper"
        assert stranger.get(f"{paper}/{part}").status_code == 404
        assert other.get(f"{others}/{part}").status_code == 200, "on the own one it is there"
    assert writer.get(f"{paper}/media/{theory.questions[0].id}").status_code == 404
    files().path(shown[1]["media"]).unlink()
    assert writer.get(f"{paper}/{sound}").status_code == 410, "lost, and nothing breaks"
    writer.post(f"{paper}/hand-in")
    assert writer.get(f"{paper}/{picture}").status_code == 404, "the paper is handed in"


def test_another_device_is_asked_about_and_the_first_told(app: Flask, now: datetime) -> None:
    app.extensions["clock"] = lambda: now
    theory = make_theory(now)
    first, second = Guest(app), Guest(app)
    paper = _sit(first, theory, 0)
    join = f"/exam/join/{theory.codes[0]}"
    assert second.post(join).status_code == 409
    assert second.post(join, take_over="1").status_code == 303
    assert first.get(paper).status_code == 409
    sent = {"answers": [{"question": theory.questions[0].id, "given": [0], "version": 1}]}
    refused = first.send(f"{paper}/answers", sent)
    assert (refused.status_code, refused.get_json()["error"]["code"]) == (409, "replaced")
    assert second.get(paper).text.count("data-question=") == 4
    stranger = Guest(app)
    assert stranger.get(paper).status_code == 404
    assert stranger.get(f"{paper}/state.json").status_code == 404


def test_staff_give_time_mark_decide_and_enter(app: Flask, now: datetime) -> None:
    app.extensions["clock"] = lambda: now
    theory = make_theory(now, questions=3, extra=(OPEN,))
    guest, keeper = Guest(app), keeper_of(app, theory.hall.organisation_id, now)
    paper = _sit(guest, theory, 0)
    opened = theory.questions[-1]
    guest.post(f"{paper}/answers", **{f"q{opened.id}": "检查防护装置"})
    exam = f"/exams/{theory.exam_id}"
    more = keeper.browser.post(
        f"{exam}/papers/{theory.paper_ids[0]}/minutes", minutes="7", reason="断网"
    )
    assert more.status_code == 303
    assert "断网" in keeper.browser.get(f"{exam}/papers").text
    for page in (exam, f"{exam}/papers"):
        assert "尚未开始的选手将不能再开始" in keeper.browser.get(page).text, "before it is ended"
    keeper.browser.post(f"{exam}/papers/{theory.paper_ids[0]}/collecting")
    keeper.browser.post(f"{exam}/close")
    marking = keeper.browser.get(f"{exam}/marking").text
    assert "检查防护装置" in marking
    assert "赵示一" not in marking, "nobody is told whose answers these are"
    answer = re.search(rf"{exam}/answers/\d+", marking)
    assert answer is not None
    keeper.browser.post(answer[0], points="4")
    void = theory.questions[0]
    keeper.browser.post(f"{exam}/questions/{void.id}/throwing-out", reason="有歧义")
    assert "有歧义" in keeper.browser.get(f"{exam}/questions").text
    keeper.browser.post(f"{exam}/entering")
    entry_id = db.session.get_one(ExamPaper, theory.paper_ids[0]).entry_id
    assert mark_now(theory.hall.round_id, entry_id, None, "theory", 1) == "9"


def test_a_blind_contest_prints_and_shows_codes_only(app: Flask, now: datetime) -> None:
    app.extensions["clock"] = lambda: now
    theory = make_theory(now, blind=True)
    keeper: Keeper = keeper_of(app, theory.hall.organisation_id, now)
    exam = f"/exams/{theory.exam_id}"
    slips = keeper.browser.post(f"{exam}/slips").text
    guest = Guest(app)
    code = "".join(CODE.findall(slips)[0])
    seen = [slips, keeper.browser.get(f"{exam}/papers").text, guest.get(f"/exam/join/{code}").text]
    for text in seen:
        assert "A01" in text
        assert "赵示一" not in text
        assert "示例精工" not in text


def _sit(guest: Guest, theory: Theory, number: int) -> str:
    """The address of the paper, begun."""
    paper: str = guest.post(f"/exam/join/{theory.codes[number]}").location
    guest.post(f"{paper}/begin")
    return paper
