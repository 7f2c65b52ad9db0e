"""What documents.embedding and documents.boxes rely on in this very version of WeasyPrint."""

from __future__ import annotations

import inspect

import weasyprint
import weasyprint.css
import weasyprint.document
import weasyprint.layout
import weasyprint.pdf
import weasyprint.pdf.fonts
import weasyprint.pdf.stream
from weasyprint.draw import text
from weasyprint.html import UA
from weasyprint.layout.absolute import AbsolutePlaceholder

from documents.embedding import EmbeddedFont, build_fonts_dictionary
from documents.tree import NOTES, may_have_notes


def parameters(function: object) -> list[str]:
    return list(inspect.signature(function).parameters)  # type: ignore[arg-type]


def test_the_pinned_version_is_the_installed_one() -> None:
    assert weasyprint.VERSION == "70.0"


def test_fonts_are_made_and_written_where_we_step_in() -> None:
    original = weasyprint.pdf.fonts
    assert parameters(original.build_fonts_dictionary) == parameters(build_fonts_dictionary)
    assert parameters(original.Font) == parameters(EmbeddedFont)
    assert "self._fonts[key] = Font(pango_font" in inspect.getsource(weasyprint.pdf.stream.Stream)
    source = inspect.getsource(weasyprint.pdf.generate_pdf)
    assert "pdf_fonts = build_fonts_dictionary(pdf, document.fonts, compress, subset" in source


def test_drawing_asks_nothing_of_a_font_that_ours_doesnt_answer() -> None:
    source = inspect.getsource(text.draw_first_line)
    asked = {word.split("(")[0].strip("\n ,:)]") for word in _attributes(source, "font.")}
    ours = {*vars(EmbeddedFont), "hash", "widths", "to_unicode", "missing"}
    only_for_coloured_fonts = {"hb_face", "hb_font", "upem"}
    assert asked - only_for_coloured_fonts <= ours


def _attributes(source: str, name: str) -> set[str]:
    found = set()
    for part in source.split(name)[1:]:
        word = part
        for at, char in enumerate(part):
            if not (char.isalnum() or char == "_"):
                word = part[:at]
                break
        found.add(word)
    return found


def test_margin_boxes_are_made_where_we_leave_them_out() -> None:
    assert "make_margin_boxes(context, page, state)" in inspect.getsource(weasyprint.layout)
    assert parameters(weasyprint.layout.make_margin_boxes) == ["context", "page", "state"]


def test_boxes_are_built_where_we_note_them() -> None:
    source = inspect.getsource(weasyprint.document.Document._render)
    assert "root_box = build_formatting_structure(" in source
    assert source.index("build_formatting_structure") < source.index("layout_document")


def test_the_rules_for_notes_are_left_out_and_no_others() -> None:
    left_out = set(UA.splitlines()) - set(NOTES.sub("", UA).splitlines())
    assert len(left_out) == 5
    assert all("note-" in line for line in left_out)
    assert "UA_STYLESHEET" in inspect.getsource(weasyprint.HTML._ua_stylesheets)
    assert "_ua_stylesheets(" in inspect.getsource(weasyprint.css.get_all_computed_styles)


def test_styles_that_may_make_notes_keep_the_rules() -> None:
    assert may_have_notes("p { float: FootNote }")
    assert may_have_notes("", r"p { float: foot\6eote }")
    assert not may_have_notes("p { float: left }", "<p>{{ name }}</p>")


def test_pages_keep_their_boxes_and_placeholders_theirs() -> None:
    assert "self._page_box = page_box" in inspect.getsource(weasyprint.document.Page)
    assert "'_box'" in inspect.getsource(AbsolutePlaceholder)
