"""The desk's ways around: features add their entries, the layout shows those one may use."""

from dataclasses import dataclass
from itertools import groupby

from flask import Flask, current_app, request, url_for

from web.access import current_actor, holds_any

PUBLIC = "public"


@dataclass(frozen=True)
class Entry:
    """One entry. `label` and `section` are lazy strings; `roles` empty means any account."""

    section: str
    endpoint: str
    label: str
    icon: str
    roles: tuple[str, ...] = ()
    order: int = 50


@dataclass(frozen=True)
class Shown:
    """An entry as the layout draws it."""

    label: str
    icon: str
    url: str
    active: bool


_entries: dict[str, Entry] = {}


def add(section: str, endpoint: str, label: str, icon: str, *roles: str, order: int = 50) -> None:
    """Add an entry at import of a feature: holders of one of `roles` see it.

    No roles: every account; `navigation.PUBLIC`: everybody. Sections stand in the order of
    their first entry; adding an endpoint again replaces it.
    """
    _entries[endpoint] = Entry(section, endpoint, label, icon, roles, order)


def shown() -> list[tuple[str, list[Shown]]]:
    """(section, entries) for the actor of this request."""
    known = current_app.view_functions
    visible = [e for e in _entries.values() if e.endpoint in known and _may_see(e)]
    visible.sort(key=lambda e: e.order)
    rank = {str(e.section): i for i, e in reversed(list(enumerate(visible)))}
    visible.sort(key=lambda e: rank[str(e.section)])
    here = _nearest(visible)
    return [
        (name, [_show(e, e.endpoint == here) for e in entries])
        for name, entries in groupby(visible, key=lambda e: str(e.section))
    ]


def _may_see(entry: Entry) -> bool:
    if PUBLIC in entry.roles:
        return True
    actor = current_actor()
    return actor.kind == "account" and (not entry.roles or holds_any(actor, *entry.roles))


def _nearest(entries: list[Entry]) -> str | None:
    """The entry whose address is the longest beginning of this page's."""
    bases = {entry.endpoint: url_for(entry.endpoint).rstrip("/") for entry in entries}
    here = request.path.rstrip("/")
    # The start page's address begins every other one, so it must match whole.
    above = [
        endpoint
        for endpoint, base in bases.items()
        if here == base or (base and here.startswith(f"{base}/"))
    ]
    return max(above, key=lambda endpoint: len(bases[endpoint]), default=None)


def _show(entry: Entry, active: bool) -> Shown:
    return Shown(str(entry.label), entry.icon, url_for(entry.endpoint), active)


def init_app(app: Flask) -> None:
    app.jinja_env.globals["navigation_entries"] = shown
