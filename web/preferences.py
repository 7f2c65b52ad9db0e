"""What a visitor chose to see: language, theme, text size. Kept in cookies of their own."""

from dataclasses import dataclass

from flask import Flask, Response, request

from web.cookies import only_encrypted
from web.languages import COOKIE, HTML_LANG, LANGUAGES, chosen_language

THEMES = ("light", "dark", "auto")
TEXTS = ("normal", "large")
YEAR_S = 365 * 24 * 3600


@dataclass(frozen=True)
class Preferences:
    language: str
    theme: str
    text: str


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(
        preferences_now=preferences_now,
        html_lang=html_lang,
        LANGUAGES=LANGUAGES,
        HTML_LANG=HTML_LANG,
    )


def preferences_now() -> Preferences:
    """From the cookies of this request; unknown values count as not chosen."""
    theme = request.cookies.get("theme", "")
    text = request.cookies.get("text", "")
    return Preferences(
        language=chosen_language(),
        theme=theme if theme in THEMES else "auto",
        text=text if text in TEXTS else "normal",
    )


def html_lang() -> str:
    """The value of `<html lang>`."""
    return HTML_LANG[chosen_language()]


def remember(response: Response, name: str, value: str | None) -> bool:
    """Set the cookie of one preference; False when `value` isn't one of its choices.

    Readable by scripts (they switch without a reload) and never a secret.
    """
    choices = {COOKIE: tuple(LANGUAGES), "theme": THEMES, "text": TEXTS}[name]
    if value not in choices:
        return False
    response.set_cookie(name, value, max_age=YEAR_S, samesite="Lax", secure=only_encrypted())
    return True
