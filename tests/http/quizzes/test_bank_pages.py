"""The question bank in a browser: finding, adding, correcting, putting away; who may see it."""

import io
import re
from datetime import datetime
from html import unescape
from random import Random

import pytest
from flask import Flask
from PIL import Image

from blueprints.quizzes.services.bank import QuestionInput, Row, carry
from tests.support.banks import Keeper, make_keeper


@pytest.fixture
def keeper(app: Flask, now: datetime) -> Keeper:
    return make_keeper(app, now)


def test_an_empty_bank_is_listed_and_says_what_to_do(keeper: Keeper) -> None:
    assert f'href="/banks/{keeper.organisation_id}"' in keeper.browser.get("/banks").text
    page = keeper.browser.get(f"/banks/{keeper.organisation_id}")
    assert page.status_code == 200


CHOICE = {
    "kind": "single",
    "text": "基层工会委员会的会员应有多少人以上？",
    "options-0": "15人",
    "options-1": "25人",
    "options-2": "50人",
    "right": "1",
    "source": "《工会法》第十一条",
    "subject": "工会法",
    "level": "national",
    "difficulty": "1",
}


def test_a_question_is_added_corrected_and_put_away(keeper: Keeper) -> None:
    bank = f"/banks/{keeper.organisation_id}"
    assert keeper.browser.post(f"{bank}/questions/new", **CHOICE).status_code == 303
    listed = keeper.browser.get(bank).text
    assert "会员应有多少人" in listed
    question = re.search(rf"{bank}/questions/\d+", listed)
    assert question is not None
    assert 'value="25人"' in keeper.browser.get(question[0]).text
    wrong = keeper.browser.post(question[0], **{**CHOICE, "right": "3"})
    assert wrong.status_code == 422
    assert "答案" in wrong.text
    changed = {**CHOICE, "text": "建立基层工会委员会，会员应有多少人以上？"}
    assert keeper.browser.post(question[0], **changed).status_code == 303
    assert "建立基层工会委员会" in keeper.browser.get(bank).text
    keeper.browser.post(f"{question[0]}/putting-away")
    assert "建立基层工会委员会" not in keeper.browser.get(bank).text
    assert "建立基层工会委员会" in keeper.browser.get(f"{bank}?use=retired").text


SHEET = """题型,题干,A,B,C,答案,出处
单选题,会员几人以上？,15,25,50,B,第十一条
判断题,任期三年或五年。,,,,{},
"""


def test_a_file_is_shown_with_its_faults_and_added_when_it_has_none(keeper: Keeper) -> None:
    bank = f"/banks/{keeper.organisation_id}"
    faulty = keeper.browser.post(f"{bank}/import", file=sent(SHEET.format("也许").encode()))
    assert faulty.status_code == 422
    assert "答案无法识别" in faulty.text
    assert "confirmation" not in faulty.text
    shown = keeper.browser.post(f"{bank}/import", file=sent(SHEET.format("对").encode("gb18030")))
    assert shown.status_code == 200
    assert "会员几人以上" not in keeper.browser.get(bank).text
    carried = re.search(r'name="rows" value="([^"]*)"', shown.text)
    assert carried is not None
    keeper.browser.post(f"{bank}/import/confirmation", rows=unescape(carried[1]))
    assert "会员几人以上" in keeper.browser.get(bank).text
    for damaged in ("", "eJw=", carried[1][:-8]):
        answer = keeper.browser.post(f"{bank}/import/confirmation", rows=damaged)
        assert answer.status_code == 303
    taken = keeper.browser.post(f"{bank}/export", format="csv")
    assert taken.headers["Content-Disposition"] == f"attachment; filename=bank-{bank[7:]}.csv"
    again = keeper.browser.post(f"{bank}/import", file=sent(taken.data))
    assert "原有 2 题" in again.text
    template = keeper.browser.get(f"{bank}/template.xlsx").data
    assert "新增 5 题" in keeper.browser.post(f"{bank}/import", file=sent(template)).text


def test_a_preview_of_megabytes_comes_back_and_is_added(keeper: Keeper) -> None:
    """10,000 questions are as much; forms elsewhere have two megabytes at most."""
    bank = f"/banks/{keeper.organisation_id}"
    signs = Random(9).choices([chr(one) for one in range(0x4E00, 0x9FA0)], k=1_400_000)
    given = [
        QuestionInput(
            kind="true_false",
            text=f"第{n}题。",
            answer=(1,),
            explanation="".join(signs[n * 3_500 : n * 3_500 + 3_500]),
        )
        for n in range(400)
    ]
    carried = carry([Row(n, one, "") for n, one in enumerate(given, start=1)])
    assert len(carried) > 2 * 1024 * 1024
    added = keeper.browser.post(f"{bank}/import/confirmation", rows=carried)
    assert (added.status_code, added.location) == (303, bank)
    assert "第399题" in keeper.browser.get(f"{bank}?words=第399题").text


def test_pictures_are_sent_by_the_number_in_their_names(
    app: Flask, keeper: Keeper, now: datetime
) -> None:
    bank = f"/banks/{keeper.organisation_id}"
    for ref in ("B001", "B002"):
        keeper.browser.post(f"{bank}/questions/new", **{**CHOICE, "ref": ref})
    lost = keeper.browser.post(
        f"{bank}/media", files=[sent(picture(), "B001.png"), sent(picture(), "X.png")]
    )
    assert lost.status_code == 422
    assert "题号 X" in lost.text
    false = keeper.browser.post(f"{bank}/media", files=sent(b"<svg></svg>", "B001.png"))
    assert false.status_code == 422
    kept = keeper.browser.post(
        f"{bank}/media", files=[sent(picture(), "B001.png"), sent(WAVE, "B002.wav")]
    )
    assert kept.status_code == 303
    listed = keeper.browser.get(f"{bank}?media=picture").text
    address = re.search(rf"{bank}/questions/\d+", listed)
    assert address is not None
    shown = keeper.browser.get(f"{address[0]}/media")
    assert shown.mimetype == "image/jpeg"
    assert Image.open(io.BytesIO(shown.data)).size == (1920, 960)
    assert "no-store" in shown.headers["Cache-Control"]
    stranger = make_keeper(app, now, "示例县总工会")
    assert stranger.browser.get(f"{address[0]}/media").status_code == 404
    assert stranger.browser.get(bank).status_code == 404
    theirs = address[0].replace(bank, f"/banks/{stranger.organisation_id}")
    assert stranger.browser.get(theirs).status_code == 404
    assert stranger.browser.post(f"{theirs}/putting-away").status_code == 404


WAVE = b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(24)


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (2400, 1200), "#c2272d").save(out, "PNG")
    return out.getvalue()


def sent(content: bytes, name: str = "题库.csv") -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


def test_everything_that_was_found_is_opened_for_practice(keeper: Keeper) -> None:
    bank = f"/banks/{keeper.organisation_id}"
    for text, subject in (("甲题？", "工会法"), ("乙题？", "工会法"), ("丙题？", "劳动法")):
        given = {**CHOICE, "text": text, "subject": subject}
        assert keeper.browser.post(f"{bank}/questions/new", **given).status_code == 303
    answer = keeper.browser.post(f"{bank}/practice?subject=工会法", opened="1")
    assert answer.status_code == 303
    listed = keeper.browser.get(f"{bank}?use=practice").text
    assert "甲题" in listed
    assert "乙题" in listed
    assert "丙题" not in listed
    keeper.browser.post(f"{bank}/practice?subject=工会法&words=甲", opened="0")
    assert "甲题" not in keeper.browser.get(f"{bank}?use=practice").text
