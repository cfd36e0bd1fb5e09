"""What a match value can be: the unpaid bills, items and agreements of an account (IT-3, D-26)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from posapp.domain.accounts import AccountCard
from posapp.domain.codes import MatchKind
from posapp.domain.ids import short_id
from posapp.domain.money import Money
from posapp.domain.setup import SetUp


@dataclass(frozen=True, slots=True)
class BillOffer:
    """An unpaid bill; the amount in minor units of the account's currency."""

    number: str
    bill_date: date
    unpaid: Money


@dataclass(frozen=True, slots=True)
class Offer:
    """One value with what people know it by: words, date, and what is unpaid on it."""

    value: str
    words: str
    day: date | None
    unpaid: Money


def offers_of(
    kind: MatchKind, card: AccountCard, bills: Iterable[BillOffer], setup: SetUp
) -> tuple[Offer, ...]:
    """What is unpaid of an account by the kind of match, bills the latest first."""
    if kind is MatchKind.BILL:
        newest = sorted(bills, key=lambda bill: bill.bill_date, reverse=True)
        return tuple(Offer(one.number, one.number, one.bill_date, one.unpaid) for one in newest)
    if kind is MatchKind.ITEM:
        return tuple(
            Offer(
                item.number, f"{item.number} \u00b7 {item.description}", item.issue_date, item.due
            )
            for item in card.items
            if item.due
        )
    if kind is MatchKind.AGREEMENT:
        return tuple(
            Offer(
                short_id(debt.agreement_id),
                f"{short_id(debt.agreement_id)} \u00b7 {setup.sa_types[debt.sa_type].description}",
                None,
                debt.current_balance,
            )
            for debt in card.debts
            if debt.takes_money and not debt.item_kind
        )
    return ()
