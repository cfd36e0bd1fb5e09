"""Acceptance cases 17, 18, 22 and 23 of controls 20.3 at the window, by keys (D-43)."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from posapp.domain.ids import AccountId
from posapp.domain.rights import Actor
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.dialogs.converter import ConverterDialog
from posapp.ui.dialogs.payment_event import PaymentEventDialog
from posapp.ui.pages.account_inquiry import MatchEventsPage, PaymentHistoryPage
from posapp.ui.pages.autopay import AutoPayPage
from posapp.ui.pages.import_file import ImportPage
from posapp.ui.pages.payment_event import PaymentEventPage
from posapp.ui.pages.tender_control import TenderControlPage
from tests.helpers.autopay import add_bank, add_mandate, requests
from tests.helpers.bills import bill
from tests.helpers.cases import (
    ENTER,
    F5,
    F9,
    KEY,
    Cases,
    Desks,
    Drawer,
    alt,
    cells,
    over,
)
from tests.helpers.office import DAY
from tests.helpers.surroundings import settle

TODAY, TOMORROW = date(2026, 11, 20), date(2026, 11, 21)


@pytest.fixture(scope="module")
def counter(cases: Cases) -> Drawer:
    """One cashier for all of them; a bank takes direct debits."""
    add_bank(cases.office)
    return cases.drawer("CASE-17")


@pytest.fixture
def later(cases: Cases) -> Iterator[None]:
    """The clock, set back after the test."""
    at: datetime = cases.office.clock.at
    yield
    cases.office.clock.at = at


def asking(desks: Desks, counter: Drawer, account: AccountId) -> PaymentEventDialog:
    """The payment dialog of an account, found at the search line."""
    window = desks.sit(counter.actor)
    desks.find(window, account)
    desks.keys.press(F5)
    return over(PaymentEventDialog)


def taken(desks: Desks, counter: Drawer) -> PaymentEventPage:
    """The event that was just taken."""
    page = desks.sit(counter.actor).page
    assert isinstance(page, PaymentEventPage)
    return page


def rows_of(desks: Desks, actor: Actor, kind: type, account: AccountId) -> list[dict[str, str]]:
    """A list of the account's inquiry as it is read."""
    page = desks.go(actor, kind, account)
    tab = page.lists[kind.KIND]
    return cells(tab.list.table)


@pytest.mark.usefixtures("later")
def test_case_17_a_bill_that_is_due_after_the_mandate_makes_no_payment(
    desks: Desks, cases: Cases, counter: Drawer, tmp_path: Path
) -> None:
    """The bill comes by the import of a file (D-43); a mandate of one day more pays its bill."""
    office, keys = cases.office, desks.keys
    accounts = {}
    for end in (TODAY, TOMORROW):
        accounts[end] = office.account(keys=(("ACCOUNT", f"C17-{end}"),))
        add_mandate(office, accounts[end], end_date=end)
    file = tmp_path / "bills.csv"
    head = "key,account_key,account_name,sa_type,bill_date,due_date,amount\n"
    lines = [
        f'b-{end},C17-{end},"Okafor, Ngozi",WATER,2026-11-01,{TOMORROW},40\n' for end in accounts
    ]
    file.write_text(head + "".join(lines))
    page = desks.go(office.actors["setup"], ImportPage, 0)
    page.choice.kind.setFocus()
    keys.type("Bi")
    page.choice.file.setFocus()
    keys.type(str(file))
    keys.press(ENTER)
    keys.press(F9)
    assert page.notices[0].text.startswith("2 added, 0 changed, 0 unchanged, 0 rejected.")
    office.clock.advance(days=3)
    desks.go(office.supervisor, AutoPayPage, 0)
    keys.press(F9)
    paid = {
        end: len(rows_of(desks, counter.actor, PaymentHistoryPage, account))
        for end, account in accounts.items()
    }
    assert paid == {TODAY: 0, TOMORROW: 1}


