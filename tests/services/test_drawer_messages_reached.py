"""C-01..C-25 (controls 20.2): each is reached by a call, with a sentence that a cashier can use.

Where the payments' book has the same message, its M code is raised (D-42) and reached in
``test_messages_reached``: see ``ALIASES``. C-19 is M-105 here. C-24 belongs to uploads (D-43).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

import pytest
from sqlalchemy import text

from posapp.cli.failures import report
from posapp.domain.codes import DepositKind, DistributeAction, SourceType
from posapp.domain.deposits import DepositContent
from posapp.domain.ids import new_request_id
from posapp.domain.messages import CATALOGUE
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.tender_cancels import CancelTender
from posapp.domain.tender_controls import OpenControl, OpenDepositControl
from posapp.domain.turn_in import TurnInContent
from posapp.errors import NeedsConfirmation, Refused
from tests.helpers.autopay import add_bank, add_mandate, debit
from tests.helpers.drawer_day import approve, balance_deposit, owing, take, turn_in
from tests.helpers.drawer_day import balance_drawer as balance_all
from tests.helpers.drawers import balance_drawer, counted, reopen, start
from tests.helpers.euros import allow_euros
from tests.helpers.events import add
from tests.helpers.office import Office

ALIASES: Final[Mapping[str, str]] = {
    "C-01": "M-05", "C-13": "M-34", "C-14": "M-07", "C-15": "M-06W", "C-16": "M-29",
    "C-18": "M-04", "C-23": "M-23", "C-25": "M-11",
}  # fmt: skip
LATER: Final = {"C-24"}
OURS: Final = {"C-19": "M-105"}
"""Where the code is of neither book."""

Act = Callable[[Office], object]


def ask() -> str:
    return new_request_id()


def opening(office: Office, **more: Any) -> object:
    order = OpenControl(ask(), more.pop("source", "CASH-A02"), more.pop("under", None), None)
    return office.services.tender_controls.open(order, office.supervisor)


def another_deposit(office: Office) -> None:
    order = OpenDepositControl(ask(), SourceType.ADHOC, "USD")
    opening(office, under=office.services.deposit_controls.open(order, office.supervisor).value)


def no_deposit(office: Office) -> None:
    balance_all(office, office.control)
    balance_deposit(office)
    opening(office)


def anothers(office: Office) -> None:
    take(office, owing(office), "CASH", 100, actor=office.colleague(), control=office.control)


def differing(office: Office) -> None:
    counted(office, CASH=15_050)
    balance_drawer(office)


def blind(office: Office) -> None:
    counted(office, CASH=15_050)
    with office.db.begin() as s:
        s.execute(text("UPDATE drawer_option SET cashier_may_balance = :yes"), {"yes": True})
        s.execute(text("UPDATE installation SET setup_version = setup_version + 1"))
    balance_drawer(office, office.cashier)


def awaiting(office: Office) -> None:
    turn_in(office, "CASH", 5000)
    counted(office, CASH=10_000)
    balance_drawer(office)


def unfrozen(office: Office) -> None:
    account = owing(office)
    add(office, account, [("CASH", 100)], [(account, 100)], action=DistributeAction.DISTRIBUTE)
    counted(office, CASH=15_100)
    balance_drawer(office)


def closed(office: Office) -> None:
    balance_all(office, office.control)
    balance_deposit(office)
    reopen(office)


def off(office: Office) -> None:
    balance_all(office, office.control)
    balance = office.services.deposit_controls.balance
    balance(office.deposit, ask(), office.supervisor, ending=Money(14_900))


def open_drawer(office: Office) -> None:
    balance = office.services.deposit_controls.balance
    balance(office.deposit, ask(), office.supervisor, ending=Money(15_000))


def final(office: Office) -> None:
    made = turn_in(office, "CASH", 5000)
    approve(office, made)
    less = TurnInContent("CASH", Money(1))
    office.services.turn_ins.change(made, less, ask(), office.supervisor)


def canceling(office: Office) -> None:
    account, other = owing(office), owing(office)
    event = add(office, account, [("CHEC", 200)], [(account, 100), (other, 100)])
    order = CancelTender(event.tenders[0].id, "NSF")
    office.services.canceling.cancel_tender(order, ask(), office.supervisor)


def foreign(office: Office, currency: str = "EUR") -> None:
    account = owing(office)
    tender = replace(TenderDraft("CASH", Money(100)), currency=currency)
    command = AddEvent(ask(), account, (tender,), (PaymentDraft(account, Money(100)),))
    office.services.payment_events.add(command, office.cashier)


def no_rate(office: Office) -> None:
    allow_euros(office)
    office.services.converter.quote("EUR", "USD", None, office.cashier)


def no_euro_drawer(office: Office) -> None:
    allow_euros(office)
    foreign(office)


def above_the_mandate(office: Office) -> None:
    account = owing(office)
    add_bank(office)
    add_mandate(office, account, maximum_withdrawal=Money(4999))
    debit(office, account, 5000)


def nameless(office: Office) -> None:
    account = office.account("Permits", customer_class="NONCIS")
    take(office, account, "CASH", 2500)


def floats(office: Office) -> None:
    content = DepositContent(DepositKind.BANK, Money(15_000), reference_id="S-1")
    add_ = office.services.bank_deposits.add
    add_(office.deposit, content, ask(), office.supervisor)
    balance_all(office, office.control)
    balance = office.services.deposit_controls.balance
    balance(office.deposit, ask(), office.supervisor, ending=Money(0))


REACHED: Final[Mapping[str, Act]] = {
    "C-02": anothers,
    "C-03": no_deposit,
    "C-04": another_deposit,
    "C-05": differing,
    "C-05H": blind,
    "C-06": awaiting,
    "C-07": unfrozen,
    "C-07O": lambda office: opening(office, source="CASH-A01"),
    "C-08": closed,
    "C-09": off,
    "C-10": open_drawer,
    "C-11": final,
    "C-12": lambda office: turn_in(office, "CASH", 20_000, actor=office.supervisor),
    "C-12H": lambda office: turn_in(office, "CASH", 20_000),
    "C-17": canceling,
    "C-20": no_rate,
    "C-22": nameless,
    "M-105": above_the_mandate,
    "C-21": no_euro_drawer,
    "M-220": lambda office: [start(office), start(office)],
    "M-222": lambda office: [start(office), balance_drawer(office)],
}
NUMBER = r"[\d ]+"
SAID: Final[Mapping[str, str]] = {
    "C-02": r"This drawer belongs to Cashier\. Use your own, or open one: .*\.",
    "C-03": r"No open deposit control .*USD.*",
    "C-04": r"Source type, currency or office differs from the deposit control's\.",
    "C-05": r"Cash: counted .*150\.50, expected .*150\.00, difference .*0\.50\. Cannot balance\.",
    "C-05H": r"Cash: the count differs\. Count again\.",
    "C-06": r"1 turn-in\(s\) are awaiting approval\.",
    "C-07": r"1 payments or events need attention: [0-9, ]+\. Balance anyway\?",
    "C-07O": rf"Drawer CASH-A01 already has an open tender control \({NUMBER}\)\.",
    "C-08": rf"Deposit control {NUMBER} is balanced; reopen it first\.",
    "C-09": r"Ending balance .*149\.00 differs from expected .*150\.00 by .*-1\.00\.",
    "C-10": rf"Tender control {NUMBER} is not balanced \(OPEN\)\.",
    "C-11": rf"Turn-in {NUMBER} is approved; it cannot be changed or deleted\.",
    "C-12": r"Only .*150\.00 of Cash is in the drawer\.",
    "C-12H": r"The drawer does not hold .*200\.00 of Cash\. Count and ask again\.",
    "C-17": r"Canceling this tender cancels all 2 payments of the event\.",
    "C-22": r"Non CIS Name is required for this account\.",
    "M-105": r"USD 50\.00 is above the maximum withdrawal of USD 49\.99\. Debit it all the same\?",
    "C-20": r"No exchange rate from EUR to USD on or before 2026-11-20\.",
    "C-21": r"You have no open tender control in EUR\.",
    "M-220": rf"Tender control {NUMBER} is BALANCING; it must be OPEN to start balancing\.",
    "M-222": r"The drawer must be counted first: no count was submitted\.",
}


@pytest.mark.parametrize("code", SAID)
def test_20_2_each_message_is_reached_with_its_sentence(sqlite_office: Office, code: str) -> None:
    office = sqlite_office
    with pytest.raises((Refused, NeedsConfirmation)) as caught:
        REACHED[code](office)
    document: Any = report(caught.value, office.services.setup().currencies, "USD").document
    found = document["concerns"][0] if "concerns" in document else document["error"]
    assert found["code"] == code
    assert re.fullmatch(SAID[code], found["message"]), found["message"]


def test_20_2_every_message_of_the_table_has_its_case() -> None:
    wanted = {f"C-{n:02}" for n in range(1, 26)}
    there = {re.sub("[A-Z]$", "", code) for code in REACHED} | set(ALIASES) | set(OURS) | LATER
    assert wanted - there == set()
    assert set(REACHED) == set(SAID)
    assert {code for code in CATALOGUE if code.startswith("C-")} <= set(REACHED)
    assert all(code in CATALOGUE for code in ALIASES.values())
