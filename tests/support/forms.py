"""A page's form as a browser would send it."""

from html.parser import HTMLParser


class _Reader(HTMLParser):
    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id, self.inside = form_id, False
        self.fields: list[tuple[str, str]] = []
        self._select: tuple[str, list[tuple[str, bool]]] | None = None
        self._area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = given.get("id") == self.form_id
        if not self.inside or "disabled" in given:
            return
        name = given.get("name", "")
        if tag == "select":
            self._select = (name, [])
        elif tag == "option" and self._select:
            self._select[1].append((given.get("value", ""), "selected" in given))
        elif tag == "textarea":
            self.fields.append((name, ""))
            self._area = name
        elif tag == "input" and name and _is_sent(given):
            self.fields.append((name, given.get("value", "")))

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            name, text = self.fields[-1]
            self.fields[-1] = (name, text + data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._select:
            name, options = self._select
            chosen = [value for value, selected in options if selected] or [options[0][0]]
            self.fields.append((name, chosen[0]))
            self._select = None
        elif tag == "textarea":
            self._area = None
        elif tag == "form":
            self.inside = False


def _is_sent(given: dict[str, str]) -> bool:
    kind = given.get("type", "text")
    return kind not in ("submit", "button", "file") and (
        kind not in ("checkbox", "radio") or "checked" in given
    )


def fields_of(page: str, form_id: str) -> dict[str, list[str]]:
    """Name → values of what the form with this id would send, but for its token."""
    reader = _Reader(form_id)
    reader.feed(page)
    found: dict[str, list[str]] = {}
    for name, value in reader.fields:
        if name and name != "csrf_token":
            found.setdefault(name, []).append(value)
    return found
