"""Builders of payment events as they are shown: tenders, payments, details, the event around them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from posapp.domain.codes import PaymentStatus, TenderStatus
from posapp.domain.event_views import DetailView, EventView, PaymentView, SegmentView, TenderView
from posapp.domain.ids import AccountId, AgreementId, ControlId, EventId, PaymentId, TenderId
from tests.helpers.facts import usd


def tender(amount: str, kind: str = "CASH", **changes: Any) -> TenderView:
    """A valid tender of the payor in drawer CASH-A01."""
    base = TenderView(
        id=TenderId(1),
        payor_account_id=AccountId(1),
        payor_name="Petra Payor",
        tender_type=kind,
        description=kind,
        amount=usd(amount),
        control_amount=usd(amount),
        control_currency="USD",
        rate=None,
        tender_control_id=ControlId(5),
        tender_source="CASH-A01",
        status=TenderStatus.VALID,
        cash_back=False,
        rounding=False,
        check_number="",
        micr_last4="",
        name="",
        cancel_reason=None,
        distribution_code="1010-CASH",
    )
    return replace(base, **changes)


def change(amount: str, **changes: Any) -> TenderView:
    """The flagged tender of change (D-01)."""
    return tender(amount, cash_back=True, **changes)


def payment(
    amount: str, status: PaymentStatus = PaymentStatus.FROZEN, **changes: Any
) -> PaymentView:
    """A payment on the payor's own account."""
    base = PaymentView(
        id=PaymentId(1),
        account_id=AccountId(1),
        account_name="Petra Payor",
        non_cis=False,
        amount=usd(amount),
        status=status,
        error_code=None,
        error_text="",
        match_type=None,
        match_value=None,
        non_cis_name="",
        reference="",
        comments="",
        cancel_reason=None,
        frozen_at=None,
    )
    return replace(base, **changes)


def segment(amount: str, description: str = "Water", **changes: Any) -> SegmentView:
    """A pay segment whose agreement owes nothing any more."""
    base = SegmentView(AgreementId(1), "WATER", description, "", usd(amount), usd("0.00"))
    return replace(base, **changes)


def detail(
    label: str, value: str, amount: str, description: str = "", *, name: str = ""
) -> DetailView:
    """A distribution detail; the rule's name is its label unless it is given."""
    return DetailView(label.upper(), name or label, label, value, description, usd(amount))


def event(
    tenders: tuple[TenderView, ...], payments: tuple[PaymentView, ...] = (), **changes: Any
) -> EventView:
    """An event of today around them, without numbers."""
    base = EventView(
        id=EventId(1),
        request_id="r",
        payment_date=date(2026, 11, 20),
        currency="USD",
        office="MAIN",
        document_number=None,
        receipt_number=None,
        created_at=datetime(2026, 11, 20, 15, 0, tzinfo=UTC),
        created_by="Cora",
        version=1,
        tenders=tenders,
        payments=payments,
        details=(),
        above_limit=None,
    )
    return replace(base, **changes)
