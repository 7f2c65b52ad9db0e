"""Honor rolls: what their pages, slideshow and poster are drawn from.

Everything public goes through `honored`, which leaves out whoever withdrew from publication.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

import sqlalchemy as sa

from blueprints.certificates.access import Right, may, owned, visible
from blueprints.certificates.models import AwardList, HonorRoll, Recipient, RollState
from blueprints.certificates.title_lines import phrases
from blueprints.people.models import Organisation
from store import NotFound, db
from store.actors import Actor
from web.paging import Page, paged

PALETTES = ("red", "plain")
TOGETHER = 6  # people on one slide, unless they are shown one by one
DEFAULT_LOOK = {"palette": "red", "people": TOGETHER, "pace": 10, "stories": True}


@dataclass(frozen=True)
class Look:
    """How a roll is shown: `people` on a slide (1 or 6), `pace` in seconds a slide."""

    palette: str
    people: int
    pace: int
    stories: bool


@dataclass(frozen=True)
class Honoree:
    """Somebody on a public roll. `photo` is the SHA-256 of the picture, or None."""

    id: int
    name: str
    honorific: str
    unit: str
    award: str
    citation: str
    story: str
    photo: str | None
    members: tuple[str, ...]

    @property
    def monogram(self) -> str:
        """What stands in the place of a portrait: the surname, or the initials."""
        words = self.name.split()
        if self.name[:1].isascii() and len(words) > 1:
            return (words[0][0] + words[-1][0]).upper()
        return self.name[:1].upper()


@dataclass(frozen=True)
class AwardGroup:
    """Everybody with one award, in ceremony order."""

    award: str
    people: tuple[Honoree, ...]


@dataclass(frozen=True)
class RollView:
    """A roll as the public sees it (or its staff, before it is published)."""

    id: int
    slug: str
    organisation_id: int
    organisation: str
    title: str
    subtitle: str
    occasion: str
    basis: str
    state: str
    published_at: datetime | None
    look: Look
    groups: tuple[AwardGroup, ...]

    @property
    def people(self) -> tuple[Honoree, ...]:
        return tuple(one for group in self.groups for one in group.people)

    @property
    def title_phrases(self) -> list[str]:
        """The title in pieces that no line tears apart."""
        return phrases(self.title)

    @property
    def slides(self) -> list[tuple[str, tuple[Honoree, ...]]]:
        """(award, people) of each slide."""
        return [
            (group.award, people)
            for group in self.groups
            for people in even_rows(group.people, self.look.people)
        ]

    @property
    def is_public(self) -> bool:
        return self.state == RollState.PUBLISHED


@dataclass(frozen=True)
class RollLine:
    """A roll in the list of rolls."""

    id: int
    title: str
    organisation: str
    list_title: str
    state: str
    published_at: datetime | None
    shown: int
    hidden: int


@dataclass(frozen=True)
class RollDesk:
    """A roll as its staff work on it. `edits`: this actor may change and publish it."""

    line: RollLine
    slug: str
    subtitle: str
    basis: str
    look: Look
    list_id: int
    withdrawn_at: datetime | None
    without_photo: int
    edits: bool


def rolls_of(actor: Actor) -> Page[RollLine]:
    """Rolls of the actor's organisations, the newest first."""
    query = (
        sa.select(HonorRoll)
        .join(Organisation, Organisation.id == HonorRoll.organisation_id)
        .where(visible(actor))
        .order_by(HonorRoll.id.desc())
        .options(sa.orm.joinedload(HonorRoll.organisation), sa.orm.joinedload(HonorRoll.award_list))
    )
    found = paged(query)
    counts = _counts({roll.list_id for roll in found.items})
    lines = [_line(roll, counts) for roll in found.items]
    return Page(lines, found.number, found.per_page, found.total)


def roll_desk(actor: Actor, roll_id: int) -> RollDesk:
    """One roll for its staff; NotFound for anybody else."""
    roll = owned(actor, HonorRoll, roll_id)
    return RollDesk(
        line=_line(roll, _counts({roll.list_id})),
        slug=roll.slug,
        subtitle=roll.subtitle,
        basis=roll.basis,
        look=look_of(roll),
        list_id=roll.list_id,
        withdrawn_at=roll.withdrawn_at,
        without_photo=_without_photo(roll.list_id),
        edits=may(actor, roll.organisation_id, Right.PREPARE),
    )


