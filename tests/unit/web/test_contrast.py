"""Contrast of the colour tokens: AA on every page, AAA where judges and the hall read.

WCAG 2.2: 4.5 for text (7 for AAA), 3 for large text, controls' borders and focus marks.
"""

import re

import pytest

from config import ROOT

CSS = (ROOT / "static/css/tokens.css").read_text()
BLOCK = re.compile(r"(:root[^{]*?)\s*\{([^{}]*)\}")
TOKEN = re.compile(r"--([a-z-]+):\s*(#[0-9a-f]{6})\s*;")

GROUNDS = ("paper", "card", "sunken")
TEXTS = ("ink", "secondary", "red-text", "gold-text", "ok-text", "warn-text", "info-text",
         "up", "down")  # fmt: skip
ON_GROUNDS = [(text, ground) for text in TEXTS for ground in GROUNDS]
ON_SOFT = [(f"{name}-text", f"{name}-soft") for name in ("red", "gold", "ok", "warn", "info")]
LARGE = [("gold-ink", "gold"), ("silver-ink", "silver"), ("bronze-ink", "bronze")]
MARKS = [(mark, ground) for mark in ("line-strong", "focus", "red") for ground in GROUNDS]
THEMES = ("light", "dark")


def blocks() -> list[tuple[str, dict[str, str]]]:
    return [(selector, dict(TOKEN.findall(body))) for selector, body in BLOCK.findall(CSS)]


def tokens_of(selector: str) -> list[dict[str, str]]:
    return [tokens for found, tokens in blocks() if found == selector and tokens]


def theme(name: str, *, strong: bool = False) -> dict[str, str]:
    light = tokens_of(":root")[0]
    dark = tokens_of(':root[data-theme="dark"]')[0]
    values = {**light, **dark} if name == "dark" else light
    if not strong:
        return values
    scope = ':root[data-contrast="strong"]'
    return values | tokens_of(scope + ('[data-theme="dark"]' if name == "dark" else ""))[0]


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def weak(values: dict[str, str], pairs: list[tuple[str, str]], least: float) -> dict[str, float]:
    measured = {f"{a} on {b}": round(contrast(values[a], values[b]), 2) for a, b in pairs}
    return {pair: ratio for pair, ratio in measured.items() if ratio < least}


def test_the_formula_gives_the_known_extremes() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", THEMES)
def test_text_is_aa_everywhere(name: str) -> None:
    pairs = [*ON_GROUNDS, *ON_SOFT, ("ink", "red-soft"), ("act-ink", "act"),
             ("act-ink", "act-hover")]  # fmt: skip
    assert not weak(theme(name), pairs, 4.5)


@pytest.mark.parametrize("name", THEMES)
def test_text_is_aaa_on_the_console_and_the_board(name: str) -> None:
    pairs = [*ON_GROUNDS, ("act-ink", "act"), ("act-ink", "act-hover")]
    assert not weak(theme(name, strong=True), pairs, 7)


@pytest.mark.parametrize("name", THEMES)
def test_places_and_marks_can_be_told_from_their_ground(name: str) -> None:
    assert not weak(theme(name, strong=True), LARGE, 4.5)
    assert not weak(theme(name), MARKS, 3)


def test_the_dark_values_are_the_same_wherever_they_are_given() -> None:
    for chosen, automatic in (
        (':root[data-theme="dark"]', ':root[data-theme="auto"]'),
        (
            ':root[data-contrast="strong"][data-theme="dark"]',
            ':root[data-contrast="strong"][data-theme="auto"]',
        ),
        (':root:root[data-theme="dark"]', ':root:root[data-theme="auto"]'),
    ):
        assert tokens_of(chosen) == tokens_of(automatic) != []


def test_more_contrast_by_the_system_is_the_strong_set() -> None:
    assert tokens_of(":root:root") == tokens_of(':root[data-contrast="strong"]') != []
    assert tokens_of(':root:root[data-theme="dark"]') == tokens_of(
        ':root[data-contrast="strong"][data-theme="dark"]'
    )


def test_a_strong_set_leaves_no_token_of_the_other_theme_behind() -> None:
    light, dark = (
        set(tokens_of(f':root[data-contrast="strong"]{theme}')[0])
        for theme in ("", '[data-theme="dark"]')
    )
    assert light == dark
