"""*Manual Distribution*: a payment spread by hand over agreements and, on open item, their bills.

Source: payments 7.3 (PY-8..PY-10, PY-12), OI-5, D-25. A line says how much one agreement gets; on
an account with open items it may name the bill that it pays there, so that each bill has a match
event of its own. Amounts are integer minor units of the event's currency.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from posapp.domain.codes import AgreementStatus, PaymentStatus
from posapp.domain.event_views import PaymentView
from posapp.domain.ids import AgreementId, BillId
from posapp.domain.money import ZERO, Money, total
from posapp.domain.setup import SetUp
from posapp.errors import Refused

SplitPart = tuple[AgreementId, BillId | None, Money]
"""A line of a split: what an agreement gets, for one of its bills or for none (PY-12)."""


@dataclass(frozen=True, slots=True)
class SplitAgreement:
    """An agreement of the payee as a split by hand reads it."""

    agreement_id: AgreementId
    sa_type: str
    status: AgreementStatus
    current_balance: Money


@dataclass(frozen=True, slots=True)
class SplitBill:
    """A bill of an open-item payee with what is unpaid of it on each agreement (PY-12).

    What other payments hold of it counts as paid, frozen or not; ``disputed`` leaves it out of what
    is distributed by itself, not out of what is paid by naming it (MT-13).
    """

    bill_id: BillId
    number: str
    due_date: date
    disputed: bool
    parts: tuple[tuple[AgreementId, Money], ...]

    def unpaid_on(self, agreement_id: AgreementId) -> Money:
        """What is unpaid of it on an agreement; zero where it charges nothing."""
        return total(left for one, left in self.parts if one == agreement_id)


@dataclass(frozen=True, slots=True)
class SplitPayee:
    """What a split by hand reads about the payee; ``None`` for bills without open item (OI-8)."""

    agreements: Mapping[AgreementId, SplitAgreement]
    bills: Mapping[BillId, SplitBill] | None = None


@dataclass(frozen=True, slots=True)
class Split:
    """A split by hand: its lines, and the status that the payment gets (PY-9)."""

    lines: tuple[SplitPart, ...]
    status: PaymentStatus


def decide_split(
    payment: PaymentView, lines: Sequence[SplitPart], payee: SplitPayee, setup: SetUp
) -> Split:
    """A split by hand (PY-8..PY-12): zero lines fall away, the sum decides the status (PY-9).

    Raises:
        Refused: ``M-02`` for a negative amount, ``M-55`` for an agreement or bill that the payee
            has not or an agreement that is canceled, ``M-57`` for an agreement named twice with
            the same bill, ``M-23`` for a bill where bills are not matched, ``M-120`` for more
            than is unpaid of a bill there, ``M-27`` for an agreement that may not be overpaid.
    """
    named = [(agreement_id, bill_id) for agreement_id, bill_id, _ in lines]
    for agreement_id, bill_id, amount in lines:
        agreement = payee.agreements.get(agreement_id)
        if agreement is None or agreement.status is AgreementStatus.CANCELED:
            raise Refused("M-55", field="agreement", value=agreement_id)
        if named.count((agreement_id, bill_id)) > 1:
            raise Refused("M-57", field="agreement", value=agreement_id)
        if amount < ZERO:
            raise Refused("M-02", field="distributed_amount", value=amount)
        if bill_id is not None:
            _check_bill(agreement_id, bill_id, amount, payee)
    for agreement_id in dict.fromkeys(agreement_id for agreement_id, _ in named):
        _check_whole(lines, payee.agreements[agreement_id], setup)
    kept = tuple(line for line in lines if line[-1])
    whole = total(amount for *_, amount in kept) == payment.amount
    return Split(kept, PaymentStatus.FREEZABLE if whole else PaymentStatus.INCOMPLETE)


def _check_bill(
    agreement_id: AgreementId, bill_id: BillId, amount: Money, payee: SplitPayee
) -> None:
    """A bill of this payee, and no more than is unpaid of it there (PY-12, OI-8)."""
    if payee.bills is None:
        raise Refused("M-23", field="bill")
    bill = payee.bills.get(bill_id)
    if bill is None:
        raise Refused("M-55", field="bill", value=bill_id)
    unpaid = bill.unpaid_on(agreement_id)
    if amount > unpaid:
        raise Refused(
            "M-120",
            field="distributed_amount",
            bill=bill.number,
            agreement=agreement_id,
            unpaid=unpaid,
        )


def _check_whole(lines: Sequence[SplitPart], agreement: SplitAgreement, setup: SetUp) -> None:
    """All lines of one agreement that may not be overpaid against its balance (PY-10, D-25)."""
    given = total(amount for one, _, amount in lines if one == agreement.agreement_id)
    strict = setup.sa_types[agreement.sa_type].is_strict
    if strict and given > max(agreement.current_balance, ZERO):
        raise Refused(
            "M-27",
            field="distributed_amount",
            agreement=agreement.agreement_id,
            balance=agreement.current_balance,
        )