def roll_by_slug(actor: Actor, slug: str) -> RollView:
    """A published roll for everybody, another for its staff, NotFound for the rest."""
    roll = db.session.scalar(sa.select(HonorRoll).where(HonorRoll.slug == slug))
    if roll is None:
        raise NotFound
    if roll.state != RollState.PUBLISHED and not may(actor, roll.organisation_id, Right.VIEW):
        raise NotFound
    return RollView(
        id=roll.id,
        slug=roll.slug,
        organisation_id=roll.organisation_id,
        organisation=roll.organisation.name,
        title=roll.title,
        subtitle=roll.subtitle,
        occasion=roll.award_list.occasion,
        basis=roll.basis,
        state=roll.state,
        published_at=roll.published_at,
        look=look_of(roll),
        groups=honored(roll.list_id),
    )


def honored(list_id: int) -> tuple[AwardGroup, ...]:
    """Whoever may be shown, by award; awards in the order of their first recipient."""
    rows = db.session.scalars(
        sa.select(Recipient)
        .where(Recipient.list_id == list_id, Recipient.hidden_at.is_(None))
        .order_by(Recipient.position, Recipient.id)
    ).all()
    place = {row.award: -index for index, row in reversed(list(enumerate(rows)))}
    ordered = sorted(rows, key=lambda row: -place[row.award])
    return tuple(
        AwardGroup(award, tuple(_honoree(row) for row in people))
        for award, people in groupby(ordered, key=lambda row: row.award)
    )


def even_rows(people: Sequence[Honoree], most: int) -> list[tuple[Honoree, ...]]:
    """Rows that differ by one at most: 7 people in rows of 6 stand 4 and 3, not 6 and 1."""
    if not people:
        return []
    count = -(-len(people) // most)
    least, more = divmod(len(people), count)
    rows, start = [], 0
    for index in range(count):
        end = start + least + (index < more)
        rows.append(tuple(people[start:end]))
        start = end
    return rows


def photo_on(view: RollView, recipient_id: int) -> str:
    """The stored picture of somebody shown on the roll; NotFound for anybody else's."""
    for one in view.people:
        if one.id == recipient_id and one.photo:
            return one.photo
    raise NotFound


def look_of(roll: HonorRoll) -> Look:
    """The look with defaults for whatever an older roll does not say."""
    return Look(**{**DEFAULT_LOOK, **{k: v for k, v in roll.look.items() if k in DEFAULT_LOOK}})


def lists_for_publishing(actor: Actor) -> list[tuple[int, str]]:
    """(id, title with its organisation) of lists that the actor may publish, newest first."""
    found = db.session.execute(
        sa.select(AwardList.id, AwardList.title, Organisation.name)
        .join(Organisation, Organisation.id == AwardList.organisation_id)
        .where(visible(actor, Right.PREPARE))
        .order_by(AwardList.id.desc())
        .limit(200)
    )
    return [(id_, f"{title} · {name}") for id_, title, name in found]


def _honoree(row: Recipient) -> Honoree:
    return Honoree(
        id=row.id,
        name=row.name,
        honorific=row.honorific,
        unit=row.unit,
        award=row.award,
        citation=row.reason,
        story=row.story,
        photo=row.photo,
        members=_members(row.values),
    )


def _members(values: object) -> tuple[str, ...]:
    members = values.get("members") if isinstance(values, dict) else None
    if isinstance(members, str):
        return (members,) if members else ()
    return tuple(str(name) for name in members or ())


def _line(roll: HonorRoll, counts: dict[int, tuple[int, int]]) -> RollLine:
    total, hidden = counts.get(roll.list_id, (0, 0))
    return RollLine(
        id=roll.id,
        title=roll.title,
        organisation=roll.organisation.name,
        list_title=roll.award_list.title,
        state=roll.state,
        published_at=roll.published_at,
        shown=total - hidden,
        hidden=hidden,
    )


def _counts(list_ids: set[int]) -> dict[int, tuple[int, int]]:
    """(recipients, hidden ones among them) by list."""
    query = (
        sa.select(Recipient.list_id, sa.func.count(), sa.func.count(Recipient.hidden_at))
        .where(Recipient.list_id.in_(list_ids))
        .group_by(Recipient.list_id)
    )
    return {id_: (total, hidden) for id_, total, hidden in db.session.execute(query)}


def _without_photo(list_id: int) -> int:
    query = sa.select(sa.func.count()).where(
        Recipient.list_id == list_id, Recipient.hidden_at.is_(None), Recipient.photo.is_(None)
    )
    return db.session.scalar(query) or 0
