"""Tables of certificates: templates, award lists, batches, what was issued, rolls, notices."""

from blueprints.certificates.models.authority import Seal, SigningKey, UploadedFont
from blueprints.certificates.models.issuing import (
    Batch,
    BatchFile,
    BatchRow,
    BatchState,
    Certificate,
    CertificateStatus,
    NumberScheme,
    RowState,
)
from blueprints.certificates.models.lists import AwardList, Recipient, Source
from blueprints.certificates.models.publications import (
    HonorRoll,
    Notice,
    NoticeState,
    RollState,
)
from blueprints.certificates.models.templates import CertificateTemplate, TemplateVersion

__all__ = [
    "AwardList",
    "Batch",
    "BatchFile",
    "BatchRow",
    "BatchState",
    "Certificate",
    "CertificateStatus",
    "CertificateTemplate",
    "HonorRoll",
    "Notice",
    "NoticeState",
    "NumberScheme",
    "Recipient",
    "RollState",
    "RowState",
    "Seal",
    "SigningKey",
    "Source",
    "TemplateVersion",
    "UploadedFont",
]
