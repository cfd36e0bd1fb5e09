"""Changing the tenders of an event: what may change, move or go, and when.

Source: D-12, D-20, D-23, D-28, TN-3..TN-5, TND-02, TND-09, TC-04. Amounts are integer minor units of the
currency of the tender's control.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from posapp.domain.autopay_requests import AutoPayDraft
from posapp.domain.cash_rounding import check_steps
from posapp.domain.codes import ControlStatus, PaymentStatus, TenderStatus
from posapp.domain.event_views import EventView, TenderView
from posapp.domain.ids import AccountId, ControlId, TenderId
from posapp.domain.money import ZERO, Money
from posapp.domain.new_tenders import check_authorizations, check_kind, check_numbers
from posapp.domain.payment_events import TenderDraft
from posapp.domain.setup import SetUp, TenderType
from posapp.domain.tender_controls import Control
from posapp.errors import Refused

_SETTLED = frozenset({PaymentStatus.FROZEN, PaymentStatus.CANCELED})
Controls = Mapping[ControlId, Control]


@dataclass(frozen=True, slots=True)
class TenderChange:
    """New values of a tender; ``None`` keeps what is there (D-28).

    ``amount`` is in the currency of the tender's control.
    """

    tender_type: str | None = None
    amount: Money | None = None
    check_number: str | None = None
    micr: str | None = None
    customer_id: str | None = None
    external_reference: str | None = None
    name: str | None = None
    payor: AccountId | None = None
    auto_pay: AutoPayDraft | None = None

    def applied(self, tender: TenderView) -> TenderDraft:
        """The tender as it shall be; of a MICR line its last signs are all that is known."""
        old: dict[str, Any] = {
            "tender_type": tender.tender_type,
            "amount": tender.control_amount,
            "check_number": tender.check_number,
            "micr": tender.micr_last4,
            "customer_id": tender.customer_id,
            "external_reference": tender.external_reference,
            "name": tender.name,
        }
        given = {name: getattr(self, name) for name in old}
        return TenderDraft(**old | {name: v for name, v in given.items() if v is not None})


def tender_of(event: EventView, tender_id: TenderId) -> TenderView:
    """A tender of the event that a person stated and that is still valid.

    Raises:
        Refused: ``M-88``.
    """
    tender = next(tender for tender in event.tenders if tender.id == tender_id)
    if tender.status is TenderStatus.CANCELED:
        raise Refused("M-88", reason="it is canceled")
    if tender.flagged:
        raise Refused("M-88", reason="the program made it; recalculate the cash back instead")
    return tender


def check_change(
    tender: TenderView, draft: TenderDraft, event: EventView, controls: Controls, setup: SetUp
) -> None:
    """Stop a change that the drawer or frozen payments forbid (D-28).

    Raises:
        Refused: ``M-02``, ``M-55``, ``M-62``, ``M-63``, ``M-76``, ``M-88``, ``M-193``, ``M-282``.
    """
    control = _own(tender, controls)
    if control is not None and control.status is ControlStatus.BALANCED:
        raise Refused("M-88", reason=f"its tender control {control.id} is balanced")
    kind = setup.tender_type(draft.tender_type)
    if kind.code != tender.tender_type:
        check_kind(kind)
        check_other_authorizations(event, kind, setup, apart=tender.id)
        if kind.generate_auto_pay or setup.tender_types[tender.tender_type].generate_auto_pay:
            raise Refused("M-88", reason="an automatic payment keeps its type; add another tender")
        _check_code(code_of_type(tender, kind, control, setup), tender, event, "the type")
    if draft.amount <= ZERO:
        raise Refused("M-02", field="amount_tendered", value=draft.amount)
    if (kind.code, draft.amount) != (tender.tender_type, tender.control_amount):
        check_cash_steps(draft, setup, tender.control_currency, event.currency)
    if draft.amount != tender.control_amount and has_frozen(event):
        raise Refused("M-88", reason="a payment is frozen; correct the event instead")
    if draft.currency and draft.currency != tender.control_currency:
        raise Refused("M-88", reason="its currency is its drawer's; add another tender")
    check_numbers(kind, draft)


def check_cash_steps(draft: TenderDraft, setup: SetUp, own: str, home: str) -> None:
    """Stop cash of the event's currency that comes in other steps (D-20).

    Raises:
        Refused: ``M-282``.
    """
    if own == home and draft.tender_type == setup.installation.starting_balance_tender_type:
        check_steps(draft.amount, setup.currencies[home])


def check_move(
    tender: TenderView, target: Control, event: EventView, controls: Controls, setup: SetUp
) -> None:
    """Stop a move that TC-04 or the ledger forbids: out of Open or Balancing, into Open only.

    Raises:
        Refused: ``M-05``, ``M-70``, ``M-72``, ``M-73``, ``M-88``.
    """
    control = _own(tender, controls)
    if control is None:
        raise Refused("M-88", reason="it has no tender control until it is sent")
    if tender.auto_pay is not None:
        raise Refused("M-88", reason="it was sent and stays in the control of its batch")
    if control.id == target.id:
        raise Refused("M-70", reason="the tender lies there already")
    if control.status is ControlStatus.BALANCED:
        raise Refused("M-88", reason=f"its tender control {control.id} is balanced")
    if target.status is not ControlStatus.OPEN:
        raise Refused("M-05", field="tender_control", value=target.id, status=target.status)
    if target.currency != tender.control_currency:
        raise Refused(
            "M-72",
            field="tender_control",
            value=target.id,
            currency=target.currency,
            other=tender.control_currency,
        )
    source = setup.tender_sources[target.tender_source]
    if source.office != event.office:
        raise Refused("M-73", field="tender_control")
    after = cash_code(setup.tender_types[tender.tender_type], target, setup)
    _check_code(after, tender, event, "the drawer")


def check_deletable(tender: TenderView, event: EventView, controls: Controls) -> None:
    """Stop a delete that D-12 forbids.

    Raises:
        Refused: ``M-29``.
    """
    control = _own(tender, controls)
    if control is not None and control.status is not ControlStatus.OPEN:
        raise Refused("M-29", reason=f"its tender control is {control.status.value}")
    if _is_settled(event):
        raise Refused("M-29", reason="a payment of the event is frozen or canceled")
    if sum(not other.flagged for other in event.tenders) == 1:
        raise Refused("M-29", reason="an event needs at least one tender")


def check_other_authorizations(
    event: EventView, kind: TenderType, setup: SetUp, *, apart: TenderId | None = None
) -> None:
    """A tender of a type beside the valid ones of an event: one of them is authorized at most.

    Args:
        event: the event.
        kind: the type that one more tender gets, or ``apart`` gets.
        setup: the set-up.
        apart: the tender that changes.

    Raises:
        Refused: ``M-76``.
    """
    valid = [one for one in event.tenders if one.status is TenderStatus.VALID and one.id != apart]
    if kind.requires_authorization:
        check_authorizations((kind, *(setup.tender_types[one.tender_type] for one in valid)))


def cash_code(kind: TenderType, control: Control, setup: SetUp) -> str:
    """Ledger account of a tender: its type's own, else its source's bank account (D-29, GL-1)."""
    return kind.distribution_code or setup.tender_sources[control.tender_source].distribution_code


def code_of_type(
    tender: TenderView, kind: TenderType, control: Control | None, setup: SetUp
) -> str:
    """Ledger account of a tender that gets a type, maybe the one it has (D-29).

    The account was taken over when the tender was written and follows no later set-up: only
    another type gives another one.
    """
    if kind.code == tender.tender_type:
        return tender.distribution_code
    if control is None:
        return kind.distribution_code or tender.distribution_code
    return cash_code(kind, control, setup)


def _check_code(after: str, tender: TenderView, event: EventView, what: str) -> None:
    """What was posted, and taken back, lies on the account the tender was stored with (D-29)."""
    if _is_settled(event) and after != tender.distribution_code:
        raise Refused("M-88", reason=f"a payment was frozen and {what} has another bank account")


def _own(tender: TenderView, controls: Controls) -> Control | None:
    return None if tender.tender_control_id is None else controls[tender.tender_control_id]


def has_frozen(event: EventView) -> bool:
    """Whether a payment is posted now: amounts of tenders hold it up (D-28, EX-5)."""
    return any(payment.status is PaymentStatus.FROZEN for payment in event.payments)


def _is_settled(event: EventView) -> bool:
    """Whether a payment was posted at any time, be it reversed since (D-12, D-29)."""
    return any(payment.status in _SETTLED for payment in event.payments)
