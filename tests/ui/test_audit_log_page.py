"""The audit log in the window: found by user, kind and number, each value before and after (D-44)."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from posapp.domain.audit_log import KINDS
from posapp.domain.codes import ControlStatus
from posapp.domain.control_life import ChangeControl
from posapp.domain.ids import long_id, new_request_id, short_id
from posapp.domain.money import Money
from posapp.errors import Refused
from posapp.ui.audit_words import KINDS as WORDS
from posapp.ui.dialogs.log_detail import LogDetailDialog
from posapp.ui.formats import grouped
from posapp.ui.pages.audit_log import AuditLogPage
from posapp.ui.theme import Theme
from posapp.ui.window import MainWindow
from tests.helpers.drawers import balance_drawer, counted, payor, secret, take
from tests.helpers.office import Office
from tests.helpers.surroundings import Keyboard, settle, show_window, surround

F9, ENTER, ESC = Qt.Key.Key_F9, Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
def window(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard
) -> MainWindow:
    order = ChangeControl(new_request_id(), office.control, starting_balance=Money(100_00))
    office.services.control_life.change(order, office.supervisor)
    actor = office.actors["auditor"]
    return show_window(qtbot, surround(office, theme, tmp_path, actor=actor).context, keys)


def said(page: AuditLogPage) -> list[str]:
    model = page.table.record_model()
    assert model is not None
    return [page.words.sentence(one) for one in model.records]


def test_pain_15_an_auditor_finds_who_did_what(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    action = window.findChild(QAction, "reports_audit_log")
    assert action is not None
    action.trigger()
    settle()
    page = window.page
    assert isinstance(page, AuditLogPage)
    assert said(page)[0] == "Changed a drawer"
    ModelTester(page.table.record_model())
    assert page.detail is not None
    (line,) = (one for one in page.words.lines(page.detail) if one.value == "Starting Balance")
    assert (line.before, line.after) == ("$150.00", "$100.00")
    # As the drawer's own page writes it.
    assert page.words.about(page.detail.entry) == grouped(short_id(office.control))
    page.about.setText(long_id(office.control))
    page.kind.select("control")
    keys.press(F9)
    settle()
    assert said(page) == ["Changed a drawer", "Opened a drawer"]
    page.user.select(office.supervisor.user_id)
    keys.press(F9)
    settle()
    assert said(page) == ["Changed a drawer"]
    page.table.setFocus()
    keys.press(ENTER)
    dialog = window.findChild(LogDetailDialog)
    assert dialog is not None
    assert "$150.00" in dialog.text.toPlainText()
    dialog.reject()
    page.about.setText("abc")
    page.search()
    assert page.form.errors() == {"about": "This is no number."}


def test_d44_every_kind_has_words() -> None:
    assert tuple(WORDS) == KINDS


def test_d44_a_cashier_is_offered_no_audit_log(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard
) -> None:
    context = surround(office, theme, tmp_path, actor=office.cashier).context
    shown = show_window(qtbot, context, keys)
    assert shown.findChild(QAction, "reports_audit_log") is None


def test_d44_amounts_of_a_balanced_deposit_control_read_as_money(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard
) -> None:
    take(office, payor(office), "CASH", 900_00)
    counted(office, CASH=1050_00)
    balance_drawer(office)
    office.services.deposit_controls.balance(
        office.deposit, new_request_id(), office.supervisor, ending=Money(1050_00)
    )
    context = surround(office, theme, tmp_path, actor=office.actors["auditor"]).context
    window = show_window(qtbot, context, keys)
    window.open_page("audit_log", 0)
    settle()
    page = window.page
    assert isinstance(page, AuditLogPage)
    model = page.table.record_model()
    assert model is not None
    (entry,) = (one for one in model.records if "Balanced a deposit" in page.words.sentence(one))
    assert "Ending Balance: $1,050.00" in page.words.noted(entry)
    assert page.words.about(entry) == grouped(short_id(office.deposit))


def test_d24_an_approval_says_who_gave_it_beside_whom(window: MainWindow, office: Office) -> None:
    given, control = secret(office), office.control
    for one in (given, replace(given, password="a guess too many")):
        office.clock.advance(seconds=1)
        order = ControlStatus.OPEN, "x", new_request_id(), office.cashier
        with pytest.raises(Refused):
            office.services.control_life.reopen(control, *order, secret=one)
    window.open_page("audit_log", 0)
    settle()
    page = window.page
    assert isinstance(page, AuditLogPage)
    assert said(page)[:2] == [
        "Wrong user name or password at an approval",
        "Supervisor approved beside Cashier on WS1",
    ]
