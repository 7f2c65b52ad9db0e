"""Whom a worker number or user name means, among the people of an organisation's subtree."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from flask_babel import gettext as _

from blueprints.certificates.access import path_of
from blueprints.certificates.models import Recipient
from blueprints.people.models import Account, Organisation, Person
from store import UserError, db


@dataclass(frozen=True)
class Link:
    """Whose record and whose account a recipient is; either may be missing."""

    person_id: int | None = None
    account_id: int | None = None


NOBODY = Link()


class People:
    """Those whom any of `words` may mean, read at once. Other organisations' people stay unknown:

    nobody finds out by trying whether they are there.
    """

    def __init__(self, organisation_id: int, words: Iterable[str]) -> None:
        wanted = {word for word in words if word}
        below = Organisation.path.startswith(path_of(organisation_id) or "-")
        self._persons: dict[str, list[Person]] = defaultdict(list)
        self._accounts: dict[str, Account] = {}
        if not wanted:
            return
        persons = sa.select(Person).join(Organisation, Organisation.id == Person.organisation_id)
        for person in db.session.scalars(persons.where(below, Person.worker_number.in_(wanted))):
            self._persons[person.worker_number or ""].append(person)
        accounts = sa.select(Account).join(Organisation, Organisation.id == Account.organisation_id)
        usernames = {word.casefold() for word in wanted}
        for one in db.session.scalars(accounts.where(below, Account.username.in_(usernames))):
            self._accounts[one.username] = one

    def link(self, word: str, name: str) -> Link:
        """The person and account that `word` means and that are called `name`.

        UserError (code: worker) for nobody, for somebody else, and for several.
        """
        if not word:
            return NOBODY
        account = self._accounts.get(word.casefold())
        known = [*self._persons.get(word, ()), *([account] if account else [])]
        if not known:
            raise _refusal(_("Nobody of this organization has this worker number or user name."))
        persons = [one for one in self._persons.get(word, ()) if one.name == name]
        accounts = [account] if account and account.name == name else []
        if not persons and not accounts:
            raise _refusal(_("Somebody of another name has this worker number or user name."))
        if len(persons) > 1:
            raise _refusal(_("Several people of this name have this worker number."))
        return Link(persons[0].id if persons else None, accounts[0].id if accounts else None)


def word_of(person_id: int | None, account_id: int | None) -> str:
    """The word by which a stored link is found again: the user name, or the worker number."""
    account = db.session.get(Account, account_id) if account_id else None
    person = db.session.get(Person, person_id) if person_id else None
    return (account.username if account else "") or (person and person.worker_number) or ""


def words_of_recipients(list_id: int) -> dict[int, set[str]]:
    """Names, worker numbers and user names of a list's recipients, by recipient id."""
    query = (
        sa.select(Recipient.id, Recipient.name, Person.worker_number, Account.username)
        .outerjoin(Person, Person.id == Recipient.person_id)
        .outerjoin(Account, Account.id == Recipient.account_id)
        .where(Recipient.list_id == list_id)
    )
    return {
        row[0]: {word.casefold() for word in row[1:] if word} for row in db.session.execute(query)
    }


def _refusal(message: str) -> UserError:
    return UserError(message, code="worker")
