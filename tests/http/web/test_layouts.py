"""Both layouts: language, theme, text size, navigation, and the components in use."""

import re

import pytest
from flask import Flask, flash, render_template_string
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired

from store.actors import Actor, Grant
from tests.http.web.conftest import Visitor
from web import navigation

DESK = """{% extends "layouts/desk.html" %}{% block title %}Contests{% endblock %}
{% block content %}<p id="here">x</p>{% endblock %}"""
HALL = """{% set strong = true %}{% set theme = "dark" %}{% extends "layouts/hall.html" %}
{% block title %}Board{% endblock %}"""


def rendered(app: Flask, source: str, path: str = "/page", **values: object) -> str:
    with app.test_request_context(path):
        return render_template_string(source, **values)


@pytest.mark.parametrize("layout", [DESK, HALL])
def test_a_layout_tells_its_language_and_has_a_way_past_the_navigation(
    app: Flask, layout: str
) -> None:
    page = rendered(app, layout, "/page?lang=en")
    assert '<html lang="en"' in page
    assert '<a class="skip-link" href="#main">Skip to content</a>' in page
    assert len(re.findall(r'<main[^>]* id="main"', page)) == 1
    assert '<html lang="zh-CN"' in rendered(app, layout)


def test_choices_in_cookies_are_shown_and_nonsense_is_ignored(app: Flask) -> None:
    client = app.test_client()
    client.set_cookie("theme", "dark")
    client.set_cookie("text", "huge")
    page = client.get("/page").text
    assert 'data-theme="dark" data-text="normal"' in page
    assert 'name="theme" value="dark" title="深色" aria-pressed="true"' in page


def test_a_page_may_fix_its_theme_and_ask_for_strong_colours(app: Flask) -> None:
    assert re.search(r'<html[^>]*data-theme="dark"[^>]*data-theme-fixed data-contrast="strong"',
                     rendered(app, HALL))  # fmt: skip


def test_a_public_page_starts_no_session(app: Flask) -> None:
    page = rendered(app, "{% set public = true %}" + HALL)
    assert "csrf" not in page


def test_a_bare_page_has_the_window_to_itself(app: Flask) -> None:
    page = rendered(
        app,
        '{% set bare = true %}{% extends "layouts/hall.html" %}{% block title %}B{% endblock %}'
        '{% block body %}<main id="main">all</main>{% endblock %}',
    )
    assert page.count("<main") == 1
    assert "hall-top" not in page


def test_navigation_shows_what_the_visitor_may_use(app: Flask, visitor: Visitor) -> None:
    navigation.add("竞赛", "page", "全部", "trophy", order=900)
    navigation.add("竞赛", "scoring", "评分", "scale", "scorer", order=901)
    navigation.add("竞赛", "not-registered", "没有", "x", order=902)
    assert not re.search(r'href="/(page|scoring)"', rendered(app, DESK))
    visitor.actor = Actor("account", 1, "李示四")
    page = rendered(app, DESK, "/page/12")
    assert re.search(r'href="/page" aria-current="page"', page)
    assert 'href="/scoring"' not in page
    visitor.actor = Actor("account", 1, "李", frozenset({Grant("scorer", "contest")}))
    assert 'href="/scoring"' in rendered(app, DESK)


class SampleForm(FlaskForm):
    name = StringField("名称", [DataRequired()], description="写全称")
    kind = SelectField("类别", choices=[SelectChoice("a", "甲")])
    level = RadioField("级别", choices=[SelectChoice("1", "市级"), SelectChoice("2", "区级")])
    agree = BooleanField("同意")


FORM = """{% from "components/forms.html" import field, form_errors %}{{ form_errors(form) }}
{% for name in ("name", "kind", "level", "agree") %}{{ field(form[name]) }}{% endfor %}"""


def test_a_field_is_tied_to_its_label_hint_and_error(app: Flask) -> None:
    with app.test_request_context("/page", method="POST", data={"kind": "a"}):
        form = SampleForm(meta={"csrf": False})
        assert not form.validate()
        html = render_template_string(FORM, form=form)
    entry = re.search(r'<input[^>]* id="name"[^>]*>', html)
    assert entry
    assert 'aria-describedby="name-hint name-error"' in entry[0]
    assert 'aria-invalid="true"' in entry[0]
    assert '<p class="form-hint" id="name-hint">写全称</p>' in html
    assert 'id="name-error"' in html
    assert '<a href="#name">名称</a>' in html
    assert re.search(r'<fieldset[^>]* id="level"', html)
    assert re.search(r'<select[^>]*class="form-select"', html)


def test_flashed_messages_are_toasts_with_their_kind(app: Flask) -> None:
    with app.test_request_context("/page"):
        flash("<b>已保存</b>", "success")
        page = render_template_string(HALL)
    assert 'class="toast-item toast-success"' in page
    assert "<p>&lt;b&gt;已保存&lt;/b&gt;</p>" in page


CONFIRM = """{% from "components/button.html" import confirm %}
{% call confirm("/x", "删除", fields={"id": "7"}) %}<p>无法恢复</p>{% endcall %}"""


def test_a_second_tap_needs_no_script_and_carries_the_token(app: Flask) -> None:
    html = rendered(app, CONFIRM)
    assert re.search(
        r"<details.*<summary.*<form[^>]*method=\"post\" action=\"/x\"", html, re.DOTALL
    )
    assert 'name="csrf_token"' in html
    assert 'name="id" value="7"' in html
