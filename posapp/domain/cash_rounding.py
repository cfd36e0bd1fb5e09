"""Cash rounding: what of an event is paid in cash comes in steps of the currency (D-20).

The step is the currency's own; only the cash part is rounded, halves away from zero, so that change
and refunds mirror payments. What the rounding makes is a flagged tender of the program, so that
valid tenders equal valid payments. Amounts are integer minor units of the event's currency.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from posapp.domain.cash_back import Handed, change_due
from posapp.domain.money import ZERO, Currency, Money, total
from posapp.errors import Refused


@dataclass(frozen=True, slots=True)
class Settlement:
    """What an event's tenders come to.

    Attributes:
        amounts: of the tenders, in their order, as they are really handed over.
        change: what is handed back, zero or above.
        rounding: of the flagged tender, with its sign; zero when there is none.
    """

    amounts: tuple[Money, ...]
    change: Money
    rounding: Money


def rounded(amount: Money, currency: Currency) -> Money:
    """An amount as cash pays it: the nearest multiple of the step, halves away from zero."""
    step = currency.cash_rounding
    if step <= 1:
        return amount
    size = (2 * abs(amount.minor) + step) // (2 * step) * step
    return Money(-size if amount < ZERO else size)


def settled(handed: Iterable[Handed], to_pay: Money, currency: Currency) -> Settlement:
    """Change and rounding of what is handed over for ``to_pay``; too little is not its business.

    Cash that is stated to the unit of what is owed in cash is handed over rounded.

    Raises:
        Refused: ``M-07`` as ``change_due``, ``M-282`` for cash that nobody can hand over.
    """
    tenders = tuple(handed)
    amounts = [one.amount for one in tenders]
    cash = total(one.amount for one in tenders if one.is_cash)
    owed = to_pay - total(one.amount for one in tenders if not one.is_cash)
    if rounded(cash, currency) != cash:
        if cash != owed:
            raise _not_in_steps(cash, currency)
        return _paid_to_the_unit(tenders, cash, currency)
    change = change_due(tenders, to_pay, currency.code)
    due = rounded(owed, currency)
    if change:
        return Settlement(tuple(amounts), cash - due, owed - due)
    closed = bool(cash) and cash == due
    return Settlement(tuple(amounts), ZERO, owed - due if closed else ZERO)


def recalculated(handed: Iterable[Handed], payments: Money, currency: Currency) -> Settlement:
    """What the flagged tenders of an unbalanced event must come to (CHG-08, D-32, D-20).

    Amounts stay as they were taken: cash from before there were steps is not rounded.

    Raises:
        Refused: ``M-71`` when the tenders are less than the payments; ``M-07`` as ``change_due``.
    """
    tenders = tuple(handed)
    amounts = tuple(one.amount for one in tenders)
    cash = total(one.amount for one in tenders if one.is_cash)
    stepped = rounded(cash, currency) == cash
    found = (
        settled(tenders, payments, currency)
        if stepped
        else Settlement(amounts, change_due(tenders, payments, currency.code), ZERO)
    )
    short = payments - total(amounts) - found.rounding
    if short > ZERO:
        raise Refused("M-71", missing=short, currency=currency.code)
    return found


def check_steps(amount: Money, currency: Currency) -> None:
    """Stop a cash amount that is no multiple of the step of its currency.

    Raises:
        Refused: ``M-282``.
    """
    if rounded(amount, currency) != amount:
        raise _not_in_steps(amount, currency)


def rounding_of(amounts: Sequence[tuple[Money, bool]], to_pay: Money, currency: Currency) -> Money:
    """The rounding that balances an event whose change is given already; zero where none does.

    Args:
        amounts: its valid tenders without the rounding: amount, and whether it is cash or change.
        to_pay: sum of its valid payments.
        currency: of the event.
    """
    cash = total(amount for amount, is_cash in amounts if is_cash)
    owed = to_pay - total(amount for amount, is_cash in amounts if not is_cash)
    has_cash = any(is_cash for _, is_cash in amounts)
    return owed - cash if has_cash and rounded(owed, currency) == cash else ZERO


def _paid_to_the_unit(tenders: Sequence[Handed], cash: Money, currency: Currency) -> Settlement:
    """Cash stated as it is owed: the last cash tender that can takes the difference."""
    rounding = cash - rounded(cash, currency)
    amounts = [one.amount for one in tenders]
    places = [i for i, one in enumerate(tenders) if one.is_cash and one.amount > rounding]
    if not places:
        raise _not_in_steps(cash, currency)
    amounts[places[-1]] -= rounding
    return Settlement(tuple(amounts), ZERO, rounding)


def _not_in_steps(amount: Money, currency: Currency) -> Refused:
    fields: dict[str, Any] = {
        "field": "amount_tendered",
        "amount": amount,
        "nearest": rounded(amount, currency),
        "step": Money(currency.cash_rounding),
        "currency": currency.code,
    }
    return Refused("M-282", **fields)
