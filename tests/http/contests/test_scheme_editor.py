"""The editor of marking schemes: what goes in comes out, the example, versions, files."""

import io
import json
import re
from datetime import datetime
from decimal import Decimal

import pytest
import sqlalchemy as sa
from flask import Flask

from blueprints.contests.models import Round, Scheme
from blueprints.contests.rules import preset_scheme
from blueprints.contests.services import progress, setup
from blueprints.contests.services.setup import schemes
from scoring.presets import PRESETS
from store import db
from store.actors import SYSTEM
from tests.support.contests import Hall, make_hall
from tests.support.desk import Browser, Staff
from tests.support.forms import fields_of

Fields = dict[str, list[str]]


@pytest.fixture
def hall(app: Flask, now: datetime) -> Hall:
    return make_hall(now, preset="five_judges_trimmed", open_round=False)


@pytest.fixture
def organiser(app: Flask, hall: Hall, now: datetime) -> Browser:
    return Staff(app, hall, now).browser("organiser")


@pytest.fixture
def path(hall: Hall) -> str:
    return f"/contests/{hall.contest_id}/schemes"


def own() -> list[Scheme]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(Scheme).where(Scheme.family != "").order_by("id")))


def plain(document: object) -> object:
    """Spellings that mean the same made one: defaults written out, decimals without noughts."""
    if isinstance(document, list):
        return [plain(one) for one in document]
    if not isinstance(document, dict):
        return document
    kept = {key: plain(value) for key, value in document.items() if key not in ("note", "id")}
    defaults = {"result": "mean", "places": "standard", "over": "judge_total", "default": "0"}
    return {
        key: value
        for key, value in {**kept, "id": document.get("id")}.items()
        if defaults.get(key) != value or isinstance(value, int)
    }


def begun(organiser: Browser, path: str, begin: str) -> Fields:
    page = organiser.get(f"{path}/new?from={begin}&lang=zh_Hans_CN").text
    return fields_of(page, "scheme-form")


@pytest.mark.parametrize("name", [name for name in PRESETS if name != "team"])
def test_every_ready_made_scheme_goes_through_the_form_unchanged(
    app: Flask, organiser: Browser, path: str, name: str
) -> None:
    fields = begun(organiser, path, name)
    assert organiser.post(f"{path}/new", **fields, do="save").status_code == 303
    with app.test_request_context("/?lang=zh_Hans_CN"):
        wanted = {key: value for key, value in preset_scheme(name).items() if key != "id"}
    assert plain(own()[0].document) == plain(wanted)


def test_a_scheme_is_made_by_buttons_alone(organiser: Browser, path: str, hall: Hall) -> None:
    fields = begun(organiser, path, "")
    for command in ("add-items:judged", "add-items:measured", "add-parts:panel", "add-parts:sum"):
        page = organiser.post(f"{path}/new", **fields, do=command)
        fields = fields_of(page.text, "scheme-form")
    fields |= {"scheme-title": ["朗诵"], "items-0-title": ["表现"], "items-1-title": ["文稿"]}
    fields |= {"parts-1-factor-item2": ["30%"], "parts-1-factor-step1": ["７.0"]}
    assert organiser.post(f"{path}/new", **fields, do="save").status_code == 303
    document = own()[0].document
    assert document["parts"][1]["of"] == [
        {"of": "item2", "factor": "0.3"},
        {"of": "step1", "factor": "7.0"},
    ]
    new = organiser.get(f"/contests/events/{hall.round.event_id}/rounds/new").text
    assert f'value="own:{own()[0].id}"' in new


RELATIVE: dict[str, dict[str, object]] = {
    "zscore": {
        "items": ["show"],
        "panel": {"method": "mean"},
        "centre": "80",
        "points": "5",
        "deviation": "sample",
        "z_rounding": {"places": 4, "mode": "half_up"},
    },
    "standardised": {"of": "hall", "centre": "500", "points": "100", "deviation": "population"},
    "place_points": {
        "of": "hall",
        "points": ["10", "8", "6.5"],
        "rest": "1",
        "better": "more",
        "shared": "mean",
    },
    "placings": {"items": ["show"], "source": "marks"},
}


@pytest.mark.parametrize("kind", RELATIVE)
def test_steps_that_compare_entrants_go_through_the_form_unchanged(
    organiser: Browser, path: str, hall: Hall, now: datetime, kind: str
) -> None:
    document = {
        "title": "比较",
        "items": [
            {"id": "show", "kind": "judged", "title": "展示", "max": "10", "step": "0.5"},
            {"id": "hall", "kind": "measured", "title": "实测", "max": "100"},
        ],
        "parts": [{"id": "total", "kind": kind, "title": "总分", **RELATIVE[kind]}],
    }
    made = schemes.save_scheme(SYSTEM, hall.contest_id, None, document, now)
    fields = fields_of(organiser.get(f"{path}/{made}").text, "scheme-form")
    fields["scheme-title"] = ["比较二"]
    assert organiser.post(f"{path}/{made}", **fields, do="save").status_code == 303
    assert own()[-1].document["title"] == "比较二"
    assert own()[-1].document["parts"] == document["parts"]


