"""Shared HTTP matters: configuration, languages, headers, errors, assets, access."""

from typing import Any

from flask import Flask
from flask_babel import Babel

from config import Settings
from web import (
    access,
    addresses,
    assets,
    clock,
    delivery,
    errors,
    formats,
    fragments,
    languages,
    navigation,
    paging,
    preferences,
    qr,
    security,
    texts,
)

PARTS = (
    delivery,  # first, so that its after_request runs last: over the finished answer
    clock,
    access,
    addresses,
    assets,
    fragments,
    formats,
    navigation,
    paging,
    preferences,
    qr,
    security,
    errors,
    texts,
)


def flask_config(settings: Settings) -> dict[str, Any]:
    """What Flask and its extensions read from `app.config`, from our typed settings."""
    return {
        "SECRET_KEY": settings.key(),
        "SQLALCHEMY_DATABASE_URI": settings.sqlalchemy_url,
        "MAX_CONTENT_LENGTH": settings.upload_mb * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "WTF_CSRF_TIME_LIMIT": None,  # a judge's page stays open for a whole day
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "SESSION_COOKIE_NAME": "guildhall",
        "RATELIMIT_STORAGE_URI": settings.redis_url or "memory://",
        "RATELIMIT_ENABLED": not settings.testing,
        "TESTING": settings.testing,
        **languages.babel_config(settings),
    }


def init_app(app: Flask, babel: Babel) -> None:
    """Bind the shared HTTP matters to `app`."""
    languages.init_app(app, babel)
    for part in PARTS:
        part.init_app(app)
