"""What the rooms of a round's staff share: which round and language a key names, who may join."""

from blueprints.contests.access import Right, may
from blueprints.contests.models import Round
from blueprints.people import queries as people
from realtime import Identity, keys
from store import db
from web.languages import LANGUAGES


def round_of(key: str) -> tuple[Round | None, str]:
    """The round and the language of a key; no round for anything else."""
    found = keys.numbered(key, LANGUAGES)
    return (db.session.get(Round, found[0]), found[1]) if found else (None, "")


def may_join(identity: Identity, key: str, right: Right) -> bool:
    """Whether an account holds the right in the round's contest, by its roles as they are now."""
    round_, _language = round_of(key)
    if round_ is None or identity.kind != "account" or identity.id is None:
        return False
    account = people.actor_for_account(identity.id)
    return account is not None and may(account, round_.contest, right)
