"""Cancel a payment by keyboard: a reason is required, the consequences are said before (PY-3)."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from posapp.domain.codes import PaymentStatus, TenderStatus
from posapp.domain.event_views import EventView
from posapp.ui.dialogs.cancel_payment import CancelPaymentDialog
from tests.helpers.clock import FixedClock
from tests.helpers.events import add, balance, show
from tests.helpers.office import DAY
from tests.helpers.surroundings import Keyboard, Surroundings, settle


@pytest.fixture
def taken(desk: Surroundings) -> EventView:
    account = desk.office.account()
    desk.office.agreement(account, "WATER", (DAY, 5000))
    return add(desk.office, account, [("CASH", 5000)], [(account, 5000)])


def opened(qtbot: QtBot, desk: Surroundings, event: EventView) -> CancelPaymentDialog:
    dialog = CancelPaymentDialog(desk.context, event, event.payments[0])
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    settle()
    return dialog


def test_ns01_without_a_reason_nothing_happens(
    qtbot: QtBot, desk: Surroundings, taken: EventView
) -> None:
    dialog = opened(qtbot, desk, taken)
    Keyboard().press(Qt.Key.Key_F9)
    assert dialog.isVisible()
    assert dialog.form.errors() == {"reason": "Choose why the payment is canceled."}
    assert show(desk.office, taken.id) == taken


def test_py3_a_letter_chooses_the_reason_and_f9_cancels(
    qtbot: QtBot, desk: Surroundings, taken: EventView
) -> None:
    dialog = opened(qtbot, desk, taken)
    keys = Keyboard()
    keys.type("wr")
    assert dialog.reason.value() == "WRAC"
    keys.press(Qt.Key.Key_F9)
    after = show(desk.office, taken.id)
    assert after.payments[0].status is PaymentStatus.CANCELED
    assert after.payments[0].cancel_reason == "WRAC"
    assert after.tenders[0].status is TenderStatus.VALID
    assert balance(desk.office, taken.payments[0].account_id) == 5000
    assert not dialog.isVisible()


def test_py3_the_consequences_are_said(qtbot: QtBot, desk: Surroundings, taken: EventView) -> None:
    says = " ".join(opened(qtbot, desk, taken).consequences.texts())
    assert "Okafor, Ngozi owes $50.00 again" in says
    assert "The tenders stay valid" in says
    assert "$50.00 of the event is not allocated then" in says


def test_a_reason_of_the_system_is_not_offered(
    qtbot: QtBot, desk: Surroundings, taken: EventView
) -> None:
    dialog = opened(qtbot, desk, taken)
    offered = {dialog.reason.itemText(at) for at in range(dialog.reason.count())}
    setup = desk.office.services.setup()
    assert setup.cancel_reasons["NSF"].description in offered
    assert setup.cancel_reasons["REOB"].description not in offered


def test_escape_changes_nothing(qtbot: QtBot, desk: Surroundings, taken: EventView) -> None:
    dialog = opened(qtbot, desk, taken)
    Keyboard().press(Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert show(desk.office, taken.id) == taken


def test_d44_a_cashier_without_the_right_reads_why(
    qtbot: QtBot, desk: Surroundings, taken: EventView, clock: FixedClock
) -> None:
    clock.advance(days=1)
    dialog = opened(qtbot, desk, taken)
    keys = Keyboard()
    keys.type("wr")
    keys.press(Qt.Key.Key_F9)
    assert dialog.isVisible()
    assert "You may not" in dialog.banner.text()
    assert show(desk.office, taken.id) == taken
