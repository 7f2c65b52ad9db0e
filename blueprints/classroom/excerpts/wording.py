"""Why a file could not be made into pages, in words to act on."""

from flask_babel import gettext as _

MOST_PAGES = 200  # of a PDF


def problem(kind: str, code: str) -> str:
    """In words; empty for no problem. Codes are stored, so that each reads it in their language."""
    if not code:
        return ""
    return epub_problem(code) if kind == "epub" else pdf_problem(code)


def epub_problem(code: str) -> str:
    """For the codes of `epub.BadEpub`, `empty` and `lost`."""
    return {
        "not_epub": _("This is no EPUB. Nothing was added; choose the book's .epub file."),
        "too_large": _("The EPUB is unreasonably large inside. Paste the passage as text instead."),
        "locked": _("The EPUB is locked by its shop and can't be read here."),
        "empty": _("There is no text in this file. If it is scanned, add it as a PDF."),
        "lost": _("The file is no longer there. Add it again."),
    }.get(code, _("The EPUB is damaged. Open it in a reader, save it anew, and add it again."))


def pdf_problem(code: str) -> str:
    """For the codes of `documents.leaves`, `too_many` and `lost`."""
    return {
        "too_many": _(
            "The PDF has more than %(count)d pages. Add the part that is read.", count=MOST_PAGES
        ),
        "too_large": _("A page of the PDF is unreasonably large and can't be drawn."),
        "timeout": _("A page of the PDF takes too long to draw. Print it into a new PDF first."),
        "lost": _("The file is no longer there. Add it again."),
    }.get(code, _("The PDF is damaged or locked. Print it into a new PDF and add that."))
