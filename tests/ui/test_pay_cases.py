"""Worked cases of credits and checkouts at the window, by keys (items-and-credits 7)."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtWidgets import QApplication

from posapp.domain.codes import ChargeKind, ItemState, PaymentStatus
from posapp.domain.credit_codes import AdjustmentState, CheckoutState
from posapp.domain.ids import AccountId, ItemId
from posapp.domain.imports import ImportCharge
from posapp.domain.mail_codes import MailState
from posapp.domain.mails import MailFilter
from posapp.domain.money import Money
from posapp.storage.print_log import OF_CHECKOUT, count_prints
from posapp.ui.dialogs.add_credit import AddCreditDialog
from posapp.ui.dialogs.approved import StepDialog
from posapp.ui.dialogs.checkout import CheckoutDialog
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.dialogs.refund_checkout import RefundCheckoutDialog
from posapp.ui.pages.account import AccountPage
from posapp.ui.pages.checkout import CheckoutPage
from posapp.ui.pages.pay import PayPage
from posapp.ui.pages.payment_event import PaymentEventPage
from posapp.ui.window import MainWindow
from tests.helpers.cases import (
    ENTER,
    ESC,
    F9,
    KEY,
    TAB,
    Cases,
    Desks,
    Drawer,
    cells,
    ctrl,
    over,
    said,
)
from tests.helpers.checkouts import person, state
from tests.helpers.events import is_clean
from tests.helpers.events import show as event_of
from tests.helpers.items import issue
from tests.helpers.mails import PAYROLL, set_up

F7 = KEY.Key_F7
PERSON = "ngozi@example.org"


@pytest.fixture(scope="module")
def counter(cases: Cases) -> Drawer:
    """One cashier for all of them."""
    return cases.drawer("CASE-PAY")


def staff(cases: Cases) -> AccountId:
    """Somebody of the staff with an address and an employee number."""
    return person(cases.office, email=PERSON)


@contextmanager
def payroll_told(cases: Cases) -> Iterator[None]:
    """Payroll has an address."""
    set_up(cases.office, "payment_option", payroll_notification_email=PAYROLL)
    try:
        yield
    finally:
        set_up(cases.office, "payment_option", payroll_notification_email="")


def find(desks: Desks, counter: Drawer, account: AccountId) -> MainWindow:
    window = desks.sit(counter.actor)
    desks.find(window, account)
    assert isinstance(window.page, AccountPage)
    return window


def pay_page(window: MainWindow) -> PayPage:
    assert isinstance(window.page, PayPage)
    return window.page


def checkout_page(window: MainWindow) -> CheckoutPage:
    assert isinstance(window.page, CheckoutPage)
    return window.page


def yes(desks: Desks) -> None:
    """Look-alikes of the cases before are asked about; say yes."""
    for _ in range(9):
        if not isinstance(QApplication.activeModalWidget(), ConfirmDialog):
            return
        desks.keys.press(F9)
    raise AssertionError("it is asked again and again")


def credited(desks: Desks, window: MainWindow, amount: str) -> None:
    """Add Credit by payroll, from wherever F7 is pressed."""
    keys = desks.keys
    keys.press(F7)
    codes = [one.code for one in over(AddCreditDialog)._page.methods]
    steps = codes.index("PAYR") - codes.index(over(AddCreditDialog).pays.code)
    keys.press(*[KEY.Key_Down if steps > 0 else KEY.Key_Up] * abs(steps), TAB)
    keys.type(amount)
    keys.press(ENTER)
    yes(desks)
    assert QApplication.activeModalWidget() is None, over(AddCreditDialog).form.errors()
    pay_page(window)


def submitted(desks: Desks, window: MainWindow) -> CheckoutPage:
    """Proceed, look, submit."""
    desks.keys.press(F9, ENTER)
    assert over(CheckoutDialog).is_confirming
    desks.keys.press(ENTER)
    yes(desks)
    return checkout_page(window)


def sent(cases: Cases, since: int) -> list[str]:
    """Who the mails go to that were queued since."""
    found = cases.office.services.mails.list_mails(cases.office.supervisor, MailFilter())
    assert all(one.state is MailState.QUEUED for one in found)
    return sorted(one.to for one in found[: len(found) - since])


def count_mails(cases: Cases) -> int:
    return len(cases.office.services.mails.list_mails(cases.office.supervisor, MailFilter()))


def test_cases_1_to_4_and_9_a_cashier_pays_with_a_credit_by_keys(
    desks: Desks, cases: Cases, counter: Drawer
) -> None:
    """AC2-2, AC2-5, CK-1..CK-3, CK-6, IT-4, ML-1, ML-2: no mouse; no mail server stops nothing."""
    office, keys = cases.office, desks.keys
    account = staff(cases)
    item = issue(office, account, cents=180_00)
    with payroll_told(cases):
        window = find(desks, counter, account)
        keys.presses = 0
        credited(desks, window, "45")
        page = pay_page(window)
        (foot,) = cells(page.lists.credit_table)
        assert (foot["Credit"], foot["Left"]) == ("Payroll deduction", "\u2212$45.00")
        assert page.head.figures["to_pay"].text() == "$135.00"
        (credit,) = page.view.credits
        debit = office.services.adjustments.show(credit.linked_id, counter.actor)
        assert (debit.amount, debit.state) == (Money(45_00), AdjustmentState.PROCESSED)
        assert [one.tender_type for one in event_of(office, debit.event_id).tenders] == ["PAYR"]

        shown = submitted(desks, window)
        assert shown.head.figures["to_pay"].text() == "$135.00"
        event = event_of(office, shown.checkout.event_id)
        assert [one.status for one in event.payments] == [PaymentStatus.FREEZABLE]
        assert state(office, item.id)[0] == ItemState.IN_CHECKOUT
        before = count_mails(cases)
        keys.press(F9)
        assert isinstance(over(StepDialog), StepDialog)
        # F7, Tab, 45, Enter; F9, Enter, Enter; F9: then the supervisor's name and password.
        assert keys.presses <= 12
        desks.approve()
    assert shown.checkout.state is CheckoutState.PROCESSED
    assert shown.checkout.processed_by == counter.actor.name
    assert state(office, item.id) == ("PAID", 0)
    assert sent(cases, before) == [PERSON, PAYROLL]

    keys.press(ctrl(KEY.Key_R))
    keys.press(F9)
    assert "comment" in over(RefundCheckoutDialog).form.errors()
    keys.type("Sold the car")
    asked = over(RefundCheckoutDialog)
    asked.approval.approver.setFocus()
    desks.approve()
    assert shown.checkout.state is CheckoutState.REFUNDED
    assert (shown.checkout.approved_by, shown.refund.isVisible()) == ("Sam Reyes", False)
    assert state(office, item.id) == ("PAYABLE", 180_00)
    again = desks.go(counter.actor, PayPage, account)
    assert [one["Left"] for one in cells(again.lists.credit_table)] == ["\u2212$45.00"]
    assert is_clean(office)


def test_case_5_credits_that_cover_all_ask_for_no_method(
    desks: Desks, cases: Cases, counter: Drawer
) -> None:
    """AC2-6, CK-7."""
    account = staff(cases)
    issue(cases.office, account, "ACCESS-CARD", cents=30_00)
    window = find(desks, counter, account)
    keys = desks.keys
    keys.press(F7, TAB)
    keys.type("45")
    assert over(AddCreditDialog).outlook.text("rest") == "\u2212$15.00"
    keys.press(ENTER)
    question = over(ConfirmDialog)
    assert "more than the selected $30.00" in question.accessibleDescription()
    yes(desks)
    keys.press(F9)
    asked = over(CheckoutDialog)
    assert not asked.form.row("method").isVisible()
    keys.press(ENTER, ENTER)
    shown = checkout_page(window)
    assert (shown.checkout.event_id, shown.checkout.method) == (None, None)
    keys.press(F9)
    desks.approve()
    assert shown.checkout.state is CheckoutState.PROCESSED
    keys.press(ctrl(KEY.Key_P))
    with cases.office.db.read() as s:
        assert count_prints(s, OF_CHECKOUT, shown.checkout.id) == 1
    page = desks.go(counter.actor, PayPage, account)
    (foot,) = cells(page.lists.credit_table)
    assert foot["Left"] == "\u2212$15.00 of \u2212$45.00"


@pytest.mark.both_engines
def test_case_6_the_second_desk_is_told_who_has_the_item_and_a_supervisor_breaks_the_lock(
    desks: Desks, cases: Cases, counter: Drawer
) -> None:
    """IT-4, CK-8."""
    office, keys = cases.office, desks.keys
    account = staff(cases)
    item = issue(office, account, cents=180_00)
    other = cases.drawer("CASE-6")
    late = desks.go(other.actor, PayPage, account)
    first = desks.go(counter.actor, PayPage, account)
    held = submitted(desks, first.window())
    window = desks.sit(other.actor)
    keys.press(F9, ENTER)
    assert "CASE-PAY" in over(CheckoutDialog).banner.text()
    keys.press(ESC)
    late.load()
    (line,) = cells(late.lists.table)
    assert line["State"] == "In checkout"
    assert line["Held by"].startswith(f"{held.checkout.number} \u00b7 Cashier CASE-PAY")
    assert not late.buttons.proceed.isEnabled()
    assert not late.buttons.unlock.isVisible()
    assert window.page is late

    page = desks.go(office.supervisor, PayPage, account)
    keys.press(ctrl(KEY.Key_B))
    assert held.checkout.number in over(ConfirmDialog).accessibleDescription()
    keys.press(F9)
    assert "is canceled" in said(page.window())
    assert state(office, item.id) == ("PAYABLE", 180_00)


def test_case_7_amounts_that_are_none_each_have_a_sentence(
    desks: Desks, cases: Cases, counter: Drawer
) -> None:
    """AC2-1: what was typed stays."""
    account = staff(cases)
    issue(cases.office, account, cents=180_00)
    window = find(desks, counter, account)
    keys = desks.keys
    keys.press(F7, TAB)
    dialog = over(AddCreditDialog)
    found = []
    for typed in ("0", "-5", "45.001", "text"):
        keys.press(ctrl(KEY.Key_A))
        keys.type(typed)
        keys.press(ENTER)
        found.append(dialog.form.row("amount").error)
        assert dialog.isVisible()
    assert len(set(found)) == len(found)
    assert all(found)
    assert found[0] == "The amount is zero; it must be above zero."
    assert "must not be negative" in found[1]
    keys.press(ESC)
    yes(desks)
    assert pay_page(window).lists.credits.records == ()


def test_case_8_without_payrolls_address_there_is_one_mail(
    desks: Desks, cases: Cases, counter: Drawer
) -> None:
    """ML-2: and nothing says that payroll is told."""
    account = staff(cases)
    issue(cases.office, account, cents=180_00)
    window = find(desks, counter, account)
    desks.keys.press(F7)
    assert over(AddCreditDialog).status.text() == ""
    desks.keys.press(ESC)
    credited(desks, window, "45")
    submitted(desks, window)
    before = count_mails(cases)
    desks.keys.press(F9)
    desks.approve()
    assert sent(cases, before) == [PERSON]


def test_case_10_a_violation_shows_what_is_due_and_is_paid_in_part(
    desks: Desks, cases: Cases, counter: Drawer
) -> None:
    """IT-2, CK-1: fine, penalty, interest less reduction and payment; the amount goes down only."""
    office, keys = cases.office, desks.keys
    account = staff(cases)
    charges = (
        ImportCharge(ChargeKind.FINE, Money(54_90)),
        ImportCharge(ChargeKind.PENALTY, Money(10_00)),
        ImportCharge(ChargeKind.INTEREST, Money(10)),
    )
    made = issue(office, account, "VIOLATION", charges=charges)
    page = desks.go(counter.actor, PayPage, ItemId(made.id))
    (line,) = cells(page.lists.table)
    assert (line["Due"], line["Amount"]) == ("$65.00", "$65.00")
    keys.type("70")
    keys.press(ENTER)
    assert "more than that" in page.lists.wrong
    assert not page.buttons.proceed.isEnabled()
    keys.type("15")
    keys.press(ENTER)
    assert page.lists.wrong == ""
    shown = submitted(desks, page.window())
    assert shown.checkout.to_pay == Money(15_00)


def test_ck7b_the_finished_payment_shows_its_items_and_credit(
    desks: Desks, cases: Cases, counter: Drawer
) -> None:
    """CK-7b: on the tab of the event that pays it; the event of Add Credit shows the pair."""
    office, keys = cases.office, desks.keys
    account = staff(cases)
    item = issue(office, account, cents=180_00)
    window = find(desks, counter, account)
    credited(desks, window, "45")
    (credit,) = pay_page(window).view.credits
    debit = office.services.adjustments.show(credit.linked_id, counter.actor)
    shown = submitted(desks, window)
    page = desks.go(counter.actor, PaymentEventPage, shown.checkout.event_id)
    page.tabs.setCurrentWidget(page.items)
    (line,) = cells(page.items.items)
    assert (line["Number"], line["By credits"], line["By money"]) == (
        item.number, "$45.00", "$135.00",
    )  # fmt: skip
    assert cells(page.items.credits)[0]["State"] == "Reserved"
    page.items.open_checkout.setFocus()
    keys.press(ENTER)
    assert isinstance(window.page, CheckoutPage)
    page = desks.go(counter.actor, PaymentEventPage, debit.event_id)
    page.tabs.setCurrentWidget(page.items)
    amounts = [one["Amount"] for one in cells(page.items.adjustments)]
    assert amounts == ["$45.00", "\u2212$45.00"]
