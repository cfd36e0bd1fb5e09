"""What the tenders of a new event come to beside what they pay: change, shortfall, details.

Source: CB-1, CB-2, CB-5, D-01, AD-8, AD-9, QA-10. Amounts are integer minor units of the event's
currency.
"""

from collections.abc import Mapping, Sequence

from posapp.domain.cash_back import Handed, change_due
from posapp.domain.codes import DistributeAction
from posapp.domain.ids import AccountId
from posapp.domain.money import ZERO, Money, total
from posapp.domain.payment_events import AddEvent, AddFacts, NewTender
from posapp.domain.setup import TenderType
from posapp.errors import Refused


def change_of(command: AddEvent, facts: AddFacts, tenders: Sequence[NewTender]) -> Money:
    """Change for what was handed over (CB-1), zero when there is none.

    Raises:
        Refused: ``M-07`` no tender type gives the excess, ``M-08`` the tenders are too little,
            ``M-09`` either of the two where the event is paid by details.
    """
    to_pay = total(draft.amount for draft in command.payments)
    tendered = total(tender.amount for tender in tenders)
    handed = [Handed(facts.setup.tender_types[one.tender_type], one.amount) for one in tenders]
    if facts.details:
        # Nothing is given back while payments follow, so nothing may be over (M-09).
        _check_details(facts, () if command.more_to_come else handed, tendered, to_pay)
    change = ZERO if command.more_to_come else change_due(handed, to_pay, facts.payor.currency)
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
    return change


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
