"""Template packages: a zip of template.json, HTML, CSS and pictures, in and out.

What comes in is somebody else's: names, sizes and kinds are checked before anything is
unpacked, and only what is left of the pictures after cleaning is kept.
"""

import io
import json
import lzma
import stat
import zipfile
import zlib
from datetime import datetime
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

from flask_babel import gettext as _

from blueprints.certificates.access import Right, require
from blueprints.certificates.models import CertificateTemplate, TemplateVersion
from blueprints.certificates.services.packages.assets import checked_asset
from blueprints.certificates.services.packages.words import refusal
from blueprints.certificates.services.templates import begin, stored, title_of
from documents import Template, gallery
from documents.gallery.package import FORMAT, MANIFEST, PackageError
from store import write
from store.actors import Actor
from store.files import files

LARGEST_PACKAGE = 10 * 1024 * 1024  # bytes
MOST_UNPACKED = 40 * 1024 * 1024
MOST_FILES = 60
SOURCES = {part: f"{part}.html" for part in ("body", "under", "over")} | {"css": "style.css"}
_LITTER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError,
    RuntimeError,  # a password
    NotImplementedError,  # a way of packing that isn't known here
    ValueError,  # names that are no text
)  # fmt: skip
_SAME_TIME = (2026, 1, 1, 0, 0, 0)  # the same version gives the same bytes


def import_package(actor: Actor, organisation_id: int, content: bytes, now: datetime) -> int:
    """A new template of the organisation from a package; its id. UserError says what is wrong."""
    require(actor, organisation_id, Right.PREPARE)
    with TemporaryDirectory(prefix="package-") as folder:
        template = unpacked(content, Path(folder))
        document, assets = stored(template)
    with write():
        require(actor, organisation_id, Right.PREPARE)
        made = CertificateTemplate(
            organisation_id=organisation_id,
            title=title_of(document),
            kind=template.kind,
            created_at=now,
        )
        begin(actor, made, document, assets, _("Taken from a package"), now)
        return made.id


def unpacked(content: bytes, folder: Path) -> Template:
    """The package, unpacked into an empty folder with its pictures cleaned, and read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name, entry in _entries(archive):
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(_kept(name, archive.read(entry)))
        template = gallery.read_package(folder)
    except PackageError as error:
        raise refusal(error.code, error.detail) from error
    except _DAMAGE as error:
        raise refusal("zip") from error
    if template.kind not in gallery.KINDS:
        raise refusal("kind", template.kind)
    return template


def package(version: TemplateVersion) -> bytes:
    """A version as a zip that `import_package` takes anywhere; the same one has the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        _put(archive, MANIFEST, _manifest(version).encode())
        for part, name in SOURCES.items():
            _put(archive, name, version.content[part].encode())
        for name, sha in sorted(version.assets.items()):
            _put(archive, f"assets/{name}", files().read(sha))
    return out.getvalue()


def _entries(archive: zipfile.ZipFile) -> list[tuple[str, zipfile.ZipInfo]]:
    """(path inside the package, entry) of all files, checked; nothing is unpacked yet."""
    found = [one for one in archive.infolist() if not one.is_dir() and not _is_litter(one.filename)]
    if len(found) > MOST_FILES or sum(one.file_size for one in found) > MOST_UNPACKED:
        raise refusal("large")
    for entry in found:
        _refuse_odd(entry)
    root = _root({one.filename for one in found})
    named = [(_plain(one.filename.removeprefix(root)), one) for one in found]
    if len({name for name, _entry in named}) < len(named):
        raise refusal("entry", _("a file twice"))
    for name, _entry in named:
        _refuse_unknown(name)
    return named


def _is_litter(name: str) -> bool:
    return name.startswith(_LITTER[0]) or PurePosixPath(name).name in _LITTER[1:]


def _refuse_odd(entry: zipfile.ZipInfo) -> None:
    """Refuse a name that leads out of the folder, a link, and what isn't a plain file."""
    path = PurePosixPath(entry.filename)
    kind = stat.S_IFMT(entry.external_attr >> 16)
    leads_out = path.is_absolute() or ".." in path.parts
    if leads_out or set("\\:\0") & set(entry.filename) or kind not in (0, stat.S_IFREG):
        raise refusal("entry", entry.filename[:80])


def _root(names: set[str]) -> str:
    """`folder/` when the whole package was zipped as one folder, else nothing."""
    manifest = next((name for name in names if PurePosixPath(name).name == MANIFEST), "")
    root = manifest.removesuffix(MANIFEST)
    return root if root.count("/") == 1 and all(name.startswith(root) for name in names) else ""


def _plain(name: str) -> str:
    """`assets/x.svg` for `./assets//x.svg`: by this name it is judged, so by it it is kept."""
    return PurePosixPath(name).as_posix()


def _refuse_unknown(name: str) -> None:
    path = PurePosixPath(name)
    known = name == MANIFEST or name in SOURCES.values()
    if not known and (len(path.parts) != 2 or path.parts[0] != "assets"):
        raise refusal("entry", name[:80])


def _kept(name: str, content: bytes) -> bytes:
    if not name.startswith("assets/"):
        return content
    asset = name.removeprefix("assets/")
    if not asset.endswith((".svg", ".png", ".jpg")):
        raise refusal("asset", asset[:80])
    return checked_asset(asset, content)


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _SAME_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = (stat.S_IFREG | 0o644) << 16
    archive.writestr(entry, content)


def _manifest(version: TemplateVersion) -> str:
    content = version.content
    document: dict[str, Any] = {
        "format": FORMAT,
        "ref": content["ref"],
        "title": {"zh": content["title_zh"], "en": content["title_en"]},
        "kind": content["kind"],
        "sheet": content["sheet"],
        "imposition": content["imposition"],
        "flowing": content["flowing"],
        "fields": [_field(one) for one in content["fields"]],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _field(field: dict[str, Any]) -> dict[str, Any]:
    pairs = {
        key: {"zh": field[f"{key}_zh"], "en": field[f"{key}_en"]} for key in ("label", "example")
    }
    return {key: field[key] for key in ("name", "kind", "required", "most")} | pairs
