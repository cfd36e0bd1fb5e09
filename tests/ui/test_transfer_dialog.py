"""Transfer of a payment by keyboard: account, match, freeze, non-CIS fields (payments 9)."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from posapp.domain.codes import PaymentStatus
from posapp.domain.event_views import EventView
from posapp.domain.ids import short_id
from posapp.domain.money import Money
from posapp.ui.dialogs.transfer import TransferDialog
from posapp.ui.dialogs.transfer_rules import TransferByRulesDialog
from posapp.ui.pages.payment import PaymentPage
from posapp.ui.signals import AppSignals
from posapp.ui.theme import Theme
from tests.helpers.events import add, balance, show
from tests.helpers.office import DAY
from tests.helpers.rules import add_by_rules, draft
from tests.helpers.surroundings import Keyboard, Surroundings, settle, surround
from tests.ui.conftest import ManualRunner


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


def test_it3_what_the_right_account_owes_is_chosen_from_a_list(
    qtbot: QtBot, desk: Surroundings, taken: EventView, keys: Keyboard
) -> None:
    right = desk.office.account("Right, Rita")
    agreement = desk.office.agreement(right, "WATER", (DAY, 5000))
    dialog = opened(qtbot, desk, taken)
    keys.type(short_id(right))
    keys.press(Qt.Key.Key_Return)
    assert dialog.match.value() == ("", ""), "the match was the wrong account's"
    assert "the match is left out" in " ".join(dialog.consequences.texts())
    dialog.match_type.select("SA-ID")
    dialog.match_value.setFocus()
    keys.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert dialog.match.value() == ("SA-ID", short_id(agreement))
    assert dialog.form.row("match_value").warning == ""
    dialog.activateWindow()
    keys.press(Qt.Key.Key_F9)
    assert balance(desk.office, right) == 0


def test_tr2_a_match_stays_with_its_account_and_the_way_to_a_payment_in_error_is_shown(
    qtbot: QtBot, desk: Surroundings, taken: EventView, keys: Keyboard
) -> None:
    right = desk.office.account("Right, Rita", customer_class="OPEN")
    page = PaymentPage(desk.context, taken.payments[0].id)
    qtbot.addWidget(page)
    keys.home = page
    page.show()
    page.load()
    page.transfer.click()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, TransferDialog)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    keys.type(short_id(taken.payments[0].account_id))
    keys.press(Qt.Key.Key_Return)
    assert dialog.match.value()[0] == "SA-ID", "it is its own"
    dialog.payee.selectAll()
    keys.type(short_id(right))
    keys.press(Qt.Key.Key_Return)
    assert dialog.match.value() == ("", ""), "no bill of somebody else goes along"
    keys.press(Qt.Key.Key_F9)
    moved = show(desk.office, taken.id).payments[1]
    assert moved.status is PaymentStatus.ERROR
    (said,) = [one for one in page.notices if one.action == "Open payment"]
    assert "Right, Rita" in said.text
    assert said.on_action is not None
    said.on_action()
    assert desk.opened.pages[-1] == ("payment", moved.id)


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


@pytest.fixture
def ruled(desk: Surroundings) -> EventView:
    """An event of an account that owes, taken by distribution rules."""
    account = desk.office.account()
    desk.office.agreement(account, "WATER", (DAY, 5000))
    return add_by_rules(desk.office, account, [draft("ACCT", account, 5000)])


def fill(dialog: TransferByRulesDialog, row: int, value: str, cents: int) -> None:
    grid = dialog.rows.grid
    at = {column.name: place for place, column in enumerate(grid.columns)}
    grid.setData(grid.index(row, at["rule_value"]), value)
    grid.setData(grid.index(row, at["detail_amount"]), Money(cents))


def test_9_an_event_with_details_opens_the_other_dialog(
    qtbot: QtBot, desk: Surroundings, ruled: EventView
) -> None:
    right = desk.office.account("Right, Rita")
    desk.office.agreement(right, "WATER", (DAY, 5000))
    page = PaymentPage(desk.context, ruled.payments[0].id)
    qtbot.addWidget(page)
    page.show()
    page.load()
    page.transfer.click()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, TransferByRulesDialog)
    fill(dialog, 0, short_id(right), 3000)
    assert "Right, Rita" in dialog.rows.grid.records[0].named
    assert "$20.00 is still to be given out" in dialog.rows.left.text()
    dialog.submit()
    assert "make up $50.00" in dialog.status.text()
    fill(dialog, 0, short_id(right), 5000)
    dialog.submit()
    assert not dialog.isVisible()
    after = show(desk.office, ruled.id)
    assert [one.rule for one in after.details] == ["ACCT", "ACCT"]
    assert balance(desk.office, right) == 0


def test_dr5_a_value_that_names_nothing_is_said_in_its_cell(
    qtbot: QtBot, desk: Surroundings, ruled: EventView
) -> None:
    dialog = TransferByRulesDialog(desk.context, ruled, ruled.payments[0])
    qtbot.addWidget(dialog)
    dialog.open()
    fill(dialog, 0, "nobody", 5000)
    assert "nobody does not exist" in dialog.rows.grid.errors[(0, "rule_value")]
    dialog.submit()
    assert "nobody does not exist" in dialog.status.text()
    assert show(desk.office, ruled.id) == ruled
    fill(dialog, 0, short_id(ruled.payments[0].account_id), 5000)
    dialog.submit()
    assert "same accounts" in dialog.status.text()


def test_9_the_whole_event_moves_by_rules(
    qtbot: QtBot, desk: Surroundings, ruled: EventView, theme: Theme, tmp_path: Path
) -> None:
    right = desk.office.account("Right, Rita")
    boss = surround(desk.office, theme, tmp_path, actor=desk.office.supervisor)
    dialog = TransferByRulesDialog(boss.context, ruled, None)
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.freeze.setChecked(False)
    assert "stay Freezable" in " ".join(dialog.consequences.texts())
    fill(dialog, 0, short_id(right), 5000)
    dialog.submit()
    after = show(desk.office, ruled.id)
    assert {one.payor_account_id for one in after.tenders} == {right}
    assert after.payments[-1].status is PaymentStatus.FREEZABLE
