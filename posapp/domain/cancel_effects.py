"""What a cancelled tender leaves on accounts: reversals, kept change, charge, demerit.

Sources: payments 8 and 16.2, CX-2, CX-7, CX-8, CX-10, CR-01, D-11, FT-5. Amounts are integer minor
units of the event's currency; dates are business dates.
"""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date

from posapp.domain.codes import AgreementStatus, TenderStatus
from posapp.domain.event_views import TenderView
from posapp.domain.ledger import GlLine, Posting, merge, reversal
from posapp.domain.money import ZERO, Money, total
from posapp.domain.setup import CancelReason, SetUp
from posapp.domain.setup_options import BankAccount
from posapp.domain.tender_cancels import (
    CancelFacts,
    Charge,
    Demerit,
    KeptChange,
    Payor,
    PayorAgreement,
    Penalty,
    PostedSegment,
    Reversal,
)
from posapp.errors import Concern


def plain_reversals(posted: Sequence[PostedSegment]) -> tuple[Reversal, ...]:
    """Reversals with the same codes and opposite signs (PY-3, FT-5)."""
    return tuple(Reversal(one, reversal(one.posting)) for one in posted)


def charged_reversals(
    facts: CancelFacts, tenders: Sequence[TenderView], bank: BankAccount | None
) -> tuple[Reversal, ...]:
    """Reversals; the cancelled tenders' parts are charged to the chosen bank account (CX-2).

    Each part follows the segments cumulatively, so that the last one closes it to the cent.
    """
    plain = plain_reversals(facts.posted)
    if bank is None:
        return plain
    parts = [(tender.distribution_code, tender.amount.minor) for tender in tenders]
    parts = [(code, amount) for code, amount in parts if code != bank.distribution_code]
    whole = total(t.amount for t in facts.event.tenders if t.status is TenderStatus.VALID).minor
    done, moved, found = 0, [0] * len(parts), []
    for one in plain:
        # Charity segments have no payoff, so the current amount says what was paid.
        done += one.posting.current_amount.minor
        lines = list(one.posting.lines)
        for at, (code, amount) in enumerate(parts):
            part = (amount * done // whole if whole else 0) - moved[at]
            moved[at] += part
            lines += [GlLine(code, Money(part)), GlLine(bank.distribution_code, Money(-part))]
        posting = Posting(one.posting.current_amount, one.posting.payoff_amount, merge(lines))
        found.append(Reversal(one.original, posting))
    return tuple(found)


def kept_change(
    tender: TenderView, change: TenderView, facts: CancelFacts, setup: SetUp
) -> KeptChange:
    """Change that was not returned: the tender's payor owes it (D-11)."""
    payor = facts.payors[tender.payor_account_id]
    agreement = _chargeable(payor, setup) or next(_active(payor, setup), None)
    return KeptChange(tender.payor_account_id, agreement, -change.amount)


def penalties(
    reason: CancelReason, tenders: Sequence[TenderView], facts: CancelFacts, setup: SetUp
) -> tuple[tuple[Penalty, ...], tuple[Concern, ...]]:
    """Charge and demerit for each tender, and what could not be charged (CX-7, CX-8, CX-10)."""
    demerit = demerit_of(reason, facts.today)
    found, warnings = [], {}
    for tender in tenders:
        account = tender.payor_account_id
        charge, concern = _charge(reason, facts.payors[account], setup)
        found.append(Penalty(tender.id, account, charge, demerit, concern is not None))
        if concern is not None:
            warnings[account] = concern
    return tuple(found), tuple(warnings.values())


def demerit_of(reason: CancelReason, today: date) -> Demerit | None:
    """The credit rating row that a reason brings the payor of a tender; ``None`` for none (CX-8)."""
    if not reason.affect_cash_only_by and not reason.affect_credit_rating_by:
        return None
    months = reason.months_affecting
    return Demerit(
        reason.affect_credit_rating_by,
        reason.affect_cash_only_by,
        months_after(today, months) if months else None,
    )


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the last one of a shorter month (CR-01)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _chargeable(payor: Payor, setup: SetUp) -> PayorAgreement | None:
    """The active agreement of highest payment priority whose type has a charge (CX-7)."""
    found = [
        agreement
        for agreement in _active(payor, setup)
        if setup.sa_types[agreement.sa_type].nsf_adjustment_type is not None
    ]
    return min(found, key=lambda a: _rank(a, setup), default=None)


def _rank(agreement: PayorAgreement, setup: SetUp) -> tuple[int, int]:
    return setup.sa_types[agreement.sa_type].payment_priority, agreement.agreement_id


def _active(payor: Payor, setup: SetUp) -> Iterator[PayorAgreement]:
    """Active agreements but those of items: an item owes its own lines and nothing else (IT-2)."""
    return (
        agreement
        for agreement in payor.agreements
        if agreement.status is AgreementStatus.ACTIVE
        and not setup.sa_types[agreement.sa_type].item_kind
    )


def _charge(
    reason: CancelReason, payor: Payor, setup: SetUp
) -> tuple[Charge | None, Concern | None]:
    if not reason.nsf_charge or payor.customer_class.non_cis:
        return None, None
    agreement = _chargeable(payor, setup)
    code = None if agreement is None else setup.sa_types[agreement.sa_type].nsf_adjustment_type
    kind = None if code is None else setup.adjustment_types[code]
    if agreement is None or kind is None or kind.default_amount == ZERO:
        return None, Concern("M-36", {"reason": "the payor has no agreement for the charge"})
    return Charge(agreement, kind, kind.default_amount), None
