"""Acceptance cases 10 to 16 of controls 20.3 at the window, by keys (D-43)."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from PySide6.QtWidgets import QApplication

from posapp.domain.ids import AccountId
from posapp.domain.money import Money
from posapp.ui.dialogs.cancel_tenders import CancelTendersDialog
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.dialogs.payment import PaymentDialog
from posapp.ui.dialogs.payment_event import PaymentEventDialog
from posapp.ui.pages.account import AccountPage
from posapp.ui.pages.payment_event import PaymentEventPage
from posapp.ui.pages.tender_control import TenderControlPage
from tests.helpers.cases import (
    ESC,
    F4,
    F5,
    F9,
    KEY,
    TAB,
    Cases,
    Desks,
    Drawer,
    alt,
    cells,
    ctrl,
    over,
)
from tests.helpers.events import add
from tests.helpers.surroundings import settle

CASH = ""
TRAVELLERS, CHANGE = "Traveller's check", "Cash \u00b7 cash back"

# M-06W, whose code stands for C-15 too.
CASH_ONLY = ["Account Okafor, Ngozi is cash-only and Check is not cash. Accept it anyway?"]


@pytest.fixture(scope="module")
def counter(cases: Cases) -> Drawer:
    """One cashier for all of them."""
    return cases.drawer("CASE-10", Money(1_000_00))


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


def tender(
    desks: Desks, asked: PaymentEventDialog, kind: str, amount: str, check: str = ""
) -> None:
    """Say what is handed over; cash when no type is typed."""
    line = asked.tenders.first
    if kind:
        line.kind.setFocus()
        desks.keys.type(kind)
    if check:
        desks.keys.press(TAB)
        desks.keys.type(check)
    line.amount.setFocus()
    line.amount.selectAll()
    desks.keys.type(amount)


def taken(desks: Desks, counter: Drawer) -> PaymentEventPage:
    """The event that was just taken."""
    page = desks.sit(counter.actor).page
    assert isinstance(page, PaymentEventPage)
    return page


def rows(page: PaymentEventPage) -> list[tuple[str, str]]:
    """Types and amounts on the Tenders tab."""
    page.tabs.setCurrentWidget(page.tenders)
    settle()
    return [(one["Tender Type"], one["Tender Amount"]) for one in cells(page.tenders.table)]


def came_in(desks: Desks, cases: Cases, counter: Drawer) -> dict[str, tuple[str, str]]:
    """What the drawer's page shows a supervisor as received and as cash back, by tender type."""
    page = desks.go(cases.office.supervisor, TenderControlPage, counter.control)
    page.tabs.setCurrentWidget(page.lines)
    settle()
    lines = cells(page.lines.lines)
    return {one["Tender type"]: (one["Received"], one["Cash Back"]) for one in lines}


def travellers_check(desks: Desks, cases: Cases, counter: Drawer) -> PaymentEventPage:
    """Case 10: TRAV 100 for a debt of 25, distributed."""
    asked = asking(desks, counter, cases.owing(25_00))
    tender(desks, asked, "Tr", "100")
    assert asked.sums.cash_back.text() == "$75.00"
    asked.fields.action.setFocus()
    desks.keys.type("Dis")
    desks.keys.press(F9)
    return taken(desks, counter)


def test_case_10_change_is_a_tender_of_cash(desks: Desks, cases: Cases, counter: Drawer) -> None:
    assert came_in(desks, cases, counter) == {"Cash": ("$0.00", "$0.00")}
    page = travellers_check(desks, cases, counter)
    assert rows(page) == [(TRAVELLERS, "$100.00"), (CHANGE, "\u2212$75.00")]
    assert came_in(desks, cases, counter) == {
        "Cash": ("$0.00", "\u2212$75.00"),
        TRAVELLERS: ("$100.00", "$0.00"),
    }


@pytest.mark.dressed
@pytest.mark.parametrize(("amount", "left"), [("60", 1), ("100", 0)], ids=["case-11", "case-12"])
def test_cases_11_and_12_cash_back_follows_the_payment(
    desks: Desks, cases: Cases, counter: Drawer, amount: str, left: int
) -> None:
    keys = desks.keys
    page = travellers_check(desks, cases, counter)
    page.tabs.setCurrentWidget(page.lists)
    page.lists.focus_first()
    keys.press(F4)
    changing = over(PaymentDialog)
    changing.payment_amount.setFocus()
    changing.payment_amount.selectAll()
    keys.type(amount)
    keys.press(F9)
    assert page.recalculate.isVisible()
    page.recalculate.setFocus()
    keys.press(KEY.Key_Space)
    back = [(CHANGE, "\u2212$40.00")] * left
    assert rows(page) == [(TRAVELLERS, "$100.00"), *back]
    assert not page.recalculate.isVisible()


