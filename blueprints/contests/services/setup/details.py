"""What the eligibility check looks at, kept apart from the entry; birth and contact encrypted."""

from dataclasses import dataclass
from datetime import date

from blueprints.contests.models import Entry, EntryDetails
from blueprints.contests.services.setup.common import NAME_LENGTH
from store import db
from store.encryption import encrypt


@dataclass(frozen=True)
class DetailsInput:
    """As typed, from a workbook, or from a registration."""

    born_on: date | None = None
    contact: str = ""
    occupation: str = ""
    certificate: str = ""
    photo: str | None = None

    @property
    def is_empty(self) -> bool:
        return self == NO_DETAILS


NO_DETAILS = DetailsInput()


def sealed(text: str) -> bytes | None:
    """Personal words as they are kept; nothing stays nothing."""
    text = text.strip()[:NAME_LENGTH]
    return encrypt(text.encode()) if text else None


def keep_details(entry: Entry, given: DetailsInput) -> None:
    """Keep what was told about an entry; `entry` has its id."""
    if given.is_empty:
        return
    details = db.session.get(EntryDetails, entry.id) or EntryDetails(entry_id=entry.id)
    details.born_on = sealed(given.born_on.isoformat()) if given.born_on else None
    details.contact = sealed(given.contact)
    details.occupation = given.occupation.strip()[:NAME_LENGTH]
    details.certificate = given.certificate.strip()[:NAME_LENGTH]
    details.photo = given.photo
    db.session.add(details)
