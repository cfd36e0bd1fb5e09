"""Payments of an event are added, changed, mended and deleted by keys (PE-8..PE-14)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from posapp.domain.codes import DistributeAction, PaymentStatus
from posapp.domain.event_views import EventView, PaymentView
from posapp.domain.ids import AccountId, EventId, new_request_id, short_id
from posapp.domain.money import Money
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.dialogs.payment import PaymentDialog
from posapp.ui.pages.payment_event import PaymentEventPage
from posapp.ui.theme import Theme
from tests.helpers.events import add, show
from tests.helpers.office import DAY, Office
from tests.helpers.surroundings import Keyboard, Surroundings, settle, surround

NONE = DistributeAction.NONE
CONTROL = Qt.KeyboardModifier.ControlModifier
Shown = Callable[..., PaymentEventPage]


@pytest.fixture
def shown(qtbot: QtBot, desk: Surroundings, keys: Keyboard) -> Shown:
    def show_page(of: EventView, surroundings: Surroundings = desk) -> PaymentEventPage:
        page = PaymentEventPage(surroundings.context, of.id)
        qtbot.addWidget(page)
        keys.home = page
        page.resize(1334, 640)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        page.load()
        page.lists.focus_first()
        settle()
        return page

    return show_page


def owing(office: Office, cents: int = 2500, **account: Any) -> AccountId:
    found = office.account(**account)
    office.agreement(found, "WATER", (DAY, cents))
    return found


def open_dialog() -> PaymentDialog:
    found = QApplication.activeModalWidget()
    assert isinstance(found, PaymentDialog)
    return found


def payments(desk: Surroundings, event_id: EventId) -> tuple[PaymentView, ...]:
    return show(desk.office, event_id).payments


def test_pe8_insert_adds_a_payment_for_what_the_tenders_leave(
    desk: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    office = desk.office
    first, second = owing(office), owing(office, 4000, name="Quill, Sam")
    taken = add(office, first, [("CHEC", 5500)], [(first, 5500)], action=NONE)
    page = shown(taken)
    keys.press(Qt.Key.Key_Return)
    keys.type("25")
    keys.press(Qt.Key.Key_F9)
    assert "$30.00 more" in page.notices[0].text
    keys.press(Qt.Key.Key_Insert)
    dialog = open_dialog()
    assert dialog.account.hasFocus()
    assert dialog.payment_amount.value() == Money(3000)
    keys.type(short_id(second))
    keys.press(Qt.Key.Key_Return)
    assert dialog.payment_amount.hasFocus()
    assert "Quill, Sam" in dialog.subtitle.text()
    assert "$40.00" in dialog.subtitle.text()
    keys.press(Qt.Key.Key_F9)
    added = payments(desk, taken.id)[1]
    assert (added.account_id, added.amount) == (second, Money(3000))
    assert added.status is PaymentStatus.INCOMPLETE
    assert page.notices == ()
    assert page.lists.payments.model().rowCount() == 2


def test_use_7_a_button_that_rests_leaves_the_focus_on_its_payment(
    desk: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    account = owing(desk.office)
    taken = add(desk.office, account, [("CASH", 2500)], [(account, 2500)], action=NONE)
    card = shown(taken).lists.payments_card
    card.change_button.setFocus()
    keys.press(Qt.Key.Key_Return)
    keys.type("20")
    keys.press(Qt.Key.Key_F9)
    (changed,) = payments(desk, taken.id)
    assert changed.amount == Money(2000)
    assert card.window().focusWidget() is card.table


def test_m22_an_error_is_mended_in_the_window_by_keys_alone(
    desk: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    office = desk.office
    account = office.account(customer_class="OPEN")
    office.item(account, "V-100", 3500)
    office.item(account, "V-200", 1500)
    taken = add(
        office, account, [("CASH", 1500)], [(account, 1500)],
        match_type="ITEM-ID", match_value="V-999",
    )  # fmt: skip
    assert taken.payments[0].status is PaymentStatus.ERROR
    shown(taken)
    keys.press(Qt.Key.Key_Return)
    dialog = open_dialog()
    assert dialog.match.match_type.hasFocus()
    assert "V-999" in dialog.banner.text()
    model = dialog.match.choices.model()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert [model.index(row, 1).data() for row in range(model.rowCount())] == ["V-100", "V-200"]
    keys.press(Qt.Key.Key_Tab, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert dialog.match.value() == ("ITEM-ID", "V-200")
    keys.press(Qt.Key.Key_F9, Qt.Key.Key_F9, Qt.Key.Key_F9)
    (mended,) = payments(desk, taken.id)
    assert mended.status is PaymentStatus.FROZEN
    assert mended.match_value == "V-200"


def test_oi1_an_open_item_account_that_owes_nothing_is_mended_with_its_agreement(
    desk: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    office = desk.office
    account = office.account(customer_class="OPEN")
    office.agreement(account, "WATER")
    other = owing(office, name="Quill, Sam")
    taken = add(office, account, [("CASH", 1500)], [(account, 1500)])
    assert taken.payments[0].status is PaymentStatus.ERROR
    shown(taken)
    keys.press(Qt.Key.Key_Return)
    dialog = open_dialog()
    assert "choose a service agreement" in dialog.banner.text()
    # Of another account nothing is wrong.
    dialog.account.setFocus()
    dialog.account.selectAll()
    keys.type(short_id(other))
    keys.press(Qt.Key.Key_Return)
    assert not dialog.banner.isVisible()
    dialog.account.setFocus()
    dialog.account.selectAll()
    keys.type(short_id(account))
    keys.press(Qt.Key.Key_Return)
    dialog.match.choices.setFocus()
    keys.press(Qt.Key.Key_Return)
    assert dialog.match.value()[0] == "SA-ID"
    keys.press(Qt.Key.Key_F9, Qt.Key.Key_F9, Qt.Key.Key_F9)
    (mended,) = payments(desk, taken.id)
    assert mended.status is PaymentStatus.FROZEN


def test_2_2_bills_are_offered_to_open_item_accounts_only(
    desk: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    office = desk.office
    account = owing(office)
    shown(add(office, account, [("CASH", 2500)], [(account, 2500)], action=NONE))
    keys.press(Qt.Key.Key_Return)
    box = open_dialog().match.match_type
    offered = [box.itemText(at) for at in range(box.count())]
    setup = office.services.setup()
    assert offered == ["None", setup.match_types["SA-ID"].description]
    assert not open_dialog().match.match_value.isEnabled()


def test_pe10_one_agreement_is_chosen_from_the_list(
    desk: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    office = desk.office
    account = owing(office)
    sewer = office.agreement(account, "SEWER", (DAY, 900))
    taken = add(office, account, [("CASH", 2500)], [(account, 2500)], action=NONE)
    shown(taken)
    keys.press(Qt.Key.Key_Return)
    dialog = open_dialog()
    dialog.match.choices.setFocus()
    keys.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert dialog.payment_amount.value() == Money(2500), "what was taken stays"
    keys.press(Qt.Key.Key_F9)
    (after,) = payments(desk, taken.id)
    assert (after.match_type, after.match_value) == ("SA-ID", short_id(sewer))


def test_m10_a_type_without_value_stands_at_its_field(
    desk: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    account = owing(desk.office)
    taken = add(desk.office, account, [("CASH", 2500)], [(account, 2500)], action=NONE)
    shown(taken)
    keys.press(Qt.Key.Key_Return)
    dialog = open_dialog()
    dialog.match.match_type.select("SA-ID")
    keys.press(Qt.Key.Key_F9)
    assert dialog.isVisible()
    assert dialog.form.row("match_value").error
    assert dialog.match.match_value.hasFocus()
    assert payments(desk, taken.id) == taken.payments


def test_nc2_non_cis_fields_stand_only_for_such_an_account_and_are_required(
    desk: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    office = desk.office
    account, tax = owing(office), office.account("City Tax Office", customer_class="NONCIS")
    office.agreement(tax, "MISC")
    taken = add(office, account, [("CASH", 2500)], [(account, 2500)], action=NONE)
    page = shown(taken)
    keys.press(Qt.Key.Key_Return)
    dialog = open_dialog()
    assert not dialog.non_cis.isVisible()
    dialog.account.setFocus()
    keys.type(short_id(tax))
    keys.press(Qt.Key.Key_Return)
    assert dialog.non_cis_name.hasFocus()
    keys.type("R. Delgado")
    keys.press(Qt.Key.Key_F9)
    assert dialog.non_cis.row("reference").error
    assert dialog.reference.hasFocus()
    keys.type("PT-2026-4471")
    keys.press(Qt.Key.Key_F9)
    (after,) = payments(desk, taken.id)
    assert (after.account_id, after.non_cis_name, after.reference) == (
        tax, "R. Delgado", "PT-2026-4471",
    )  # fmt: skip
    titles = [column.title for column in page.lists.payments.record_model().columns]
    assert "Non CIS Name" in titles


def test_m01_an_account_that_is_not_there_stands_at_the_field(
    desk: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    account = owing(desk.office)
    taken = add(desk.office, account, [("CASH", 2500)], [(account, 2500)], action=NONE)
    shown(taken)
    keys.press(Qt.Key.Key_Insert)
    dialog = open_dialog()
    keys.press(Qt.Key.Key_F9)
    assert dialog.form.row("account").error
    keys.type("4711")
    keys.press(Qt.Key.Key_Return)
    assert "4711" in dialog.form.row("account").error
    keys.press(Qt.Key.Key_F9)
    assert dialog.isVisible()
    assert "4711" in dialog.form.row("account").error
    assert len(payments(desk, taken.id)) == 1


def test_nothing_changed_writes_nothing(desk: Surroundings, shown: Shown, keys: Keyboard) -> None:
    account = owing(desk.office)
    taken = add(desk.office, account, [("CASH", 2500)], [(account, 2500)], action=NONE)
    shown(taken)
    keys.press(Qt.Key.Key_Return)
    dialog = open_dialog()
    assert not dialog.holds_work
    keys.press(Qt.Key.Key_F9)
    assert show(desk.office, taken.id) == taken
    assert QApplication.activeModalWidget() is None


def test_py4_a_payment_frozen_meanwhile_is_shown_and_not_changed(
    desk: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    office = desk.office
    account = owing(office)
    taken = add(office, account, [("CASH", 2500)], [(account, 2500)], action=NONE)
    page = shown(taken)
    keys.press(Qt.Key.Key_Return)
    dialog = open_dialog()
    actions = office.services.event_actions
    actions.distribute(taken.id, new_request_id(), office.cashier)
    actions.freeze(taken.id, new_request_id(), office.cashier)
    keys.type("30")
    keys.press(Qt.Key.Key_F9)
    assert dialog.isVisible()
    assert dialog.banner.text().startswith("Another user changed this meanwhile.")
    assert dialog.payment_amount.text() == "30.00", "what was typed stays"
    dialog.banner.findChild(QPushButton, "banner_action").click()
    assert not dialog.isVisible()
    assert not page.lists.payments_card.change_button.isEnabled()
    assert page.lists.payments_card.add_button.isEnabled()


def test_pe8_ctrl_delete_asks_and_deletes_while_unfrozen(
    desk: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    office = desk.office
    first, second = owing(office), owing(office, 4000, name="Quill, Sam")
    taken = add(office, first, [("CASH", 5500)], [(first, 2500), (second, 3000)], action=NONE)
    page = shown(taken)
    keys.press(Qt.Key.Key_Down, (CONTROL, Qt.Key.Key_Delete))
    question = QApplication.activeModalWidget()
    assert isinstance(question, ConfirmDialog)
    assert "$30.00 for Quill, Sam" in question.accessibleDescription()
    keys.press(Qt.Key.Key_Escape)
    assert len(payments(desk, taken.id)) == 2
    keys.press((CONTROL, Qt.Key.Key_Delete), Qt.Key.Key_F9)
    assert [one.account_id for one in payments(desk, taken.id)] == [first]
    assert "$30.00 more" in page.notices[0].text
    assert "Recalculate Cash Back" in page.notices[0].text


def test_py4_a_frozen_payment_has_no_change_and_no_delete(
    desk: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    account = owing(desk.office)
    page = shown(add(desk.office, account, [("CASH", 2500)], [(account, 2500)]))
    card = page.lists.payments_card
    assert not card.change_button.isEnabled()
    assert not card.delete_button.isEnabled()
    keys.press((CONTROL, Qt.Key.Key_Delete))
    assert QApplication.activeModalWidget() is None


def test_an_auditor_changes_nothing(
    desk: Surroundings, shown: Shown, keys: Keyboard, theme: Theme, tmp_path: Path
) -> None:
    account = owing(desk.office)
    taken = add(desk.office, account, [("CASH", 2500)], [(account, 2500)], action=NONE)
    auditor = surround(desk.office, theme, tmp_path, desk.office.actors["auditor"])
    page = shown(taken, auditor)
    card = page.lists.payments_card
    for button in (card.add_button, card.change_button, card.delete_button):
        assert not button.isEnabled()
    keys.press(Qt.Key.Key_Insert, Qt.Key.Key_Return)
    assert QApplication.activeModalWidget() is None
    assert auditor.opened.pages == [("payment", taken.payments[0].id)]


def test_pe14_freezing_an_unbalanced_event_asks_once(
    desk: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    office = desk.office
    account = owing(office, 9000)
    taken = add(office, account, [("CASH", 2000)], [(account, 3000)], action=NONE)
    page = shown(taken)
    assert "$10.00 more than the tenders" in page.notices[0].text
    keys.press(Qt.Key.Key_F9)
    assert payments(desk, taken.id)[0].status is PaymentStatus.FREEZABLE
    keys.press(Qt.Key.Key_F9)
    question = QApplication.activeModalWidget()
    assert isinstance(question, ConfirmDialog)
    assert "$10.00" in question.accessibleDescription()
    keys.press(Qt.Key.Key_Escape)
    assert payments(desk, taken.id)[0].status is PaymentStatus.FREEZABLE
    keys.press(Qt.Key.Key_F9, Qt.Key.Key_F9)
    assert payments(desk, taken.id)[0].status is PaymentStatus.FROZEN
    assert "cancel a payment" in page.notices[0].text


def test_m35_distribute_asks_before_a_split_by_hand_is_thrown_away(
    desk: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    office = desk.office
    account = office.account()
    water = office.agreement(account, "WATER", (DAY, 2000))
    office.agreement(account, "SEWER", (DAY, 2000))
    taken = add(office, account, [("CASH", 2000)], [(account, 2000)], action=NONE)
    office.services.payment_edits.split(
        taken.payments[0].id, [(water, None, Money(2000))], new_request_id(), office.cashier
    )
    page = shown(taken)
    page.distribute.click()
    assert isinstance(QApplication.activeModalWidget(), ConfirmDialog)
    assert payments(desk, taken.id)[0].manual
    keys.press(Qt.Key.Key_F9)
    assert not payments(desk, taken.id)[0].manual


def test_the_menu_of_a_payment_says_what_may_be_done(
    desk: Surroundings, shown: Shown, keys: Keyboard
) -> None:
    account = owing(desk.office)
    page = shown(add(desk.office, account, [("CASH", 2500)], [(account, 2500)], action=NONE))
    keys.press((Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_F10))
    (menu,) = page.findChildren(QMenu, "context_menu")
    assert [act.text() for act in menu.actions()] == [
        "Change…", "Distribute", "Delete payment…", "Correct…", "Open payment", "Open account",
        "Payment history", "Copy number",
    ]  # fmt: skip
    menu.close()
