"""Why a template package is refused, in words to act on."""

from flask_babel import lazy_gettext as _

from store import UserError

_REASONS = {
    "zip": _("This is not a zip file that can be opened without a password."),
    "large": _("The package holds more than 60 files or more than 40 MB."),
    "entry": _(
        "The package holds something that doesn't belong there: %(detail)s. A package is "
        "template.json, body.html, under.html, over.html, style.css and the folder assets."
    ),
    "missing": _("The package lacks the file %(detail)s."),
    "unreadable": _("The file %(detail)s is not text in UTF-8."),
    "manifest": _("template.json can't be understood: %(detail)s."),
    "ref": _("“ref” in template.json must be lower-case letters, digits and hyphens."),
    "sheet": _("The size of the sheet in template.json can't be used: %(detail)s."),
    "field": _("A field in template.json can't be used: %(detail)s."),
    "kind": _("“kind” in template.json is not one that is known here: %(detail)s."),
    "asset": _(
        "A picture can't be used: %(detail)s. Pictures are SVG, PNG or JPEG files, with names of "
        "lower-case letters, digits and hyphens that end in .svg, .png or .jpg."
    ),
    "too_large": _("The file %(detail)s is too large."),
}


def refusal(code: str, detail: str = "") -> UserError:
    """The refusal for a code of `documents.gallery.PackageError`, or one of our own."""
    words = str(_REASONS.get(code, _("The package can't be read.")))
    if "%(detail)s" in words:
        words = words % {"detail": detail or "?"}
    return UserError(words, code="package")