@pytest.mark.parametrize(
    ("adds", "shown"),
    [
        (("panel", "standardised"), ("步骤 2", "700.00")),
        (("panel", "place_points"), ("步骤 2", "10.00", "8.00", "6.00")),
        (("placings", "final_placings"), ("各评委名次", "2.5", "1.00", "2.00", "3.00")),
        (("zscore",), ("各评委标准分", "1.224745", "0.263884")),
    ],
)
def test_steps_that_compare_entrants_give_an_example_at_once(
    organiser: Browser, path: str, adds: tuple[str, ...], shown: tuple[str, ...]
) -> None:
    """A step takes what stands above it; what has no name yet has a number, and no id is shown."""
    form = fields_of(organiser.get(f"{path}/new").text, "scheme-form")
    for command in ("add-items:judged", *(f"add-parts:{kind}" for kind in adds)):
        page = organiser.post(f"{path}/new", **form, do=command).text
        form = fields_of(page, "scheme-form")
    example = page.split('id="trial"')[1]
    for text in ("评分项 1", *shown):
        assert text in example, text
    assert "item1<" not in page and "step1<" not in page


def test_an_empty_field_is_called_empty(organiser: Browser, path: str) -> None:
    form = fields_of(organiser.get(f"{path}/new").text, "scheme-form")
    page = organiser.post(f"{path}/new", **form, do="add-parts:place_points").text
    form = fields_of(page, "scheme-form")
    form["parts-0-points"] = [""]
    page = organiser.post(f"{path}/trial", htmx=True, **form).text
    assert page.count("还有内容未选择或未填写") == 2
    assert "64" not in re.sub(r"\?v=\w+", "", page)  # beside the versions of pictures


def test_the_example_follows_every_step(organiser: Browser, path: str) -> None:
    """The oracle's A07: judged 26.50, practical 88.00, total 88.00, one high and one low gone."""
    fields = begun(organiser, path, "theory_practical")
    marks = {"theory": "88", "measured": "61.5"}
    fields |= {f"mark/A01/{item}/1/": [value] for item, value in marks.items()}
    judged = ("26.5", "27", "25.5", "26", "28.5")
    fields |= {f"mark/A01/craft/1/J{n}": [value] for n, value in enumerate(judged, 1)}
    page = organiser.post(f"{path}/trial", htmx=True, **fields).text
    first = page.split('id="trial-A02"')[0].split('class="trial-steps"')[1]
    assert first.count("<s ") == 2
    for text in ("26.50", "88.00", "88 × 0.3", "= 26.4", "88.00 × 0.7", "= 61.6"):
        assert text in first
    sum_of_products = Decimal("26.4") + Decimal("61.6")
    assert sum_of_products == Decimal("88.00")


def test_rounding_shows_what_it_changed_and_wrong_marks_say_why(
    organiser: Browser, path: str
) -> None:
    fields = begun(organiser, path, "theory_practical")
    fields |= {f"mark/A01/craft/1/J{n}": [v] for n, v in enumerate(("25", "26", "24.5"), 1)}
    fields |= {"mark/A01/craft/1/J4": ["25.5"], "mark/A01/craft/1/J5": ["25.5"]}
    fields |= {"mark/A02/theory/1/": ["101"]}
    page = organiser.post(f"{path}/trial", htmx=True, **fields).text
    assert "25.333333" in page
    assert "25.33<" in page
    assert 'id="mark/A02/theory/1/-error"' in page


@pytest.mark.parametrize("preset", [name for name in PRESETS if name != "team"])
def test_the_example_of_every_ready_made_scheme_has_an_order(
    organiser: Browser, path: str, preset: str
) -> None:
    fields = begun(organiser, path, preset)
    page = organiser.post(f"{path}/trial", htmx=True, **fields).text
    places = re.findall(r"第 (\d) 名", page)
    assert sorted(places) == ["1", "2", "3"], places


def test_what_goes_into_a_step_can_be_followed(organiser: Browser, path: str) -> None:
    """Items and products rounded on their own, factors, how far one came, how a tie ended."""

    def steps(preset: str, **changed: list[str]) -> str:
        fields = begun(organiser, path, preset) | changed
        page = organiser.post(f"{path}/trial", htmx=True, **fields).text
        return page.split('id="trial-A02"')[0].split("trial-place")[1]

    assert "17.777778 → 17.78" in steps("worldskills")
    assert "× 0.6" in steps("diving")
    assert "(84 − 100) ÷ (80 − 100) × 100" in steps("benchmark")
    assert "总分相同" in steps("timed")
    rounded = {"parts-2-product_places": ["0"], "mark/A01/theory/1/": ["79"]}
    assert "= 23.7 → 24" in steps("theory_practical", **rounded)


