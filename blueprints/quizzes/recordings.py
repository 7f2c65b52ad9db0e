"""Pictures, sound and film that keepers send for questions: looked at, pictures made ready."""

from pathlib import PurePath

from flask import current_app
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from blueprints.quizzes.rules.kinds import MediaKind
from blueprints.quizzes.services.bank import MediaInput
from documents.errors import ChildError
from documents.portraits import SMALLEST_SIDE, Portraits
from store import UserError
from web.uploads import MEGABYTE, Upload, read_upload

NAME = "quiz_pictures"
LONGEST_SIDE = 1920  # what a hall's screen shows whole
TYPES = {
    "jpeg": (MediaKind.PICTURE, "image/jpeg"),
    "png": (MediaKind.PICTURE, "image/jpeg"),  # made a JPEG
    "mp3": (MediaKind.AUDIO, "audio/mpeg"),
    "m4a": (MediaKind.AUDIO, "audio/mp4"),
    "wav": (MediaKind.AUDIO, "audio/wav"),
    "ogg": (MediaKind.AUDIO, "audio/ogg"),
    "mp4": (MediaKind.VIDEO, "video/mp4"),
    "webm": (MediaKind.VIDEO, "video/webm"),
}
ACCEPTED = ".jpg,.jpeg,.png,.mp3,.m4a,.wav,.ogg,.mp4,.webm"


def read_media(sent: FileStorage | None) -> MediaInput:
    """The file as it is kept. Its content says what it is, neither its name nor the browser."""
    upload = read_upload(sent, tuple(TYPES), largest())
    kind, media_type = TYPES[upload.kind]
    content = _prepared(upload) if kind is MediaKind.PICTURE else upload.content
    return MediaInput(kind, media_type, content)


def question_number(sent: FileStorage) -> str:
    """The number of the question that a file is named after: `B001.jpg` is for B001."""
    return PurePath((sent.filename or "").replace("\\", "/")).stem.strip()[:64]


def largest() -> int:
    """Bytes of one file: what a request may carry, less its other fields."""
    most: int = current_app.config["MAX_CONTENT_LENGTH"]
    return most - MEGABYTE


def largest_mb() -> int:
    """The same, as it is told."""
    return largest() // MEGABYTE


def _prepared(upload: Upload) -> bytes:
    try:
        return _pictures().prepared(upload.content, LONGEST_SIDE)
    except ChildError as problem:
        raise UserError(_words(problem.code), code="photo") from problem


def _pictures() -> Portraits:
    made: Portraits = current_app.extensions.setdefault(NAME, Portraits())
    return made


def _words(code: str) -> str:
    if code == "pixels":
        return str(_("The picture has more than 50 million pixels."))
    if code == "small":
        return str(_("The picture is smaller than %(n)d pixels.", n=SMALLEST_SIDE))
    return str(_("This is not a JPEG or PNG picture that can be read."))
