"""Who is asking: the actor of this request, sign-in required or not, and idle sessions."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast
from urllib.parse import urlencode, urlsplit

from flask import Flask, abort, current_app, g, redirect, request, session
from flask.typing import ResponseReturnValue

from store.actors import ANONYMOUS, Actor

P = ParamSpec("P")
R = TypeVar("R")
ActorSource = Callable[[], Actor | None]

SIGN_IN = "/sign-in"
LAST_SEEN = "seen"  # key in the session: seconds since 1970
SEEN_STEP_S = 60  # how often the cookie is written again while someone works


def init_app(app: Flask) -> None:
    app.extensions.setdefault("actor_source", lambda: None)
    app.jinja_env.globals["current_actor"] = current_actor


def register_actor_source(app: Flask, source: ActorSource) -> None:
    """Tell how the signed-in account becomes an Actor; None when nobody is signed in."""
    app.extensions["actor_source"] = source


def current_actor() -> Actor:
    """The Actor of this request, asked for once; ANONYMOUS without a signed-in account."""
    if "actor" not in g:
        source: ActorSource = current_app.extensions["actor_source"]
        g.actor = source() or ANONYMOUS
    return cast(Actor, g.actor)


def require_account(view: Callable[P, R]) -> Callable[P, R | ResponseReturnValue]:
    """Let signed-in accounts in; a page sends others to sign-in and back, the rest gets 401."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R | ResponseReturnValue:
        if current_actor().kind == "account":
            return view(*args, **kwargs)
        return _to_sign_in()

    return guarded


def require_role(*roles: str) -> Callable[[Callable[P, Any]], Callable[P, Any]]:
    """Let accounts in that hold one of `roles` in any scope; the exact scope is the loader's."""

    def decorate(view: Callable[P, Any]) -> Callable[P, Any]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> Any:
            if current_actor().kind != "account":
                return _to_sign_in()
            if not holds_any(current_actor(), *roles):
                abort(403)
            return view(*args, **kwargs)

        return guarded

    return decorate


def holds_any(actor: Actor, *roles: str) -> bool:
    """True when `actor` holds one of `roles` somewhere, or is an administrator."""
    return actor.is_administrator or any(g.role in roles for g in actor.grants)


def _to_sign_in() -> ResponseReturnValue:
    if wants_page() and request.method in ("GET", "HEAD"):
        back = urlencode({"next": safe_next(request.full_path.rstrip("?"))})
        return redirect(f"{SIGN_IN}?{back}", 303)
    return abort(401)


def wants_page() -> bool:
    """False for HTMX fragments, scripts and `.json` addresses."""
    return not wants_json() and not wants_fragment()


def wants_fragment() -> bool:
    """An HTMX swap; boosted links and restored history want the whole page."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and not (
        headers.get("HX-Boosted") or headers.get("HX-History-Restore-Request")
    )


def wants_json() -> bool:
    """A script asks: by address, by `X-Requested-With: fetch`, or by what it accepts best."""
    if request.path.endswith(".json") or request.is_json:
        return True
    if request.headers.get("X-Requested-With", "").lower() in ("fetch", "xmlhttprequest"):
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], "text/html")
    return best == "application/json"


def safe_next(target: str | None, default: str = "/") -> str:
    r"""`target` when it is an address on this site, else `default`.

    Refused are other hosts, `//host`, `/\host` (browsers read both slashes alike) and control
    characters (browsers drop them before they parse).
    """
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return default
    if "\\" in target or any(ord(c) < 0x20 or ord(c) == 0x7F for c in target):
        return default
    try:
        parts = urlsplit(target)
    except ValueError:
        return default
    return default if parts.scheme or parts.netloc else target


def enforce_idle(now: datetime) -> bool:
    """True when this session was left alone for too long; its content is then given up.

    Called before each request by the feature that knows accounts. Requests that pages make by
    themselves (`/live/…`) don't count as someone being there.
    """
    limit = timedelta(minutes=current_app.extensions["settings"].idle_minutes)
    seen = session.get(LAST_SEEN)
    age = now.timestamp() - seen if isinstance(seen, int) else 0.0
    if limit and age > limit.total_seconds():
        session.clear()
        return True
    if not request.path.startswith("/live/") and (seen is None or age >= SEEN_STEP_S):
        session[LAST_SEEN] = int(now.timestamp())
    return False