def test_deductions_are_shown_one_by_one(organiser: Browser, path: str) -> None:
    form = fields_of(organiser.get(f"{path}/new").text, "scheme-form")
    for command in ("add-items:deduction", "add-parts:deductions"):
        page = organiser.post(f"{path}/new", **form, do=command).text
        form = fields_of(page, "scheme-form")
    first = page.split('id="trial-A02"')[0].split('class="trial-steps"')[1]
    assert "− 5" in first and "95" in first


def test_a_broken_scheme_is_told_what_is_wrong_and_keeps_what_was_typed(
    organiser: Browser, path: str
) -> None:
    fields = begun(organiser, path, "five_judges_trimmed")
    fields |= {"items-0-max": ["viel"], "parts-0-low": ["x"], "mark/A01/skill/1/J1": ["33"]}
    answer = organiser.post(f"{path}/new", **fields, do="save")
    assert answer.status_code == 422
    assert own() == []
    again = fields_of(answer.text, "scheme-form")
    assert again["items-0-max"] == ["viel"]
    assert again["mark/A01/skill/1/J1"] == ["33"]


def test_a_scheme_that_scored_a_mark_gets_a_new_version(
    organiser: Browser, path: str, hall: Hall, now: datetime
) -> None:
    organiser.post(f"{path}/new", **begun(organiser, path, "five_judges_trimmed"), do="save")
    first = own()[0].id
    setup.change_scheme(SYSTEM, hall.round_id, f"own:{first}", now)
    later = setup.add_round(SYSTEM, hall.round.event_id, "复赛", f"own:{first}", "each", now)
    editor = f"{path}/{first}"
    fields = fields_of(organiser.get(editor).text, "scheme-form") | {"items-0-max": ["50"]}
    organiser.post(editor, **fields, do="save")
    assert [one.id for one in own()] == [first]  # nothing was marked by it: changed in place
    progress.open_round(SYSTEM, hall.round_id, now)
    hall.mark(0, 0, "content", "50")
    organiser.post(editor, **{**fields, "items-0-max": ["60"]}, do="save")
    old, new = own()
    assert (old.document["items"][0]["max"], new.document["items"][0]["max"]) == ("50", "60")
    assert (old.version, new.version, old.family) == (1, 2, new.family)
    rounds = {one.id: one.scheme_id for one in db.session.scalars(sa.select(Round))}
    assert rounds == {hall.round_id: old.id, later: new.id}
    assert organiser.post(f"{path}/{old.id}/removal").status_code == 303
    assert len(own()) == 2  # a round is marked by it


def test_a_scheme_leaves_and_comes_back_as_a_file(organiser: Browser, path: str) -> None:
    organiser.post(f"{path}/new", **begun(organiser, path, "diving"), do="save")
    file = organiser.get(f"{path}/{own()[0].id}/file.json").data
    assert json.loads(file) == own()[0].document
    sent = organiser.post(f"{path}/import", file=(io.BytesIO(file), "scheme.json"))
    assert sent.status_code == 303
    assert own()[1].document == own()[0].document


@pytest.mark.parametrize(
    "content",
    [
        b"{}",
        b'{"items": 1, "parts": 2}',
        b'{"items": [], "parts": [], "title": "x"}',
        b'{"items":' + b"[" * 100_000,
        b'{"items": [{"id": "a", "kind": "judged", "max": "1e400"}], "parts": [], "title": "x"}',
        b'{"a": "' + b"x" * 300_000 + b'"}',
    ],
)
def test_no_broken_file_becomes_a_scheme(organiser: Browser, path: str, content: bytes) -> None:
    answer = organiser.post(f"{path}/import", file=(io.BytesIO(content), "scheme.json"))
    assert answer.status_code == 422
    assert own() == []


def test_forged_fields_get_an_answer(organiser: Browser, path: str) -> None:
    fields = begun(organiser, path, "skating")
    for name, text in (
        ("parts-0-rest", "[" * 20_000),
        ("parts-0-rest", '{"id": 7, "kind": {}}'),
        ("parts-0-kind", "nothing"),
        ("items-0-kind", "nothing"),
        ("items-0-attempts", "100"),
        ("items-0-id", "x" * 500),
        ("judges", "99"),
        ("ties-0-key", "value:nobody"),
    ):
        answer = organiser.post(f"{path}/trial", htmx=True, **{**fields, name: [text]})
        assert answer.status_code == 200
        saved = organiser.post(f"{path}/new", **{**fields, name: [text]}, do="add-items:judged")
        assert saved.status_code == 200


def test_a_scheme_of_another_contest_is_not_found(
    app: Flask, organiser: Browser, path: str, now: datetime
) -> None:
    other = make_hall(now, open_round=False)
    with app.test_request_context():
        document = preset_scheme("speech")
    theirs = schemes.save_scheme(SYSTEM, other.contest_id, None, document, now)
    for address in (f"{path}/{theirs}", f"{path}/{theirs}/file.json"):
        assert organiser.get(address).status_code == 404
    assert organiser.get(f"/contests/{other.contest_id}/schemes").status_code == 404
    assert organiser.get(f"{path}/new?from=round:{other.round_id}").status_code == 404
