"""What the tenders of a new event come to beside what they pay: change, shortfall, details.

Source: CB-1, CB-2, CB-5, D-01, AD-8, AD-9, QA-10. Amounts are integer minor units of the event's
currency.
"""

from collections.abc import Mapping, Sequence

from posapp.domain.cash_back import Handed
from posapp.domain.cash_rounding import Settlement, settled
from posapp.domain.codes import DistributeAction
from posapp.domain.ids import AccountId
from posapp.domain.money import ZERO, Money, total
from posapp.domain.payment_events import AddEvent, AddFacts, NewTender
from posapp.domain.setup import SetUp, TenderType
from posapp.errors import Refused


def settlement_of(command: AddEvent, facts: AddFacts, tenders: Sequence[NewTender]) -> Settlement:
    """Change for what was handed over (CB-1) and its cash rounding (D-20), zero when there is none.

    Raises:
        Refused: ``M-07`` no tender type gives the excess, ``M-08`` the tenders are too little,
            ``M-09`` either of the two where the event is paid by details, ``M-282`` cash that
            nobody can hand over.
    """
    to_pay = total(draft.amount for draft in command.payments)
    handed = [handed_of(one, facts.setup) for one in tenders]
    found = _settled(command, facts, handed, to_pay)
    tendered = total(found.amounts) + found.rounding
    if facts.details:
        _check_details(facts, () if command.more_to_come else handed, tendered, to_pay)
    if command.action is not DistributeAction.NONE and tendered < to_pay:
        # Too little money is fine only when nothing is to be distributed (AD-8).
        raise Refused(
            "M-08",
            field="amount_tendered",
            tendered=tendered,
            amount=to_pay,
            missing=to_pay - tendered,
            currency=facts.payor.currency,
        )
    return found


def _settled(
    command: AddEvent, facts: AddFacts, handed: Sequence[Handed], to_pay: Money
) -> Settlement:
    """Change and rounding; nothing is given back or rounded while payments follow (M-09)."""
    if command.more_to_come:
        return Settlement(tuple(one.amount for one in handed), ZERO, ZERO)
    try:
        return settled(handed, to_pay, facts.setup.currencies[facts.payor.currency])
    except Refused as refused:
        if facts.details and refused.code == "M-07":
            _check_details(facts, handed, total(one.amount for one in handed), to_pay)
        raise


def handed_of(tender: NewTender, setup: SetUp) -> Handed:
    """A new tender as handed over; only cash of the event's currency is cash here (D-05, D-20)."""
    cash = setup.installation.starting_balance_tender_type
    is_cash = tender.tender_type == cash and tender.rate is None
    return Handed(setup.tender_types[tender.tender_type], tender.amount, is_cash)


def change_payor(
    tenders: Sequence[NewTender], types: Mapping[str, TenderType], change: Money
) -> AccountId | None:
    """Who gets the change: the payor of the tender that it answers (CB-5).

    The first that gives change and is enough for it, else the first that gives any.
    """
    giving = [one for one in tenders if types[one.tender_type].allow_cash_back]
    enough = (one for one in giving if one.amount >= change)
    found = next(enough, next(iter(giving), None))
    return None if found is None else found.payor


def _check_details(
    facts: AddFacts, handed: Sequence[Handed], tendered: Money, details: Money
) -> None:
    """Details make up what was handed over, less the change that may be given (QA-10)."""
    giving = total(one.amount for one in handed if one.tender_type.allow_cash_back)
    if not ZERO <= tendered - details <= giving:
        raise Refused(
            "M-09",
            field="details",
            details=details,
            tenders=tendered,
            currency=facts.payor.currency,
        )
