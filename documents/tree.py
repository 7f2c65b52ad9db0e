"""A document's tree, built from checked fragments, as WeasyPrint takes it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element, SubElement

import cssselect2
from weasyprint import CSS, HTML
from weasyprint.html import UA, UA_COUNTER_STYLE, UA_STYLESHEET

from documents.fetching import Fetcher
from documents.model import Options

# Its rules for notes alone cost each element five computed styles.
NOTES = re.compile(r"^::(foot)?note-\w+ \{.*\}$", re.MULTILINE)
NO_NOTES = CSS(string=NOTES.sub("", UA), counter_style=UA_COUNTER_STYLE.copy())

Fragment = Sequence[Element | str]


class Tree(HTML):  # type: ignore[misc]  # WeasyPrint has no types
    """An HTML document that was never one long text, so that rows can't spill into each other."""

    def __init__(self, root: Element, fetcher: Fetcher, *, notes: bool = True) -> None:
        self._notes = notes
        self.base_url = None
        self.url_fetcher = fetcher
        self.media_type = "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        """WeasyPrint asks for the styles that every document starts from."""
        return [UA_STYLESHEET if self._notes else NO_NOTES]


def may_have_notes(*sources: str) -> bool:
    """Whether a style may make footnotes of anything (an escape may hide the word)."""
    return any("note" in source.lower() or "\\" in source for source in sources)


def document(fragments: Iterable[Fragment], options: Options, *, sheets: bool) -> Element:
    """The whole document; ``sheets``: each fragment in a box of the sheet's size."""
    english = options.common.get("lang") == "en"
    root = Element("html", {"lang": "en" if english else "zh-CN"})
    _add_head(SubElement(root, "head"), options)
    body = SubElement(root, "body")
    for fragment in fragments:
        parent = SubElement(body, "section", {"class": "sheet"}) if sheets else body
        for part in fragment:
            if isinstance(part, str):
                parent.text = part
            else:
                parent.append(part)
    return root


def rows_of(root: Element, *, sheets: bool) -> list[Element]:
    """The element of each row in such a document."""
    body = root[1]
    return list(body) if sheets else [body]


def _add_head(head: Element, options: Options) -> None:
    SubElement(head, "title").text = options.title
    metas = {"author": options.author, "dcterms.created": options.created or ""}
    for name, content in metas.items():
        if content:
            SubElement(head, "meta", {"name": name, "content": content})
