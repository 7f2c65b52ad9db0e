"""The text file in a package that tells a stranger what it is and how to check it."""

from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from web.languages import SHORT_NAMES

CHECK = "python -m scoring package.zip"
VERIFY = "openssl cms -verify -binary -noverify -inform DER -in SHA256SUMS.p7s -content SHA256SUMS"


def readme(manifest: dict[str, Any], address: str) -> str:
    """In every language, one after the other. `address`: where anybody can check it."""
    texts = []
    for locale in SHORT_NAMES.values():
        with force_locale(locale):
            texts.append(_text(manifest, address))
    return "\n\n\n".join(texts) + "\n"


def _text(manifest: dict[str, Any], address: str) -> str:
    title = manifest["contest"]["title"]
    head = [
        _("Result package of %(contest)s", contest=title),
        _(
            "Version %(version)d, by %(body)s",
            version=manifest["version"],
            body=manifest["organisation"],
        ),
        "",
        _("With this file anybody can work the results out again from the marks:"),
        f"    {address}",
        _("or without this application, with Python and its source code:"),
        f"    {CHECK}",
        "",
    ]
    files = [f"{name:<17}{text}" for name, text in _files()]
    return "\n".join([*head, *files, f"    {VERIFY}"])


def _files() -> tuple[tuple[str, str], ...]:
    return (
        ("manifest.json", _("what this package is, and the last hash of every round's ledger")),
        ("contest.json", _("who took part, the rules, and every mark that counts")),
        ("results.json", _("the results as they were published")),
        ("chains.json", _("the chains of hashes of the ledgers")),
        ("amendments.json", _("changes that were approved after the lock, with their reasons")),
        ("SHA256SUMS", _("sums of all files; sha256sum -c SHA256SUMS compares them")),
        ("SHA256SUMS.p7s", _("the body's signature of these sums, if it has a key; to check it:")),
    )
