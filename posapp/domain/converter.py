"""The currency converter: money handed over in another currency, in that of the account.

Source: AC-02..AC-06, D-05. Amounts are integer minor units, each of its own currency; days are
business dates.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from posapp.domain.money import ZERO, Currency, Money
from posapp.domain.rates import ExchangeRate
from posapp.domain.tender_controls import Control
from posapp.errors import Refused


@dataclass(frozen=True, slots=True)
class RateQuote:
    """A rate in force, and the day that it was quoted for: the last one not after the day asked."""

    rate: ExchangeRate
    day: date


@dataclass(frozen=True, slots=True)
class ForeignMoney:
    """A currency that may be handed over: its rate and the user's drawer for it, if there are."""

    currency: str
    quote: RateQuote | None
    control: Control | None


@dataclass(frozen=True, slots=True)
class Conversion:
    """An amount handed over in another currency, and what it is worth (AC-03)."""

    currency: str
    amount: Money
    home: str
    worth: Money
    quote: RateQuote


def convert(
    amount: Money,
    quote: RateQuote | None,
    source: str,
    home: str,
    *,
    day: date,
    currencies: Mapping[str, Currency],
) -> Conversion:
    """What an amount of ``source`` is worth, rounded half up once (AC-04).

    Args:
        amount: as handed over.
        quote: rate in force on the day, ``None`` where there is none.
        source: currency that was handed over.
        home: currency of the account.
        day: the payment date.
        currencies: of the set-up.

    Raises:
        Refused: ``C-20`` without a rate, ``M-02`` for an amount that is or becomes nothing.
    """
    if quote is None:
        raise Refused("C-20", field="currency", source=source, target=home, date=day)
    if amount <= ZERO:
        raise Refused("M-02", field="amount_tendered", value=amount, currency=source)
    worth = currencies[home].convert(amount, currencies[source], quote.rate.exact)
    if worth <= ZERO:
        raise Refused("M-02", field="amount_tendered", value=worth, currency=home)
    return Conversion(source, amount, home, worth, quote)


def take(
    amount: Money, money: ForeignMoney, home: str, *, day: date, currencies: Mapping[str, Currency]
) -> Conversion:
    """The same for money that somebody takes now: it needs a drawer of its currency (AC-06).

    Raises:
        Refused: ``C-21`` without a drawer, and as ``convert``.
    """
    if money.control is None:
        raise Refused("C-21", field="currency", currency=money.currency)
    return convert(amount, money.quote, money.currency, home, day=day, currencies=currencies)
