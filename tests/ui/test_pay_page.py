"""The payments page and checkouts by keys: adjustments, parking, locks, cancels, lists (AJ, CK, IT)."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from posapp.domain.credit_codes import CheckoutState
from posapp.domain.ids import AccountId
from posapp.domain.money import Money
from posapp.ui.dialogs.adjustment import AdjustmentDialog
from posapp.ui.dialogs.cancel_checkout import CancelCheckoutDialog
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.dialogs.reverse_adjustment import ReverseAdjustmentDialog
from posapp.ui.pages.account import AccountPage
from posapp.ui.pages.checkout import CheckoutPage
from posapp.ui.pages.checkouts import CheckoutsPage
from posapp.ui.pages.item import ItemPage
from posapp.ui.pages.pay import PayPage
from posapp.ui.pages.supervisor import SupervisorPage
from posapp.ui.theme import Theme
from posapp.ui.window import MainWindow
from tests.helpers.cases import cells, over
from tests.helpers.checkouts import add_credit, person, state, submit
from tests.helpers.events import is_clean
from tests.helpers.items import issue
from tests.helpers.office import Office
from tests.helpers.surroundings import Keyboard, settle, show_window, surround

KEY = Qt.Key
ENTER, TAB, ESC, F5, F7, F9 = (
    KEY.Key_Return, KEY.Key_Tab, KEY.Key_Escape, KEY.Key_F5, KEY.Key_F7, KEY.Key_F9,
)  # fmt: skip
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def account(office: Office) -> AccountId:
    return person(office)


def window_of(
    qtbot: QtBot, office: Office, theme: Theme, folder: Path, keys: Keyboard, who: str
) -> MainWindow:
    context = surround(office, theme, folder, office.actors[who]).context
    return show_window(qtbot, context, keys, (1366, 768))


def go(window: MainWindow, number: int) -> PayPage:
    window.open_page("pay", number)
    settle()
    assert isinstance(window.page, PayPage)
    return window.page


def test_aj1_aj3_aj5_adjustments_by_hand_are_written_processed_and_reversed(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard, account: AccountId
) -> None:
    """AJ-2: a charge is ticked like an item; Ctrl+K settles it alone, Ctrl+R answers it."""
    page = go(window_of(qtbot, office, theme, tmp_path, keys, "supervisor"), account)
    for comment in ("Late", "Typed twice"):
        keys.press((CTRL, KEY.Key_J))
        dialog = over(AdjustmentDialog)
        dialog.amount.setFocus()
        keys.type("12")
        keys.press(F9)
        assert dialog.form.row("comment").error == "Say why in the comment."
        keys.type(comment)
        keys.press(F9)
    lines = cells(page.lists.table)
    assert [(one["Description"], one["Due"]) for one in lines] == [
        ("Late", "$12.00"), ("Typed twice", "$12.00"),
    ]  # fmt: skip
    page.focus_first()
    keys.press((CTRL, KEY.Key_K))
    assert "without a payment" in over(ConfirmDialog).accessibleDescription()
    keys.press(F9)
    assert [one["Description"] for one in cells(page.lists.table)] == ["Typed twice"]
    keys.press((CTRL, KEY.Key_R))
    over(ReverseAdjustmentDialog)
    keys.type("Once is enough")
    keys.press(F9)
    assert cells(page.lists.table) == []
    card = office.services.accounts.card(account, office.cashier)
    assert card.current_balance == Money(12_00)
    assert is_clean(office)


def test_aj1_a_cashier_asks_who_approves_value_given_back(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard, account: AccountId
) -> None:
    go(window_of(qtbot, office, theme, tmp_path, keys, "cashier"), account)
    keys.press((CTRL, KEY.Key_J))
    dialog = over(AdjustmentDialog)
    assert not dialog.approval.isVisible()
    dialog.sign.setFocus()
    keys.press(KEY.Key_Down)
    assert dialog.approval.isVisible()
    dialog.amount.setText("5")
    dialog.comment.setText("Wrong lot")
    keys.press(F9)
    assert dialog.approval.form.row("approver").error
    assert dialog.isVisible()


def test_ac2_8_an_untouched_credit_is_reversed_with_its_money(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard, account: AccountId
) -> None:
    item = issue(office, account)
    add_credit(office, account, item.id, 45_00)
    page = go(window_of(qtbot, office, theme, tmp_path, keys, "cashier"), account)
    QAbstractItemModelTester(page.lists.lines, page)
    QAbstractItemModelTester(page.lists.credits, page)
    keys.press((CTRL, KEY.Key_R))
    keys.type("Wrong person")
    keys.press(F9)
    assert QApplication.activeModalWidget() is None
    assert page.view.credits == ()
    assert page.head.figures["to_pay"].text() == "$180.00"
    assert is_clean(office)


@pytest.mark.dressed
def test_ck1_ticks_amounts_and_the_running_total(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard, account: AccountId
) -> None:
    """CK-1: Space ticks, Ctrl+A ticks all; credits are used oldest first, never below zero."""
    permit = issue(office, account)
    issue(office, account, "ACCESS-CARD", cents=30_00)
    add_credit(office, account, permit.id, 45_00)
    page = go(window_of(qtbot, office, theme, tmp_path, keys, "cashier"), account)
    watch = [QAbstractItemModelTester(one, page) for one in (page.lists.lines, page.lists.credits)]
    figures = page.head.figures
    assert not page.buttons.proceed.isEnabled()
    keys.press(KEY.Key_Down, KEY.Key_Space)
    assert (figures["to_pay"].text(), figures["credits_used"].text()) == (
        "$0.00", "\u2212$30.00",
    )  # fmt: skip
    keys.press((CTRL, KEY.Key_A))
    assert figures["to_pay"].text() == "$165.00"
    page.lists.credit_table.setFocus()
    keys.press(KEY.Key_Space)
    assert figures["to_pay"].text() == "$210.00"
    page.load()
    assert figures["to_pay"].text() == "$210.00"
    keys.press((CTRL, KEY.Key_A))
    page.focus_first()
    keys.press((CTRL, KEY.Key_A))
    assert not page.buttons.credit.isEnabled()
    keys.press(F7)
    assert QApplication.activeModalWidget() is None
    assert "Select at least one item." in page.notices[0].text
    assert len(watch) == 2


def test_ck1_a_parked_selection_is_taken_up_at_another_desk(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard, account: AccountId
) -> None:
    """CK-1: it is a row of the database, and gone once somebody has it."""
    issue(office, account)
    card = issue(office, account, "ACCESS-CARD", cents=30_00)
    page = go(window_of(qtbot, office, theme, tmp_path, keys, "cashier"), card.id)
    keys.press((CTRL, KEY.Key_S))
    keys.type("Asks her husband")
    keys.press(F9)
    other = go(window_of(qtbot, office, theme, tmp_path, keys, "supervisor"), account)
    assert other.lists.chosen == ()
    assert cells(other.lists.waiting)[0]["Checkout"] == "Asks her husband"
    other.lists.waiting.setFocus()
    keys.press(ENTER)
    assert [line.named for line in other.lists.chosen] == [card.number]
    assert other.lists.table.hasFocus()
    assert other.lists.marked_line.named == card.number
    assert other.lists.waiting_card.isHidden()
    page.load()
    assert page.lists.waiting_card.isHidden()


def test_ck1_the_payments_page_is_reached_by_key_from_account_and_item(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard, account: AccountId
) -> None:
    """IT-5: an item that was searched for, or whose page it is, is the one that is ticked."""
    issue(office, account)
    card = issue(office, account, "ACCESS-CARD", cents=30_00)
    window = window_of(qtbot, office, theme, tmp_path, keys, "cashier")
    window.open_page("account", account)
    assert isinstance(window.page, AccountPage)
    window.page.mark_item(card.number)
    keys.press((SHIFT, F5))
    assert isinstance(window.page, PayPage)
    assert [line.named for line in window.page.lists.chosen] == [card.number]
    assert window.page.title.endswith("Okafor, Ngozi")
    keys.press(ESC)
    window.open_page("checkouts", 0)
    settle()
    keys.press((SHIFT, F5))
    assert isinstance(window.page, PayPage)
    assert window.page.account_number == account
    keys.press(ESC)
    window.open_page("item", card.id)
    assert isinstance(window.page, ItemPage)
    keys.press(F7)
    assert isinstance(window.page, PayPage)
    assert QApplication.activeModalWidget() is not None
    keys.press(ESC)


@pytest.mark.parametrize(("key", "after"), [(KEY.Key_K, "PAYABLE"), (KEY.Key_E, "RELEASED")])
def test_ck5_cancel_and_keep_or_release(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard,
    account: AccountId, key: Qt.Key, after: str,
) -> None:  # fmt: skip
    item = issue(office, account)
    made = submit(office, account, item.id)
    window = window_of(qtbot, office, theme, tmp_path, keys, "cashier")
    window.open_page("checkout", made)
    settle()
    page = window.page
    assert isinstance(page, CheckoutPage)
    assert page.snapshot.text("to_pay") == "$180.00"
    for table in (page.lines, page.uses, page.adjustments):
        QAbstractItemModelTester(table.model(), page)
    keys.press((CTRL, key))
    says = over(CancelCheckoutDialog).consequences.texts()
    assert says[0] == "$180.00 goes back by Cash; its payment event is deleted."
    keys.press(F9)
    assert page.checkout.state is CheckoutState.CANCELED
    assert not page.process.isVisible()
    assert state(office, item.id)[0] == after


def test_ck3_a_supervisor_finds_what_waits_and_processes_it(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard, account: AccountId
) -> None:
    """CK-3, CK-6: from the strip of the supervisor's page; the list; then a part is given back."""
    item = issue(office, account)
    made = submit(office, account, item.id)
    window = window_of(qtbot, office, theme, tmp_path, keys, "supervisor")
    window.open_page("supervisor", 0)
    settle()
    page = window.page
    assert isinstance(page, SupervisorPage)
    (strip,) = [one for one in page.notices if one.word == "Checkouts"]
    assert strip.text.startswith("1 checkout waits to be processed")
    strip.on_action()
    settle()
    listed = window.page
    assert isinstance(listed, CheckoutsPage)
    QAbstractItemModelTester(listed.table.model(), listed)
    listed.words.setText("nobody")
    assert cells(listed.table) == []
    listed.words.setText("ngozi")
    keys.press(F9)
    assert cells(listed.table) == []
    listed.state.select(CheckoutState.PROCESSED)
    listed.table.setFocus()
    keys.press(ENTER)
    shown = window.page
    assert isinstance(shown, CheckoutPage)
    assert (shown.checkout.id, state(office, item.id)[0]) == (made, "PAID")
    keys.press((CTRL, KEY.Key_J))
    dialog = over(AdjustmentDialog)
    dialog.amount.setText("5")
    dialog.comment.setText("Wrong lot")
    keys.press(F9)
    assert shown.head.figures["adjusted"].text() == "\u2212$5.00"
    assert is_clean(office)
