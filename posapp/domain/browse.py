"""Long lists: search criteria, and what payments, tenders, events and bills show in a list.

Source: SR-1, SR-2, SR-4 (payments 19), PE-7, D-16. Amounts are integer minor units of the record's
currency; dates are business dates, stamps UTC.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from posapp.domain.codes import PaymentStatus, TenderStatus
from posapp.domain.desk import EventLine
from posapp.domain.ids import AccountId, BillId, ControlId, EventId, PaymentId, TenderId
from posapp.domain.money import Money
from posapp.errors import Refused


class Criterion(StrEnum):
    """What a list can be searched by (SR-2); criteria are combined with AND.

    Names begin so, whatever case and accents; texts and ids are equal; ranges include both ends.
    """

    EVENT = "event_id"
    DOCUMENT = "document_number"
    DATE_FROM = "date_from"
    DATE_TO = "date_to"
    USER = "user_id"
    RULE = "rule"
    RULE_VALUE = "rule_value"
    PAYEE = "payee_id"
    PAYEE_NAME = "payee_name"
    PAYMENT_FROM = "payment_from"
    PAYMENT_TO = "payment_to"
    PAYMENT_STATUS = "payment_status"
    MATCH_TYPE = "match_type"
    MATCH_VALUE = "match_value"
    PAYOR = "payor_id"
    PAYOR_NAME = "payor_name"
    TENDER_FROM = "tender_from"
    TENDER_TO = "tender_to"
    TENDER_TYPE = "tender_type"
    TENDER_STATUS = "tender_status"
    CHECK_NUMBER = "check_number"
    MICR = "micr_last4"
    EXTERNAL_REFERENCE = "external_reference"
    CONTROL = "tender_control_id"


OF_PAYMENTS: Final = frozenset(
    {
        Criterion.PAYEE,
        Criterion.PAYEE_NAME,
        Criterion.PAYMENT_FROM,
        Criterion.PAYMENT_TO,
        Criterion.PAYMENT_STATUS,
        Criterion.MATCH_TYPE,
        Criterion.MATCH_VALUE,
    }
)
OF_TENDERS: Final = frozenset(
    {
        Criterion.PAYOR,
        Criterion.PAYOR_NAME,
        Criterion.TENDER_FROM,
        Criterion.TENDER_TO,
        Criterion.TENDER_TYPE,
        Criterion.TENDER_STATUS,
        Criterion.CHECK_NUMBER,
        Criterion.MICR,
        Criterion.EXTERNAL_REFERENCE,
        Criterion.CONTROL,
    }
)
_OF_ONE_CUSTOMER: Final = frozenset({Criterion.EVENT, Criterion.PAYEE, Criterion.PAYOR})

Criteria = Mapping[Criterion, Any]


def read_criteria(filters: Mapping[str, Any]) -> Criteria:
    """The criteria that were filled in; empty texts and ``None`` count as left out.

    Raises:
        ValueError: for a name that no list knows.
    """
    return {
        Criterion(name): value.strip() if isinstance(value, str) else value
        for name, value in filters.items()
        if value is not None and not (isinstance(value, str) and not value.strip())
    }


def refuse_empty(criteria: Criteria) -> None:
    """Refuse a search without criteria (SR-2).

    Raises:
        Refused: ``M-70``.
    """
    if not criteria:
        raise Refused("M-70", reason="give at least one search criterion")


def may_be_drawer(criteria: Criteria) -> bool:
    """Whether a sum over these criteria could tell what is in a drawer (D-16).

    A search for one event or one customer cannot.
    """
    return not _OF_ONE_CUSTOMER & set(criteria)


@dataclass(frozen=True, slots=True)
class PaymentItem:
    """A payment in a list, with its event."""

    payment_id: PaymentId
    event_id: EventId
    payment_date: date
    account_id: AccountId
    account_name: str
    amount: Money
    currency: str
    status: PaymentStatus
    error_text: str
    match_type: str | None
    match_value: str | None
    document_number: str | None
    created_at: datetime
    created_by: str


@dataclass(frozen=True, slots=True)
class TenderItem:
    """A tender in a list, with its event; ``flagged`` ones were made by the program (D-01)."""

    tender_id: TenderId
    event_id: EventId
    payment_date: date
    payor_account_id: AccountId
    payor_name: str
    tender_type: str
    description: str
    amount: Money
    currency: str
    status: TenderStatus
    flagged: bool
    tender_control_id: ControlId | None
    check_number: str
    external_reference: str
    created_at: datetime
    created_by: str


@dataclass(frozen=True, slots=True)
class TenderHistoryItem:
    """A tender of an open control (TND-10); the amount is in the control's currency.

    ``frozen_at`` is when the last payment of its event was frozen, ``None`` before that.
    """

    frozen_at: datetime | None
    payment_date: date
    tender_id: TenderId
    event_id: EventId
    payor_account_id: AccountId
    payor_name: str
    amount: Money
    currency: str
    tender_type: str
    description: str
    status: TenderStatus
    flagged: bool
    tender_control_id: ControlId
    tender_source: str


@dataclass(frozen=True, slots=True)
class EventItem(EventLine):
    """A payment event in a list: its line, the numbers printed for it, and who took it."""

    document_number: str | None
    receipt_number: str | None
    created_by: str


@dataclass(frozen=True, slots=True)
class BillItem:
    """A bill of an account; ``unpaid`` only where payments name bills (OI-1)."""

    bill_id: BillId
    number: str
    bill_date: date
    due_date: date
    amount: Money
    description: str
    unpaid: Money | None = None


@dataclass(frozen=True, slots=True)
class ListTotals:
    """Foot of a list (SR-4): how many, and the sum by currency.

    Cancelled ones are counted and summed like the others, because the list shows them.
    ``sums`` is ``None`` for somebody who may not know it (D-16).
    """

    count: int
    sums: Mapping[str, Money] | None
