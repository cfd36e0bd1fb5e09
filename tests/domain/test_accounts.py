"""Accounts: cash-only, points in force, balances and the amount offered (CR-02..CR-04, AD-3)."""

from datetime import date, timedelta
from typing import Any

from posapp.domain.accounts import (
    AccountCard,
    LatestBill,
    Waiting,
    account_is_cash_only,
    is_cash_only,
)
from posapp.domain.debts import AgreementDebt
from posapp.domain.ids import BillId
from posapp.domain.money import ZERO
from posapp.domain.setup import Division
from tests.helpers.every import every
from tests.helpers.facts import TODAY, account, credit_debt, debt, installation, setup, usd


@every(
    ("score", "threshold", "cash_only"),
    [
        (98, 99, False),
        (99, 99, False),
        (100, 99, True),
        (0, 0, False),
        (1, 0, True),
        (-1, 0, False),
    ],
)
def test_cr04_strictly_above_the_threshold(score: int, threshold: int, cash_only: bool) -> None:
    assert is_cash_only(score, threshold) is cash_only


# Installation's threshold, division's, points, and what it comes to.
CR04 = [
    ("20.3 case 14: exactly the threshold", 99, None, 99, False),
    ("20.3 case 13: threshold + 1", 99, None, 100, True),
    ("20.3 case 15: the division wins", 99, 300, 100, False),
    ("the division's threshold", 99, 300, 300, False),
    ("the division's threshold + 1", 99, 300, 301, True),
    ("a stricter division", 99, 10, 11, True),
    ("a division's zero is a value", 99, 0, 1, True),
]


@every(("overall", "own", "score", "cash_only"), [c[1:] for c in CR04], ids=[c[0] for c in CR04])
def test_cr04_threshold_of_the_division_else_the_installation(
    overall: int, own: int | None, score: int, cash_only: bool
) -> None:
    books = setup(
        installation=installation(cash_only_threshold=overall),
        divisions={"MAIN": Division("MAIN", "Main", own, None, None, None)},
    )
    assert account_is_cash_only(account(cash_only_score=score), books) is cash_only


def test_d03_non_cis_accounts_are_never_cash_only() -> None:
    misc = account(customer_class="NONCIS", cash_only_score=10_000)
    assert account_is_cash_only(misc, setup()) is False


@every(
    ("own", "beginning"),
    [(None, 5), (0, 0), (50, 50)],
)
def test_cr03_beginning_score_of_the_division_else_the_installation(
    own: int | None, beginning: int
) -> None:
    books = setup(
        installation=installation(beginning_cash_only_score=5),
        divisions={"MAIN": Division("MAIN", "Main", None, own, None, None)},
    )
    assert books.beginning_cash_only_score("MAIN") == beginning


START, END = date(2026, 1, 10), date(2027, 1, 10)
DAY = timedelta(days=1)


def card(*debts: AgreementDebt, **changes: Any) -> AccountCard:
    values: dict[str, Any] = {
        "account": account(),
        "keys": (),
        "cash_only": False,
        "open_item": False,
        "non_cis": False,
        "match_required": False,
        "debts": debts,
        "items": (),
        "recent": (),
        "waiting": Waiting(0, ZERO),
        "today": TODAY,
    }
    return AccountCard(**{**values, **changes})


OWED = debt(
    1, ("2026-10-10", "30.00"), ("2026-11-20", "5.00"), (None, "2.00"), payoff_balance=usd("90.00")
)


def test_ft3_balances_are_sums_over_agreements() -> None:
    shown = card(OWED, credit_debt(2, "10.00"))
    assert shown.current_balance == usd("27.00")
    assert shown.payoff_balance == usd("80.00")
    assert shown.past_due == usd("30.00")
    assert shown.credit == usd("-10.00")


AD3: list[tuple[str, tuple[AgreementDebt, ...], bool, str]] = [
    ("what is owed", (OWED,), False, "37.00"),
    ("less a credit", (OWED, credit_debt(2, "10.00")), False, "27.00"),
    ("floor zero", (credit_debt(2, "10.00"),), False, "0.00"),
    ("nothing owed", (), False, "0.00"),
    ("NC-6 none for accounts without a customer", (OWED,), True, "0.00"),
]


@every(("debts", "non_cis", "offered"), [c[1:] for c in AD3], ids=[c[0] for c in AD3])
def test_ad3_default_amount(debts: tuple[AgreementDebt, ...], non_cis: bool, offered: str) -> None:
    assert card(*debts, non_cis=non_cis).default_amount == usd(offered)


@every(
    ("matched", "offered"),
    [("0.00", "20.00"), ("12.50", "7.50"), ("20.00", "0.00"), ("25.00", "0.00")],
)
def test_ad3_an_open_item_account_offers_what_is_unmatched_of_its_latest_bill(
    matched: str, offered: str
) -> None:
    bill = LatestBill(BillId(7), "B-7", usd("20.00"), usd(matched))
    assert card(OWED, open_item=True, latest_bill=bill).default_amount == usd(offered)
    # Without a bill there is nothing to match, and others never ask.
    assert card(OWED, open_item=True).default_amount == usd("37.00")
    assert card(OWED, latest_bill=bill).default_amount == usd("37.00")
    assert card(OWED, latest_bill=bill, open_item=True, non_cis=True).default_amount == ZERO
