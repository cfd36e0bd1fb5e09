"""Cash accounting of taxes: what a payment moves from *holding* to *payable*.

Source: payments 1.4 (NORMAL, cash accounting) and GL-6. The tax of a bill waits on a holding account;
the share of what is paid becomes payable. Credits pay the oldest debits first (14.1) unless they
name a bill (OI-5). What must go on waiting follows from what is unpaid, never from how it was paid,
so the last payment closes the tax to the cent. Amounts are integer minor units.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from posapp.domain.debts import Debit, open_cells
from posapp.domain.ids import AgreementId, BillId, FtId
from posapp.domain.ledger import CodedCents, GlLine, Posting, charge, charge_lines, merge
from posapp.domain.money import ZERO, Money
from posapp.domain.setup import SaType


def billed(amount: Money, tax: Money, kind: SaType) -> Posting:
    """Posting of a bill: Dr receivable, Cr revenue, and Cr holding for the tax in it (GL-6)."""
    plain = charge(amount, kind.distribution_code, kind.revenue_code)
    if not tax or kind.holding_code is None:
        return plain
    held = (GlLine(kind.revenue_code, tax), GlLine(kind.holding_code, -tax))
    return replace(plain, lines=merge((*plain.lines, *held)))


def billed_lines(amount: Money, tax: Money, kind: SaType) -> CodedCents:
    """Lines of ``billed`` as codes and minor units; its amounts are the bill's."""
    if tax.minor and kind.holding_code is not None:
        return tuple((line.code, line.amount.minor) for line in billed(amount, tax, kind).lines)
    return charge_lines(amount.minor, kind.distribution_code, kind.revenue_code)


@dataclass(frozen=True, slots=True)
class TaxedDebit:
    """A charge > 0 with the tax in it, and what payments paid of it by naming its bill (OI-5)."""

    ft_id: FtId
    bill_id: BillId | None
    arrears_date: date | None
    amount: Money
    tax: Money
    paid: Money = ZERO


@dataclass(frozen=True, slots=True)
class HeldTax:
    """An agreement of a cash-accounting type: current balance, its debits, what is held for it."""

    holding_code: str
    payable_code: str
    balance: Money
    held: Money
    debits: tuple[TaxedDebit, ...]

    def waiting(self) -> Money:
        """Tax of what is unpaid, each debit's rounded up: that much stays on holding."""
        unpaid = [
            Debit(one.arrears_date, one.amount - one.paid, one.ft_id)
            for one in sorted(self.debits, key=lambda one: one.ft_id, reverse=True)
            if one.amount > one.paid
        ]
        left = {cell.ft_id: cell.amount.minor for cell in open_cells(self.balance, unpaid)}
        return Money(
            sum(
                -(-one.tax.minor * left.get(one.ft_id, 0) // one.amount.minor)
                for one in self.debits
            )
        )

    def paid(self, amount: Money, bill_id: BillId | None) -> "HeldTax":
        """The agreement once a segment of ``amount`` was posted; what is held is as before."""
        debits, left = [], amount
        for one in self.debits:
            part = ZERO
            if bill_id is not None and one.bill_id == bill_id:
                part = min(left, max(one.amount - one.paid, ZERO))
                left -= part
            debits.append(replace(one, paid=one.paid + part))
        return replace(self, balance=self.balance - amount, debits=tuple(debits))


class Paid(Protocol):
    """A share or a stored segment: the agreement it pays, and the bill if it names one."""

    @property
    def agreement_id(self) -> AgreementId | None:
        """``None`` for an agreement that is made with it (OP-2)."""

    @property
    def bill_id(self) -> BillId | None:
        """The bill that it names."""


class TaxMoves:
    """Adds the move of the paid share to postings of what pays, in the order of posting (GL-6).

    Credit of an overpayment that a bill takes pays it as a segment does (OP-3). Agreements of other types, and segments that take nothing, post as they are.
    """

    def __init__(self, held: Mapping[AgreementId, HeldTax]) -> None:
        """Take what is held before the first of the postings."""
        self._held = dict(held)

    def of_shares(self, postings: Sequence[Posting], shares: Sequence[Paid]) -> tuple[Posting, ...]:
        """The postings of segments, each with its move."""
        return tuple(
            self.added(posting, share.agreement_id, share.bill_id)
            for posting, share in zip(postings, shares, strict=True)
        )

    def added(
        self, posting: Posting, agreement_id: AgreementId | None, bill_id: BillId | None
    ) -> Posting:
        """The posting of a segment or of given credit with Dr holding and Cr payable of the share that it pays.

        It never moves tax back: that is what a reversal does (FT-5).
        """
        before = None if agreement_id is None else self._held.get(agreement_id)
        amount = -posting.current_amount
        if before is None or agreement_id is None or amount <= ZERO:
            return posting
        after = before.paid(amount, bill_id)
        move = max(before.held - after.waiting(), ZERO)
        self._held[agreement_id] = replace(after, held=before.held - move)
        moved = (GlLine(before.holding_code, move), GlLine(before.payable_code, -move))
        return replace(posting, lines=merge((*posting.lines, *moved)))
