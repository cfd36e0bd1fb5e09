"""Closed lists of automatic payments (controls 11). Stored as their text value."""

from enum import StrEnum


class DateShift(StrEnum):
    """Where a date goes that is no working day (AP-10)."""

    FOLLOWING = "FOLLOWING"
    PRECEDING = "PRECEDING"


class AccountRule(StrEnum):
    """What an account number at an institution looks like (11.1, validation rule)."""

    ANY = "ANY"
    DIGITS = "DIGITS"
    IBAN = "IBAN"


class RequestStatus(StrEnum):
    """Life of a clearing request (11.3)."""

    PENDING = "PENDING"
    EXTRACTED = "EXTRACTED"
    CANCELED = "CANCELED"
    REJECTED = "REJECTED"

    @property
    def was_sent(self) -> bool:
        """Whether the institution has the request (AP-11, AP-12, AP-16)."""
        return self in {RequestStatus.EXTRACTED, RequestStatus.REJECTED}


class AutoPayCreation(StrEnum):
    """When a bill's automatic payment is made (AP-04, AP-05)."""

    AT_BILL_COMPLETION = "AT_BILL_COMPLETION"
    ON_EXTRACT_DATE = "ON_EXTRACT_DATE"


class OverLimit(StrEnum):
    """What a bill above the maximum withdrawal comes to (AP-09)."""

    REDUCE = "REDUCE_TO_MAXIMUM"
    NOTHING = "CREATE_NOTHING"


class ScheduleKind(StrEnum):
    """What is paid on dates of its own (AP-06)."""

    BUDGET = "BUDGET"
    PAY_PLAN = "PAY_PLAN"


class DebitStatus(StrEnum):
    """What became of a bill's stamp (AP-05, AP-09, AP-15)."""

    WAITING = "WAITING"
    CREATED = "CREATED"
    REOPENED = "REOPENED"
    OVER_LIMIT = "OVER_LIMIT"
    STOPPED = "STOPPED"