def asks(
    desks: Desks, counter: Drawer, account: AccountId, kind: str, check: str = ""
) -> list[str]:
    """What the window asks when the account pays 1.00 so; it is paid when nothing is asked."""
    asked = asking(desks, counter, account)
    tender(desks, asked, kind, "1", check)
    desks.keys.press(F9)
    question = QApplication.activeModalWidget()
    if question is None:
        assert taken(desks, counter).figures.tendered.text() == "$1.00"
        return []
    assert isinstance(question, ConfirmDialog)
    concerns = question.accessibleDescription().split("\n")
    desks.keys.press(ESC)
    asked.give_up()
    settle()
    return concerns


def cancel(desks: Desks, counter: Drawer, page: PaymentEventPage) -> CancelTendersDialog:
    """*Cancel tender* with the reason NSF, not sent yet."""
    desks.go(counter.actor, PaymentEventPage, page.number)
    desks.keys.press(alt(KEY.Key_T), ctrl(KEY.Key_K))
    asked = over(CancelTendersDialog)
    asked.reason.setFocus()
    desks.keys.type("N")
    assert asked.reason.value() == "NSF"
    return asked


@pytest.mark.usefixtures("later")
def test_case_13_a_bounced_check_makes_cash_only_for_twelve_months(
    desks: Desks, cases: Cases, counter: Drawer
) -> None:
    account = cases.owing(100_00)
    assert asks(desks, counter, account, "Ch", "1") == []
    page = taken(desks, counter)
    cancel(desks, counter, page)
    desks.keys.press(F9)
    clock = cases.office.clock
    clock.advance(minutes=11)
    assert asks(desks, counter, account, "Ch", "2") == CASH_ONLY
    assert asks(desks, counter, account, CASH) == []
    clock.advance(days=364)
    assert asks(desks, counter, account, "Ch", "4") == CASH_ONLY
    clock.advance(days=2)
    assert asks(desks, counter, account, "Ch", "5") == []


def test_case_14_points_must_exceed_the_threshold(
    desks: Desks, cases: Cases, counter: Drawer
) -> None:
    at, above = cases.owing(10_00, points=99), cases.owing(10_00, points=100)
    assert asks(desks, counter, at, "Ch", "11") == []
    assert asks(desks, counter, above, "Ch", "12") == CASH_ONLY


def test_case_15_the_division_has_a_threshold_of_its_own(
    desks: Desks, cases: Cases, counter: Drawer
) -> None:
    account = cases.owing(10_00, points=100)
    assert asks(desks, counter, account, "Ch", "21") == CASH_ONLY
    cases.change_row("division", cash_only_threshold=300)
    try:
        # The window reads the set-up anew when it is opened.
        desks.rise()
        assert asks(desks, counter, account, "Ch", "22") == []
    finally:
        cases.change_row("division", cash_only_threshold=None)


@pytest.mark.both_engines
def test_case_16_charge_and_demerit_fall_on_the_payor_only(
    desks: Desks, cases: Cases, counter: Drawer
) -> None:
    payor, other = cases.owing(10_00, name="Agency"), cases.owing(20_00, name="Client")
    office = cases.at(counter)
    event = add(office, payor, [("CHEC", 30_00)], [(payor, 10_00), (other, 20_00)])
    page = desks.go(counter.actor, PaymentEventPage, event.id)
    asked = cancel(desks, counter, page)
    settle()
    told = " ".join(asked.consequences.texts())
    assert "2 payments" in told
    desks.keys.press(F9)
    page.tabs.setCurrentWidget(page.lists)
    assert [one["Payment Status"] for one in cells(page.lists.payments)] == ["Canceled"] * 2
    for account, owes, badges in ((payor, "$35.00", ("Cash-Only",)), (other, "$20.00", ())):
        card = desks.go(counter.actor, AccountPage, account)
        assert card.head.balances["current_balance"].text() == owes
        assert card.head.badges.texts() == badges
