"""What a mail is about, and how far it is (ML-1 to ML-3)."""

from enum import StrEnum


class MailKind(StrEnum):
    """What a mail is about; all but that of a Z report have a layout (ML-1, ML-2, R11)."""

    CHECKOUT = "CHECKOUT"
    REFUND = "REFUND"
    PAYROLL = "PAYROLL"
    Z_REPORT = "Z_REPORT"


class MailState(StrEnum):
    """How far a mail is (ML-3)."""

    QUEUED = "QUEUED"
    SENT = "SENT"
    FAILED = "FAILED"
    CANCELED = "CANCELED"
