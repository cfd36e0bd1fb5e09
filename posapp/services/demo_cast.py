"""The cast of the demo's day: three customers and a cashier, found in the demo office."""

from dataclasses import dataclass
from typing import Final

from posapp.domain.ids import AccountId
from posapp.domain.money import Money
from posapp.errors import Refused
from posapp.storage.db import Database
from posapp.storage.demo_cast import cashiers_without_drawer, who_owes

FIRST_CASHIER: Final = "cashier"
_FEW: Final = (Money(2_000), Money(19_000))
_PARTS: Final = ("cash_payer", "check_payer", "open_item")


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays: the cashier's login and three payers."""

    login: str
    cash_payer: AccountId
    check_payer: AccountId
    open_item: AccountId


def find_cast(db: Database) -> Cast:
    """Find the cast.

    Raises:
        Refused: ``M-70`` when nobody in the office owes a small sum any more.
    """
    with db.read() as s:
        payers = (*who_owes(s, "RES", _FEW, 2), *who_owes(s, "OPEN", _FEW, 1))
        logins = cashiers_without_drawer(s)
    if len(payers) != len(_PARTS):
        raise Refused("M-70", reason="nobody in this demo office owes a small sum any more")
    return Cast(next(iter(logins), FIRST_CASHIER), **dict(zip(_PARTS, payers, strict=True)))
