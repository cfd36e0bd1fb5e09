"""Acceptance cases 6, 7 and 21 of controls 20.3 at the window, by keys (D-43)."""

import pytest
from PySide6.QtWidgets import QApplication

from posapp.domain.codes import ControlStatus, SourceType
from posapp.domain.ids import short_id
from posapp.ui.dialogs.bank_deposit import BankDepositDialog
from posapp.ui.dialogs.deposit_changes import MoveControlDialog
from posapp.ui.dialogs.deposit_steps import EndingBalanceDialog
from posapp.ui.formats import grouped
from posapp.ui.pages.deposit_control import DepositControlPage
from posapp.ui.pages.payment_event import PaymentEventPage
from posapp.ui.pages.quick_add import QuickAddAccountsPage
from tests.helpers import drawer_day
from tests.helpers.cases import (
    ESC,
    F9,
    INS,
    KEY,
    SHIFT,
    TAB,
    USUAL,
    Cases,
    Desks,
    cells,
    ctrl,
    over,
)

pytestmark = pytest.mark.dressed


@pytest.mark.both_engines
def test_case_06_the_floats_are_what_is_left(desks: Desks, cases: Cases) -> None:
    under, boss, keys = cases.deposit(), cases.office.supervisor, desks.keys
    payor = cases.owing(10_000_00)
    for code, taken in (("CASE-06A", 900_00), ("CASE-06B", 600_00)):
        drawer = cases.drawer(code, deposit=under)
        drawer_day.take(cases.office, payor, "CASH", taken, actor=drawer.actor)
        drawer_day.balance_drawer(cases.at(drawer), drawer.control)
    page = desks.go(boss, DepositControlPage, under)
    keys.press(ctrl(TAB), ctrl(TAB), ctrl(TAB))
    keys.press(INS)
    bank = over(BankDepositDialog)
    assert bank.sums.text("amount") == "$1,500.00"
    keys.type("S-6")
    keys.press(F9)
    assert page.figures.text("expected_ending") == "$300.00"
    keys.press(F9)
    keys.press(F9)
    ending = over(EndingBalanceDialog)
    keys.type("299")
    assert ending.states.texts() == ("Under $1.00",)
    keys.press(F9)
    assert ending.form.errors()["ending_balance"] == (
        "Ending balance $299.00 differs from expected $300.00 by \u2212$1.00."
    )
    ending.ending_balance.selectAll()
    keys.type("300")
    keys.press(F9)
    shown = cases.office.services.deposit_controls.show(under, boss)
    assert shown.control.status is ControlStatus.BALANCED
    assert "Agrees" in page.states.texts()


@pytest.mark.parametrize(("kind", "currency"), [("LOCKBOX", "USD"), ("CASHIERING", "BBD")])
def test_case_07_another_type_or_currency_is_not_attached(
    desks: Desks, cases: Cases, kind: str, currency: str
) -> None:
    cases.barbados()
    boss, keys = cases.office.supervisor, desks.keys
    usual = cases.deposit()
    source = cases.source(f"07{kind[:4]}{currency[:2]}", currency, kind)
    drawer = cases.open(source, boss, cases.deposit(currency, SourceType(kind)))
    page = desks.go(boss, DepositControlPage, drawer.deposit)
    keys.press(ctrl(TAB))
    keys.press(ctrl(KEY.Key_M))
    told = "Source type, currency or office differs from the deposit control's."
    if kind == "LOCKBOX":
        # Those of the program are not moved by hand at all (DC-16); the service says so, too.
        assert QApplication.activeModalWidget() is None
        found = cases.office.services.deposit_controls.show(usual, boss).control
        seen = cases.office.services.tender_controls.show(drawer.control, boss).control
        number = grouped(short_id(seen.id))
        told = f"Tender control {number} cannot be changed by hand: a job fills and balances it."
        MoveControlDialog(page.context, seen, [found], desks.sit(boss)).open()
    asked = over(MoveControlDialog)
    assert asked.deposit_control.select(usual)
    keys.press(F9)
    assert asked.form.errors()["deposit_control"] == told
    keys.press(ESC)
    view = cases.office.services.tender_controls.show(drawer.control, boss)
    assert view.control.deposit_control_id == drawer.deposit


def test_case_21_the_own_drawer_comes_before_everybodys(desks: Desks, cases: Cases) -> None:
    own, boss, keys = cases.drawer("CASE-21A"), cases.office.supervisor, desks.keys
    shared = cases.open(cases.source("CASE-21B"), boss, own.deposit, USUAL, all_users=True)
    payor = cases.owing(100_00)
    window = desks.sit(own.actor)
    keys.press((SHIFT, KEY.Key_F6))
    page = window.page
    assert isinstance(page, QuickAddAccountsPage)
    assert page.head.tender_control.value() == own.control != shared.control
    assert page.head.tender_control.select(shared.control)
    page.head.tender_control.select(own.control)
    page.intake.paste(f"{short_id(payor)}\t10.00\tCash")
    keys.press(F9)
    (event,) = cases.office.services.desk.events_of(own.control, own.actor)
    assert page.run.batch is not None
    shown = desks.go(own.actor, PaymentEventPage, event.event_id)
    shown.tabs.setCurrentWidget(shown.tenders)
    (row,) = cells(shown.tenders.table)
    assert row["Tender Control"].startswith("CASE-21A")
