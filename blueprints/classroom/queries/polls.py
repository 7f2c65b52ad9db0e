"""Polls as they are shown, their exact totals, and what quizzes came to."""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sqlalchemy as sa

from blueprints.classroom import wordcloud
from blueprints.classroom.models import Poll, PollKind, PollState, Vote
from store import db

RATINGS = ("1", "2", "3", "4", "5")


@dataclass(frozen=True)
class Bar:
    """One option with its votes. `right` is None until a quiz is closed, and in other polls."""

    position: int  # as it stands in a vote
    text: str
    votes: int
    percent: int
    right: bool | None


@dataclass(frozen=True)
class PollView:
    """A poll with its totals. `shown` is whether viewers may see them."""

    id: int
    kind: str
    question: str
    state: str
    shown: bool
    several: bool  # more than one option may be chosen
    voters: int
    bars: tuple[Bar, ...]
    words: tuple[wordcloud.Weighed, ...]
    mean: str  # of a rating, with one decimal
    right_voters: int | None  # of a closed quiz

    @property
    def is_open(self) -> bool:
        return self.state == PollState.OPEN

    def as_state(self, *, everything: bool) -> dict[str, Any]:
        """Its totals as live rooms tell them; only the number of voters while they are hidden."""
        if not (self.shown or everything):
            return {"voters": self.voters}
        if self.kind == PollKind.WORDS:
            return {"voters": self.voters, "words": [[w.word, w.count, w.size] for w in self.words]}
        counts = {str(bar.position): bar.votes for bar in self.bars}
        return {"voters": self.voters, "counts": counts, "mean": self.mean}


def quiz_share(session_id: int) -> dict[int, Fraction]:
    """The share of the session's closed quizzes that each participant answered rightly, 0 to 1.

    Who voted in none of them is not in it and has 0; without a closed quiz it is empty.
    """
    quizzes = sa.select(Poll.id).where(
        Poll.session_id == session_id,
        Poll.kind == PollKind.QUIZ,
        Poll.state == PollState.CLOSED,
    )
    asked = len(db.session.scalars(quizzes).all())
    query = (
        sa.select(Vote.participant_id, sa.func.count(sa.case((Vote.right, 1))))
        .where(Vote.poll_id.in_(quizzes))
        .group_by(Vote.participant_id)
    )
    return {person: Fraction(right, asked) for person, right in db.session.execute(query)}


def poll_view(poll: Poll) -> PollView:
    """The poll with its totals: one grouped query, however many have voted."""
    query = (
        sa.select(Vote.choice, sa.func.count(), sa.func.count(sa.case((Vote.right, 1))))
        .where(Vote.poll_id == poll.id)
        .group_by(Vote.choice)
    )
    groups = [(choice, votes, right) for choice, votes, right in db.session.execute(query)]
    counts: Counter[Any] = Counter()
    for choice, votes, _right in groups:
        for chosen in choice:
            counts[chosen] += votes
    return _view(poll, sum(group[1] for group in groups), counts, sum(g[2] for g in groups))


def _view(poll: Poll, voters: int, counts: Counter[Any], right_voters: int) -> PollView:
    is_words = poll.kind == PollKind.WORDS
    is_told = poll.kind == PollKind.QUIZ and poll.state == PollState.CLOSED
    taken_out = set(poll.right) if is_words else set()
    return PollView(
        poll.id,
        poll.kind,
        poll.question,
        poll.state,
        poll.show_results,
        poll.kind == PollKind.MULTIPLE or (poll.kind == PollKind.QUIZ and len(poll.right) > 1),
        voters,
        () if is_words else _bars(poll, voters, counts, is_told=is_told),
        wordcloud.weighed({w: n for w, n in counts.items() if w not in taken_out})
        if is_words
        else (),
        _mean(counts, voters) if poll.kind == PollKind.RATING else "",
        right_voters if is_told else None,
    )


def _bars(poll: Poll, voters: int, counts: Counter[Any], *, is_told: bool) -> tuple[Bar, ...]:
    first, texts = (1, RATINGS) if poll.kind == PollKind.RATING else (0, poll.options)
    return tuple(
        Bar(
            position,
            text,
            counts[position],
            percent(counts[position], voters),
            position in poll.right if is_told else None,
        )
        for position, text in enumerate(texts, start=first)
    )


def percent(part: int, whole: int) -> int:
    """Rounded half up, as the browser does it, too."""
    return (200 * part + whole) // (2 * whole) if whole else 0


def _mean(counts: Counter[Any], voters: int) -> str:
    if not voters:
        return ""
    tenths = percent(sum(rating * votes for rating, votes in counts.items()), voters * 10)
    return f"{tenths // 10}.{tenths % 10}"


def room_panel(session_id: int) -> dict[str, Any]:
    """For `room/_poll.html`: what is open, the last one that was closed, and earlier ones."""
    polls = _polls(session_id, PollState.OPEN, PollState.CLOSED)
    closed = sorted(
        (poll for poll in polls if poll.state == PollState.CLOSED),
        key=lambda poll: (poll.closed_at, poll.id),
        reverse=True,
    )
    opened = [poll for poll in polls if poll.state == PollState.OPEN]
    return {
        "polls": [poll_view(poll) for poll in (*opened, *closed[: 0 if opened else 1])],
        "earlier": [poll_view(poll) for poll in closed[0 if opened else 1 :]],
    }


def studio_panel(session_id: int) -> dict[str, Any]:
    """For `studio/_polls.html`: every poll; open ones first, then drafts, then closed ones."""
    order = [PollState.OPEN, PollState.DRAFT, PollState.CLOSED]
    polls = sorted(_polls(session_id, *order), key=lambda poll: order.index(PollState(poll.state)))
    return {"polls": [poll_view(poll) for poll in polls]}


def _polls(session_id: int, *states: PollState) -> list[Poll]:
    query = sa.select(Poll).where(Poll.session_id == session_id, Poll.state.in_(states))
    return list(db.session.scalars(query.order_by(Poll.position, Poll.id)))


def own_votes(session_id: int, participant_id: int) -> dict[str, dict[str, Any]]:
    """A participant's own votes by poll; whether a quiz was right only after it was closed."""
    query = (
        sa.select(Vote, Poll.state)
        .join(Poll, Poll.id == Vote.poll_id)
        .where(Poll.session_id == session_id, Vote.participant_id == participant_id)
    )
    return {
        str(vote.poll_id): {
            "choice": vote.choice,
            "at": vote.at.isoformat(),
            "right": vote.right if state == PollState.CLOSED else None,
        }
        for vote, state in db.session.execute(query)
    }