def test_case_18_the_debit_moves_with_the_payment_date(
    desks: Desks, cases: Cases, counter: Drawer
) -> None:
    account, keys = cases.owing(50_00), desks.keys
    add_mandate(cases.office, account)
    asked = asking(desks, counter, account)
    asked.tenders.first.kind.setFocus()
    keys.type("Di")
    keys.press(KEY.Key_Down)
    assert asked.tenders.first.kind.value() == "DDCH"
    keys.press(F9)
    page = taken(desks, counter)
    (before,) = requests(cases.office, page.number)
    page.payment_date.setFocus()
    page.payment_date.selectAll()
    keys.type("2026-11-23")
    keys.press(ENTER)
    question = over(ConfirmDialog)
    assert question.accessibleDescription() == (
        "Changing the payment date also changes the extract date of 1 automatic payment(s)."
    )
    keys.press(F9)
    (after,) = requests(cases.office, page.number)
    assert (before.extract_date, after.extract_date) == (DAY, date(2026, 11, 23))


@pytest.mark.both_engines
def test_case_22_a_bill_is_matched_and_balanced(
    desks: Desks, cases: Cases, counter: Drawer
) -> None:
    office, keys = cases.office, desks.keys
    account = office.account(customer_class="OPEN")
    water = office.agreement(account, "WATER")
    bill(office, account, "B-22", date(2026, 11, 30), (water, 80_00))
    asked = asking(desks, counter, account)
    asked.match_type.setFocus()
    keys.type("Bi")
    assert asked.match_type.value() == "BILL-ID"
    asked.match_value.setFocus()
    asked.match_value.selectAll()
    keys.type("B-22")
    asked.tenders.first.amount.setFocus()
    asked.tenders.first.amount.selectAll()
    keys.type("80")
    asked.fields.action.setFocus()
    keys.type("Dis")
    keys.press(F9)
    page = taken(desks, counter)
    (match,) = rows_of(desks, counter.actor, MatchEventsPage, account)
    assert match["Match Event Status"] == "Open"
    desks.go(counter.actor, PaymentEventPage, page.number)
    keys.press(F9)
    (match,) = rows_of(desks, counter.actor, MatchEventsPage, account)
    assert match["Match Event Status"] == "Balanced"


@pytest.mark.dressed
def test_case_23_dollars_are_counted_in_the_drawer_of_dollars(
    desks: Desks, cases: Cases, counter: Drawer
) -> None:
    cases.barbados()
    cases.set_row("exchange_rate", source="USD", target="BBD", day=date(2026, 11, 1), rate="2.00")
    keys = desks.keys
    counter = cases.drawer("CASE-23")
    cases.open(cases.source("CASE-23B", "BBD"), counter.actor)
    account = cases.office.account(currency="BBD")
    cases.office.agreement(account, "WATER", (DAY, 100_00))
    asking(desks, counter, account)
    keys.press(alt(KEY.Key_U))
    converter = over(ConverterDialog)
    assert converter.currency.value() == "USD"
    keys.type("50")
    assert converter.rate.text() == "1 USD = 2.00 BBD, rate of 2026-11-01"
    keys.press(F9)
    settle()
    keys.press(F9)
    page = taken(desks, counter)
    page.tabs.setCurrentWidget(page.tenders)
    (row,) = cells(page.tenders.table)
    assert (row["Tender Amount"], row["Amount Tendered"]) == ("Bds$100.00", "$50.00")
    assert (row["Currency"], row["Rate"]) == ("USD", "2.00")
    assert row["Tender Control"].startswith("CASE-23 ")
    shown = desks.go(cases.office.supervisor, TenderControlPage, counter.control)
    shown.tabs.setCurrentWidget(shown.lines)
    settle()
    (line,) = cells(shown.lines.lines)
    assert (line["Tender type"], line["Received"]) == ("Cash", "$50.00")
