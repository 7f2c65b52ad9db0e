"""Making the files of a chunk: rendered, signed, kept in the store. No transaction is open here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from blueprints.certificates.models import Batch
from blueprints.certificates.services.batches.documents import Design, design_of, row_of
from blueprints.certificates.services.issuing import Failed, Item, Made
from blueprints.certificates.services.preflight.layout import ALIKE, broken
from blueprints.certificates.studio import studio
from documents import ChildError, Row, TemplateError
from documents.signing import SigningError
from store import db
from store.encryption import WrongKey, decrypt
from store.files import files

CLOSED = "closed"  # this process is ending: no reason to stop the batch
NO_FAULT_OF_ROWS = (CLOSED, "storage")


class CannotGoOn(Exception):
    """Nothing of the batch can be made just now. The message is a fault's code, maybe a detail."""


@dataclass(frozen=True)
class Key:
    """The key that a batch is signed with."""

    pkcs12: bytes
    password: str
    subject: str
    fingerprint: str


@dataclass(frozen=True)
class Workshop:
    """What making a batch takes, read once."""

    design: Design
    key: Key | None
    reason: str

    def make(self, items: Sequence[Item], now: datetime) -> list[Made | Failed]:
        """What became of each item. Raises CannotGoOn."""
        drawn = self._drawn(items)
        good = [item for item, one in zip(items, drawn, strict=True) if isinstance(one, bytes)]
        pdfs = iter(self._signed([one for one in drawn if isinstance(one, bytes)], now))
        kept = {item.certificate_id: self._kept(item, next(pdfs)) for item in good}
        failed = (one for one in drawn if isinstance(one, Failed))
        return [*kept.values(), *failed]

    def _drawn(self, items: Sequence[Item]) -> list[bytes | Failed]:
        rows = [row_of(item.content["values"], item.content["images"]) for item in items]
        try:
            return list(self._render(rows))
        except (TemplateError, ChildError) as problem:
            infrastructure = isinstance(problem, ChildError) and len(items) == 1
            if infrastructure or problem.code in NO_FAULT_OF_ROWS:
                raise CannotGoOn(_fault(problem)) from problem
        return self._one_by_one(items, rows)

    def _one_by_one(self, items: Sequence[Item], rows: Sequence[Row]) -> list[bytes | Failed]:
        """Find the rows that can't be drawn. When none can, it isn't their fault."""
        drawn: list[bytes | Failed] = []
        for item, row in zip(items, rows, strict=True):
            try:
                drawn += self._render([row])
            except (TemplateError, ChildError) as problem:
                if problem.code in NO_FAULT_OF_ROWS:
                    raise CannotGoOn(_fault(problem)) from problem
                drawn.append(Failed(item.certificate_id, broken(problem)))
                hopeless = len(drawn) == min(ALIKE, len(items)) and len(items) > 1
                if hopeless and all(isinstance(one, Failed) for one in drawn):
                    raise CannotGoOn(_fault(problem)) from problem
        return drawn

    def _render(self, rows: Sequence[Row]) -> list[bytes]:
        """Twice if need be: a child may have been ended for no fault of these rows."""
        renderer, design = studio().renderer, self.design
        try:
            made = renderer.separate(design.template, rows, design.options)
        except ChildError as problem:
            if problem.code == CLOSED:
                raise
            made = renderer.separate(design.template, rows, design.options)
        return [one.pdf for one in made]

    def _signed(self, pdfs: list[bytes], now: datetime) -> list[bytes]:
        if self.key is None or not pdfs:
            return pdfs
        try:
            return studio().signer.sign(pdfs, self.key.pkcs12, self.key.password, self.reason, now)
        except (SigningError, ChildError) as problem:
            raise CannotGoOn(f"signing: {problem.code}") from problem

    def _kept(self, item: Item, pdf: bytes) -> Made:
        try:
            name = files().put(pdf)
        except OSError as problem:
            raise CannotGoOn(f"storage: {problem.strerror}") from problem
        subject, fingerprint = (self.key.subject, self.key.fingerprint) if self.key else ("", "")
        return Made(item.certificate_id, name, len(pdf), subject, fingerprint)


def workshop_of(batch_id: int) -> Workshop:
    """Read what making the batch takes; leaves no transaction open. Raises CannotGoOn."""
    db.session.rollback()
    batch = db.session.get_one(Batch, batch_id)
    if _retired(batch):
        raise CannotGoOn("retired")
    created = (batch.approved_at or batch.created_at).isoformat()
    workshop = Workshop(design_of(batch, created), _key_of(batch), batch.title)
    db.session.rollback()
    return workshop


def refuse_retired(batch_id: int) -> None:
    """Raises CannotGoOn once seal or key is out of use: a lost key signs nothing from then on."""
    db.session.rollback()
    if _retired(db.session.get_one(Batch, batch_id)):
        raise CannotGoOn("retired")
    db.session.rollback()


def _retired(batch: Batch) -> bool:
    return any(one is not None and one.retired_at is not None for one in (batch.seal, batch.key))


def _key_of(batch: Batch) -> Key | None:
    key = batch.key
    if key is None:
        return None
    try:
        pkcs12, password = decrypt(key.pkcs12), decrypt(key.password).decode()
    except WrongKey as problem:
        raise CannotGoOn("signing: key") from problem
    return Key(pkcs12, password, key.subject, key.fingerprint)


def _fault(problem: TemplateError | ChildError) -> str:
    return f"{problem.code}: {problem.detail}" if problem.detail else problem.code
