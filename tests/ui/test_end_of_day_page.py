"""A day as a whole in the window: proof, roll-up by currency, the way to its deposit controls."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from posapp.domain.codes import SourceType
from posapp.domain.ids import new_request_id
from posapp.domain.money import Money
from posapp.domain.tender_controls import OpenDepositControl
from posapp.ui.dialogs.proof_rows import ProofRowsDialog
from posapp.ui.pages.end_of_day import EndOfDayPage
from posapp.ui.theme import Theme
from posapp.ui.window import MainWindow
from tests.helpers.autopay import add_bank, add_mandate, debit, send
from tests.helpers.drawers import payor, take
from tests.helpers.office import Office
from tests.helpers.surroundings import Keyboard, settle, show_window, surround

F4, ENTER, ESC = Qt.Key.Key_F4, Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
def window(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard
) -> MainWindow:
    context = surround(office, theme, tmp_path, actor=office.supervisor).context
    return show_window(qtbot, context, keys)


def opened(window: MainWindow) -> EndOfDayPage:
    window.open_page("end_of_day", 0)
    settle()
    page = window.page
    assert isinstance(page, EndOfDayPage)
    return page


def test_dc04_all_deposit_controls_and_currencies_make_one_day(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    office.second_drawer()
    account = payor(office)
    take(office, account, "CASH", 900_00)
    take(office, account, "CHEC", 40_00)
    for currency in ("USD", "EUR"):
        order = OpenDepositControl(new_request_id(), SourceType.CASHIERING, currency)
        office.services.deposit_controls.open(order, office.supervisor)
    page = opened(window)
    for table in (page.days, page.lines, page.deposits):
        ModelTester(table.record_model())
    euros, dollars = page.days.record_model().records  # type: ignore[union-attr]
    assert (euros.currency, len(euros.controls), len(euros.drawers)) == ("EUR", 1, 0)
    assert (dollars.currency, len(dollars.controls), len(dollars.drawers)) == ("USD", 2, 2)
    assert dollars.figures.expected == Money(1240_00)
    lines = {one.line.tender_type: one.line for one in page.lines.record_model().records}  # type: ignore[union-attr]
    assert lines["CHEC"].received == Money(40_00)
    keys.press(F4)
    assert isinstance(QApplication.activeModalWidget(), ProofRowsDialog)
    keys.press(ESC)
    page.deposits.setFocus()
    keys.press(ENTER)
    assert window.page is not None
    assert window.page.KIND == "deposit_control"


def test_d38_another_day_proves_for_itself(window: MainWindow, office: Office) -> None:
    take(office, payor(office), "CASH", 900_00)
    page = opened(window)
    assert page.proof.shown[0].words.text() == "Today proves"
    page.day.set_value(date(2026, 11, 19))
    settle()
    assert page.proof.shown == ()
    assert page.days.record_model().records == ()  # type: ignore[union-attr]
    page.day.set_value(date(2026, 11, 20))
    settle()
    assert page.proof.shown[0].pill.text() == "Proved so far"


def test_d38_the_totals_say_what_the_proof_leaves_out(window: MainWindow, office: Office) -> None:
    account = payor(office)
    take(office, account, "CASH", 900_00)
    page = opened(window)
    assert page.totals.caption.text() == ""
    add_bank(office)
    add_mandate(office, account)
    send(office, debit(office, account, 40_00).id)
    page.load()
    settle()
    (day,) = page.days.record_model().records  # type: ignore[union-attr]
    (strip,) = page.proof.shown
    assert (day.figures.taken, day.by_program) == (Money(940_00), Money(40_00))
    assert strip.figures["receipts"].accessibleName().endswith("$900.00"), "drawers only"
    assert page.totals.caption.text().startswith("$40.00 of these tenders are automatic payments")
