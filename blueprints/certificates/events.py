"""What happens to certificates, told to other features (store.events)."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class CertificateStatusChanged:
    """A certificate that was valid isn't any more: `status` is "revoked" or "superseded"."""

    certificate_id: int
    organisation_id: int
    account_id: int | None
    status: str
    at: datetime
