"""What stands at the top of everything that is printed of a round."""

from dataclasses import dataclass

from blueprints.contests.models import Contest, Round
from blueprints.people.queries import organisation_names
from store import NotFound, db


@dataclass(frozen=True)
class PaperHead:
    """Whose contest it is, when and where. `seq` and `hash` are the head of the ledger.

    `starts_on` is an ISO date or empty.
    """

    contest: str
    event: str
    round: str
    organisation: str
    venue: str
    starts_on: str
    state: str
    rehearsal: bool
    seq: int
    hash: str


def paper_head(round_id: int) -> PaperHead:
    """The head of a round's papers as it stands now."""
    round_ = db.session.get(Round, round_id)
    if round_ is None:
        raise NotFound
    contest: Contest = round_.contest
    return PaperHead(
        contest=contest.title,
        event=round_.event.title,
        round=round_.title,
        organisation=organisation_names({contest.organisation_id}).get(contest.organisation_id, ""),
        venue=contest.venue,
        starts_on=contest.starts_on,
        state=round_.state,
        rehearsal=contest.rehearsal,
        seq=round_.seq,
        hash=round_.head_hash,
    )
