"""Languages: Chinese by default, English complete; one small catalogue per feature.

Source strings are English, so English needs no catalogue; `translations/<feature>/zh_Hans_CN`
holds the Chinese. Catalogues are compiled when their source is newer.
"""

import os
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, request
from flask_babel import Babel

from config import ROOT, Settings

LANGUAGES = {"zh_Hans_CN": "简体中文", "en": "English"}
HTML_LANG = {"zh_Hans_CN": "zh-CN", "en": "en"}
SHORT_NAMES = {"zh": "zh_Hans_CN", "en": "en"}  # in names of live rooms and in addresses
COOKIE = "language"


def babel_config(settings: Settings) -> dict[str, Any]:
    """Flask-Babel's settings, every feature's catalogue folder among them."""
    folders = sorted(str(f) for f in (ROOT / "translations").iterdir() if f.is_dir())
    return {
        "BABEL_DEFAULT_LOCALE": settings.language,
        "BABEL_DEFAULT_TIMEZONE": settings.timezone,
        "BABEL_TRANSLATION_DIRECTORIES": ";".join(folders),
    }


def init_app(app: Flask, babel: Babel) -> None:
    compile_catalogues(ROOT / "translations")
    babel.init_app(app, locale_selector=chosen_language)


def chosen_language() -> str:
    """`?lang=` first (links on posters), then the visitor's cookie, then the default."""
    from flask import current_app, has_request_context

    default: str = current_app.config["BABEL_DEFAULT_LOCALE"]
    if not has_request_context():
        return default
    for wanted in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if wanted in LANGUAGES:
            return wanted
    return default


def short_name(locale: str) -> str:
    """`zh` for `zh_Hans_CN`."""
    return next((short for short, full in SHORT_NAMES.items() if full == locale), "zh")


def compile_catalogues(root: Path) -> None:
    """Compile each .po that is newer than its .mo; written aside first, then renamed."""
    for source in root.glob("*/*/LC_MESSAGES/messages.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as stream:
            catalogue = read_po(stream, locale=source.parts[-3])
        fresh = target.with_suffix(f".{os.getpid()}")
        with fresh.open("wb") as stream:
            write_mo(stream, catalogue)
        fresh.replace(target)
