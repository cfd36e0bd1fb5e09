"""Rules of adjustments and credits: what may be done, who may pay how, what is posted (AJ-1..AC2-8).

Pure. Amounts are integer minor units of the account's currency.
"""

from collections.abc import Iterable, Sequence

from posapp.domain.credit_setup import PaymentMethod, RequisitionCode
from posapp.domain.credits import (
    AddAdjustment,
    Adjustment,
    CreditOutlook,
    Taken,
)
from posapp.domain.ledger import GlLine, Posting, charge
from posapp.domain.money import ZERO, Money, total
from posapp.domain.setup import SetUp, TenderType
from posapp.errors import Concern, NeedsConfirmation, Refused


def allocate(credits_: Sequence[Adjustment], lines: Sequence[Money]) -> tuple[Taken, ...]:
    """Cover lines with credits, the oldest credit and the first line first (CK-1).

    Never more than is left of a credit, never more than a line.

    Args:
        credits_: the chosen credits, in any order.
        lines: amounts of the lines, the first has number 1.
    """
    oldest = sorted(credits_, key=lambda one: (one.created_at, one.id))
    left = {one.id: one.left for one in oldest}
    taken: list[Taken] = []
    for seq, amount in enumerate(lines, 1):
        open_ = amount
        for one in oldest:
            part = min(left[one.id], open_)
            if part > ZERO:
                taken.append(Taken(one.id, seq, part))
                left[one.id] -= part
                open_ -= part
    return tuple(taken)


def open_amount(credits_: Iterable[Adjustment]) -> Money:
    """Sum of what is not spent of credits: what the clearing account holds (CK-10)."""
    return total(-one.amount - one.used for one in credits_ if one.is_credit)


def check_amount(amount: Money, field: str = "amount") -> None:
    """An added credit, or what is handed over, is above zero (AC2-1, CK-2).

    Raises:
        Refused: ``M-324`` zero, ``M-325`` below zero.
    """
    if amount == ZERO:
        raise Refused("M-324", field=field)
    if amount < ZERO:
        raise Refused("M-325", field=field, amount=amount)


def credit_outlook(amount: Money, selected: Money, waiting: Money) -> CreditOutlook:
    """What adding a credit will do (AC2-2, AC2-3).

    Args:
        amount: of the new credit, above zero.
        selected: what is due on the ticked items and charges.
        waiting: what is left of the open credits.
    """
    left = waiting + amount
    return CreditOutlook(
        amount, -amount, selected, max(selected - left, ZERO), max(left - selected, ZERO)
    )


def ask_above_selected(
    amount: Money, selected: Money, currency: str, confirmed: frozenset[str]
) -> None:
    """A credit above what is selected leaves a rest for later, so it is asked about (AC2-6).

    Raises:
        NeedsConfirmation: ``M-326``.
    """
    if amount > selected and "M-326" not in confirmed:
        fields = {"amount": amount, "selected": selected, "rest": amount - selected}
        raise NeedsConfirmation((Concern("M-326", fields | {"currency": currency}),))


def methods_for(setup: SetUp, person_type: str) -> tuple[TenderType, ...]:
    """Payment methods that are offered to a type of person (AC2-7)."""
    return tuple(
        kind
        for kind in setup.tender_types.values()
        if kind.add_credit and kind.offered
        if setup.crediting.method(kind.code).is_for(person_type)
    )


def check_method(
    code: str, person_type: str, employee_number: str, setup: SetUp
) -> tuple[TenderType, PaymentMethod]:
    """The payment method of a code, if it may be used for this person (AC2-7).

    Raises:
        Refused: ``M-340`` none was chosen, ``M-55`` unknown, ``M-328`` not offered, ``M-329``
            without the employee number that it asks for.
    """
    if not code:
        raise Refused("M-340", field="method")
    kind = setup.tender_type(code)
    method = setup.crediting.method(code)
    if kind not in methods_for(setup, person_type):
        who = person_type.lower() or "this person"
        raise Refused("M-328", field="method", value=kind.description, person=who)
    if method.asks_employee_number and not employee_number:
        raise Refused("M-329", field="employee_number", value=kind.description)
    return kind, method


