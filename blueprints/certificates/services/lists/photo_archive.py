"""Many photographs at once: a ZIP whose pictures are named by name, worker number or user name."""

import zipfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath

from flask_babel import gettext as _

from blueprints.certificates.access import Right, owned
from blueprints.certificates.award_rows import spelled
from blueprints.certificates.models import AwardList, Recipient
from blueprints.certificates.queries.lists.people import words_of_recipients
from blueprints.certificates.services.lists.common import changed, list_to_change
from blueprints.certificates.services.lists.pictures import LIMIT, forget_unnamed, prepared
from store import UserError, db, write
from store.actors import Actor
from store.files import files
from web import archives

MOST_PICTURES = 200  # a camera’s take a tenth of a second each, the worst more than one
MOST_ENTRIES = 1000
_UTF8_NAME = 0x800  # flag of an entry whose name is UTF-8
_ENDINGS = (".jpg", ".jpeg", ".png")


@dataclass
class PhotosReport:
    """What became of an archive's pictures. Names of files, and why one was left out."""

    found: int = 0
    nobody: list[str] = field(default_factory=list)
    several: list[str] = field(default_factory=list)
    faulty: list[tuple[str, str]] = field(default_factory=list)


def set_photos(actor: Actor, list_id: int, archive: bytes, now: datetime) -> PhotosReport:
    """Set the photographs of a ZIP's pictures, each under the recipient it is named by.

    Pictures that can't be read, and names that mean nobody or several, are left out and told.
    Files are made before the list is locked, for that takes seconds.
    """
    owned(actor, AwardList, list_id, Right.PREPARE)
    report = PhotosReport()
    photos = _photos(list_id, archive, report)
    replaced: list[str] = []
    with write():
        award_list = list_to_change(actor, list_id)
        for recipient_id, photo in photos.items():
            recipient = db.session.get(Recipient, recipient_id)
            if recipient is None or recipient.list_id != list_id or recipient.photo == photo:
                continue
            replaced += [recipient.photo] if recipient.photo else []
            recipient.photo = photo
        report.found = len(photos)
        if photos:
            changed(actor, award_list, "award_list.photos_set", now, count=len(photos))
    forget_unnamed(replaced)
    return report


def _photos(list_id: int, archive: bytes, report: PhotosReport) -> dict[int, str]:
    """Recipient → stored picture; what doesn't work out is noted in the report."""
    by_word: dict[str, set[int]] = {}
    for recipient_id, words in words_of_recipients(list_id).items():
        for word in words:
            by_word.setdefault(word, set()).add(recipient_id)
    db.session.rollback()  # no transaction stays open while pictures are made
    photos: dict[int, str] = {}
    with _opened(archive) as pictures:
        for entry in _entries(pictures):
            name = _name_of(entry)
            meant = _meant(by_word, PurePosixPath(name).stem)
            if len(meant) != 1:
                (report.several if meant else report.nobody).append(name)
                continue
            try:
                photos[next(iter(meant))] = files().put(prepared(_content(pictures, entry)))
            except UserError as error:
                report.faulty.append((name, error.message))
    return photos


def _meant(by_word: dict[str, set[int]], stem: str) -> set[int]:
    """The recipients whom a file's name may mean, as it is written or as lists spell names."""
    written = by_word.get(stem.strip().casefold())
    return written or by_word.get(spelled(stem).casefold(), set())


def _opened(archive: bytes) -> zipfile.ZipFile:
    try:
        return archives.opened(archive)
    except archives.BadArchive as error:
        raise UserError(
            _("The archive is damaged. Pack the pictures again as a ZIP."), code="archive"
        ) from error


def _entries(pictures: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The pictures; folders and what systems add of their own are passed over."""
    everything = pictures.infolist()
    if len(everything) > MOST_ENTRIES:
        raise _too_many()
    found = [
        entry
        for entry in everything
        if entry.filename.casefold().endswith(_ENDINGS)
        and not entry.filename.startswith("__MACOSX/")
        and not PurePosixPath(entry.filename).name.startswith(".")
    ]
    if len(found) > MOST_PICTURES:
        raise _too_many()
    if not found:
        raise UserError(_("There are no JPEG or PNG pictures in the archive."), code="archive")
    return found


def _too_many() -> UserError:
    return UserError(
        _("An archive has at most %(n)d pictures. Send several.", n=MOST_PICTURES), code="archive"
    )


def _name_of(entry: zipfile.ZipInfo) -> str:
    """The file's name alone. Archives made on Chinese systems write it in GB 18030."""
    name = entry.filename
    if not entry.flag_bits & _UTF8_NAME:
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return PurePosixPath(name.replace("\\", "/")).name


def _content(pictures: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """At most as much as a picture may have, whatever the archive claims."""
    try:
        return archives.unpacked(pictures, entry, LIMIT)
    except archives.BadArchive as error:
        raise UserError(_("It can't be unpacked."), code="photo") from error
