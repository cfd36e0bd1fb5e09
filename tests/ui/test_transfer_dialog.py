"""Transfer of a payment by keyboard: account, match, freeze, non-CIS fields (payments 9)."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from posapp.domain.codes import PaymentStatus
from posapp.domain.event_views import EventView
from posapp.domain.ids import short_id
from posapp.storage.db import Database
from posapp.ui.dialogs.transfer import TransferDialog
from posapp.ui.pages.payment import PaymentPage
from posapp.ui.signals import AppSignals
from posapp.ui.theme import Theme
from tests.helpers.clock import FixedClock
from tests.helpers.events import add, balance, show
from tests.helpers.office import DAY, open_office
from tests.helpers.surroundings import Keyboard, Surroundings, settle, surround
from tests.ui.conftest import ManualRunner


@pytest.fixture
def desk(sqlite_db: Database, clock: FixedClock, theme: Theme, tmp_path: Path) -> Surroundings:
    return surround(open_office(sqlite_db, clock), theme, tmp_path)


@pytest.fixture
def taken(desk: Surroundings) -> EventView:
    account = desk.office.account()
    agreement = desk.office.agreement(account, "WATER", (DAY, 5000))
    return add(
        desk.office, account, [("CASH", 5000)], [(account, 5000)],
        match_type="SA-ID", match_value=short_id(agreement),
    )  # fmt: skip


def opened(qtbot: QtBot, desk: Surroundings, event: EventView) -> TransferDialog:
    dialog = TransferDialog(desk.context, event, event.payments[0])
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    settle()
    return dialog


def test_tr1_tr2_defaults(qtbot: QtBot, desk: Surroundings, taken: EventView) -> None:
    dialog = opened(qtbot, desk, taken)
    assert dialog.reason.value() == "TRAN"
    assert dialog.match_type.value() == "SA-ID"
    assert dialog.match_value.text() == taken.payments[0].match_value
    assert dialog.freeze.isChecked()
    assert not dialog.non_cis.isVisible()


def test_tr7_f9_looks_up_what_was_typed_then_transfers(
    qtbot: QtBot, desk: Surroundings, taken: EventView
) -> None:
    right = desk.office.account("Right, Rita")
    agreement = desk.office.agreement(right, "WATER", (DAY, 5000))
    dialog = opened(qtbot, desk, taken)
    dialog.match_value.setText(short_id(agreement))
    keys = Keyboard()
    keys.type(short_id(right))
    keys.press(Qt.Key.Key_F9)
    after = show(desk.office, taken.id)
    assert [one.status for one in after.payments] == [PaymentStatus.CANCELED, PaymentStatus.FROZEN]
    assert after.payments[1].account_id == right
    assert after.tenders[0].payor_account_id == taken.tenders[0].payor_account_id
    assert balance(desk.office, right) == 0
    assert not dialog.isVisible()


def test_tr2_without_freezing_the_new_payment_can_be_looked_at(
    qtbot: QtBot, desk: Surroundings, taken: EventView
) -> None:
    right = desk.office.account("Right, Rita")
    desk.office.agreement(right, "WATER", (DAY, 5000))
    dialog = opened(qtbot, desk, taken)
    dialog.match_type.select("")
    assert dialog.match_value.text() == ""
    dialog.freeze.setChecked(False)
    assert "stays Freezable" in " ".join(dialog.consequences.texts())
    keys = Keyboard()
    keys.type(short_id(right))
    keys.press(Qt.Key.Key_Return, Qt.Key.Key_F9)
    assert show(desk.office, taken.id).payments[1].status is PaymentStatus.FREEZABLE


def test_nc7_non_cis_fields_appear_and_are_required(
    qtbot: QtBot, desk: Surroundings, taken: EventView
) -> None:
    other = desk.office.account("Town hall", customer_class="NONCIS")
    dialog = opened(qtbot, desk, taken)
    dialog.match_type.select("")
    keys = Keyboard()
    keys.type(short_id(other))
    keys.press(Qt.Key.Key_Return)
    assert dialog.non_cis.isVisible()
    keys.press(Qt.Key.Key_F9)
    assert dialog.isVisible()
    assert set(dialog.non_cis.errors()) <= {"non_cis_name", "reference"}
    assert dialog.non_cis.errors()
    assert show(desk.office, taken.id) == taken


def test_9_the_payment_page_offers_it_for_a_frozen_payment_only(
    qtbot: QtBot, desk: Surroundings, taken: EventView
) -> None:
    right = desk.office.account("Right, Rita")
    desk.office.agreement(right, "WATER", (DAY, 5000))
    page = PaymentPage(desk.context, taken.payments[0].id)
    qtbot.addWidget(page)
    page.show()
    page.load()
    page.transfer.click()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, TransferDialog)
    dialog.match_type.select("")
    dialog.account.start_with(right)
    dialog.submit()
    assert show(desk.office, taken.id).payments[1].account_id == right
    assert page.states.texts()[0] == "Canceled"
    assert not page.transfer.isEnabled()


def test_an_unknown_account_is_said_at_the_field(
    qtbot: QtBot, desk: Surroundings, taken: EventView
) -> None:
    dialog = opened(qtbot, desk, taken)
    keys = Keyboard()
    keys.press(Qt.Key.Key_F9)
    assert "account" in dialog.form.errors()
    keys.type("nobody")
    keys.press(Qt.Key.Key_F9)
    assert "nobody" in dialog.form.errors()["account"]
    assert dialog.payee.text() == "nobody"
    assert dialog.isVisible()


def test_tr6_the_same_account_and_match_is_refused(
    qtbot: QtBot, desk: Surroundings, taken: EventView
) -> None:
    dialog = opened(qtbot, desk, taken)
    keys = Keyboard()
    keys.type(short_id(taken.payments[0].account_id))
    keys.press(Qt.Key.Key_F9)
    assert "same account" in dialog.form.errors()["account"]


def test_a_late_answer_about_another_text_is_dropped(
    qtbot: QtBot, desk: Surroundings, taken: EventView, theme: Theme, tmp_path: Path
) -> None:
    runner = ManualRunner(AppSignals())
    slowly = surround(desk.office, theme, tmp_path, runner=runner)
    runner.jobs.clear()
    right = desk.office.account("Right, Rita")
    dialog = opened(qtbot, slowly, taken)
    keys = Keyboard()
    keys.type(short_id(right))
    keys.press(Qt.Key.Key_Return)
    keys.type("x")
    runner.finish()
    assert dialog.account.card is None
    assert not dialog.account.is_settled