def check_requisition(code: str, setup: SetUp) -> RequisitionCode:
    """The requisition code that somebody chose (AJ-1).

    One whose account is that of open credits would say that nothing happened (CK-10).

    Raises:
        Refused: ``M-55`` unknown, ``M-342`` not to be chosen.
    """
    found = setup.crediting.requisition_codes.get(code)
    if found is None:
        raise Refused("M-55", field="requisition_code", value=code)
    clearing = setup.crediting.options.open_credit_code
    if not (found.manual and found.active) or found.distribution_code == clearing:
        raise Refused("M-342", field="requisition_code", value=found.description)
    return found


def check_new_adjustment(command: AddAdjustment, setup: SetUp) -> RequisitionCode:
    """Stop an adjustment by hand that lacks something (AJ-1).

    Raises:
        Refused: ``M-324`` zero, ``M-338`` without comment, ``M-55``, ``M-342`` the code.
    """
    found = check_requisition(command.requisition_code, setup)
    if command.amount == ZERO:
        raise Refused("M-324", field="amount")
    if not command.comment:
        raise Refused("M-338", field="comment")
    return found


def check_processable(one: Adjustment) -> None:
    """Stop *Process this adjustment* when it is processed or held already (AJ-3, AJ-5).

    Raises:
        Refused: ``M-330`` processed, ``M-322`` held by a checkout.
    """
    if not one.waits:
        raise Refused("M-330", field="adjustment", value=one.id)
    check_free(one)


def check_free(one: Adjustment) -> None:
    """Stop what needs an adjustment that a submitted checkout holds (IT-4, CK-8).

    Raises:
        Refused: ``M-322`` names the checkout, who submitted it and when.
    """
    if one.holder is not None and (one.reserved or not one.is_credit):
        raise Refused(
            "M-322",
            field="adjustment",
            value=one.id,
            amount=abs(one.amount),
            left=one.left,
            currency=one.currency,
            **one.holder.said,
        )


def check_reversible(one: Adjustment) -> None:
    """Stop a second reversal, and that of a credit of which something is spent (AJ-5, AC2-8).

    Raises:
        Refused: ``M-331`` reversed before, or itself a reversal; ``M-322`` held by a checkout;
            ``M-332`` spent by a checkout. What was processed alone comes back.
    """
    if one.reversed_by is not None or one.reverses_id is not None:
        other = one.reversed_by or one.reverses_id
        raise Refused("M-331", field="adjustment", value=one.id, other=other)
    check_free(one)
    if one.is_credit and one.used > one.alone:
        where = "" if one.holder is None else one.holder.number
        fields = {"amount": one.used - one.alone, "currency": one.currency, "checkout": where}
        raise Refused("M-332", field="adjustment", value=one.id, **fields)


def why_not_reversible(one: Adjustment) -> Refused | None:
    """What ``check_reversible`` refuses, ``None`` for nothing."""
    try:
        check_reversible(one)
    except Refused as refused:
        return refused
    return None


def credit_posting(amount: Money, account: str, clearing: str) -> Posting:
    """A credit by hand, above zero, begins to wait: Dr its code's account, Cr open credits (AJ-2b).

    The account's balance does not move until the credit is used (AC2-3).
    """
    return Posting(ZERO, ZERO, (GlLine(account, amount), GlLine(clearing, -amount)))


def even_posting(amount: Money, receivable: str) -> Posting:
    """A demand is settled: the debt that it asks for was posted before, so nothing moves (AJ-2)."""
    return Posting(ZERO, ZERO, (GlLine(receivable, amount), GlLine(receivable, -amount)))


def use_posting(amount: Money, clearing: str, receivable: str) -> Posting:
    """A part of a credit pays: Dr open credits, Cr the receivable (CK-10)."""
    return charge(-amount, receivable, clearing)
