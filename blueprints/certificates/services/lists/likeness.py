"""Rows that may be one and the same: worth a look, never forbidden (namesakes are common)."""

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.certificates.award_rows import AwardRow
from blueprints.certificates.models import Recipient
from store import db


class Likeness:
    """Compares rows of a file with those above them and with those of the list."""

    def __init__(self, list_id: int | None) -> None:
        self._same: dict[tuple[str, str, str], int] = {}  # line of the file; 0: on the list
        self._units: dict[str, tuple[str, int]] = {}
        if list_id is not None:
            query = sa.select(Recipient.name, Recipient.unit, Recipient.award)
            for name, unit, award in db.session.execute(query.where(Recipient.list_id == list_id)):
                self._note((name, unit, award), 0)

    def of(self, row: AwardRow, line: int) -> dict[str, str]:
        """What is alike, by column; the row is compared with the next ones."""
        key = (row.name, row.unit, row.award)
        hints = self._hints(key)
        self._note(key, line)
        return hints

    def _hints(self, key: tuple[str, str, str]) -> dict[str, str]:
        name, unit, _award = key
        if key in self._same:
            line = self._same[key]
            if line == 0:
                return {"name": _("The same name, unit and award are on the list already.")}
            return {"name": _("The same name, unit and award as in row %(n)d.", n=line)}
        other, line = self._units.get(name, (unit, 0))
        if other == unit:
            return {}
        return {"unit": _("The same name is there with another unit: %(unit)s.", unit=other)}

    def _note(self, key: tuple[str, str, str], line: int) -> None:
        self._same.setdefault(key, line)
        self._units.setdefault(key[0], (key[1], line))
