"""What a cashier with a queue sees of a checkout: change, states, approvals, whole numbers (CK-2..CK-5)."""

from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from posapp.domain.corrections import Fault
from posapp.domain.credit_codes import CheckoutState
from posapp.domain.ids import AccountId
from posapp.domain.money import Money
from posapp.ui.dialogs.add_credit import AddCreditDialog
from posapp.ui.dialogs.approved import ApprovedDialog
from posapp.ui.dialogs.cancel_checkout import CancelCheckoutDialog
from posapp.ui.dialogs.cancel_tenders import CancelTendersDialog
from posapp.ui.dialogs.checkout import CheckoutDialog
from posapp.ui.dialogs.correct import CorrectDialog
from posapp.ui.pages.checkout import CheckoutPage
from posapp.ui.pages.pay import PayPage
from posapp.ui.pages.payment import PaymentPage
from posapp.ui.pages.payment_event import PaymentEventPage
from posapp.ui.theme import Theme
from posapp.ui.window import MainWindow
from tests.helpers.cases import over
from tests.helpers.checkouts import add_credit, cancel, person, process, state, submit
from tests.helpers.drawers import PASSWORD, secret, set_installation, set_option
from tests.helpers.events import is_clean
from tests.helpers.items import issue
from tests.helpers.office import Office
from tests.helpers.surroundings import Keyboard, settle, show_window, surround

KEY = Qt.Key
ENTER, F7, F9 = KEY.Key_Return, KEY.Key_F7, KEY.Key_F9
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def account(office: Office) -> AccountId:
    return person(office)


@pytest.fixture
def window(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard
) -> MainWindow:
    """The cashier's, 1366 x 768."""
    context = surround(office, theme, tmp_path, office.cashier).context
    return show_window(qtbot, context, keys, (1366, 768))


def pays(window: MainWindow, number: int) -> PayPage:
    window.open_page("pay", number)
    settle()
    assert isinstance(window.page, PayPage)
    return window.page


def looks_at(window: MainWindow, number: int) -> CheckoutPage:
    window.open_page("checkout", number)
    settle()
    assert isinstance(window.page, CheckoutPage)
    return window.page


def little_room(office: Office) -> None:
    """The hard limit of the drawer is at 200.00."""
    set_option(office, turn_in_hard_limit_percent=100)
    with office.db.begin() as s:
        s.execute(text("UPDATE tender_source SET max_amount_balance = 20000"))


def approve(dialog: ApprovedDialog, keys: Keyboard, office: Office) -> None:
    """The supervisor steps in and types name and password."""
    assert dialog.approval.isVisible()
    assert dialog.approval.window() is dialog
    assert dialog.approval.approver.hasFocus()
    secret(office)
    keys.type("supervisor")
    keys.press(KEY.Key_Tab)
    keys.type(PASSWORD)
    keys.press(F9)
    assert QApplication.activeModalWidget() is None


def test_ck3_the_change_of_a_checkout_stays_large_on_its_page(
    office: Office, window: MainWindow, keys: Keyboard, account: AccountId
) -> None:
    """CHG-04: it is told until the page is left, not for a moment in the status bar."""
    pays(window, issue(office, account).id)
    keys.press(F9)
    over(CheckoutDialog).amount_tendered.setText("200")
    keys.press(ENTER, ENTER)
    page = window.page
    assert isinstance(page, CheckoutPage)
    change, taken = page.head.figures["cash_back_amount"], page.head.figures["amount_tendered"]
    assert (change.text(), taken.text()) == ("$20.00", "$200.00")
    assert change.isVisible()
    assert change.value_label.property("role") == "amount-hero"
    page.load()
    settle()
    assert change.isVisible()
    assert looks_at(window, page.number).head.figures["cash_back_amount"].text() == "$20.00"


def test_ck3_ck5_ck6_the_head_of_a_checkout_says_what_its_sum_came_to(
    office: Office, window: MainWindow, account: AccountId
) -> None:
    items = [issue(office, account, cents=1000).id for _ in range(4)]
    waits, paid, gone, free = (submit(office, account, one) for one in items)
    process(office, paid)
    cancel(office, gone)
    said = []
    for one in (waits, paid, gone, free):
        page = looks_at(window, one)
        said.append(page.head.figures["to_pay"].value_label.accessibleName())
        assert not page.head.figures["cash_back_amount"].isVisible()
    assert said == ["Taken", "Paid", "Was to pay", "Taken"]


def test_d19_d24_a_supervisor_approves_a_checkout_above_the_hard_limit(
    office: Office, window: MainWindow, keys: Keyboard, account: AccountId
) -> None:
    """M-238 does not end the payment: it asks for the second person in the same dialog."""
    little_room(office)
    item = issue(office, account)
    pays(window, item.id)
    keys.press(F9, ENTER, ENTER)
    dialog = over(CheckoutDialog)
    assert "$200.00 in cash" in dialog.approval.why.text()
    approve(dialog, keys, office)
    assert state(office, item.id)[0] == "IN_CHECKOUT"
    assert is_clean(office)


def test_d19_d24_a_supervisor_approves_a_credit_above_the_hard_limit(
    office: Office, window: MainWindow, keys: Keyboard, account: AccountId
) -> None:
    little_room(office)
    page = pays(window, issue(office, account).id)
    keys.press(F7)
    dialog = over(AddCreditDialog)
    dialog.pays.method.select("CASH")
    dialog.amount.setText("100")
    keys.press(F9)
    approve(dialog, keys, office)
    assert [one.amount for one in page.view.credits] == [Money(-100_00)]


def test_d24_d44_a_supervisor_approves_a_cancel_above_the_limit_and_stays_on_it(
    office: Office, window: MainWindow, keys: Keyboard, account: AccountId
) -> None:
    """CK-3: who let it be processed stands there as well."""
    set_installation(office, cancel_limit=Money(1000))
    made = submit(office, account, issue(office, account).id)
    page = looks_at(window, made)
    keys.press((CTRL, KEY.Key_K), F9)
    approve(over(CancelCheckoutDialog), keys, office)
    assert page.checkout.state is CheckoutState.CANCELED
    assert ("Approved by", "Supervisor") in page.facts.facts
    other = submit(office, account, issue(office, account).id)
    office.services.checkouts.process(
        other, "5a1c2f0e-0000-4000-8000-000000000001", office.cashier, secret=secret(office)
    )
    facts = looks_at(window, other).facts.facts
    assert [name for name, _value in facts][-2:] == ["Processed", "Approved by"]


def test_ac2_7_all_that_an_added_credit_lacks_is_said_at_once(
    office: Office, window: MainWindow, keys: Keyboard, account: AccountId
) -> None:
    pays(window, issue(office, account).id)
    keys.press(F7)
    dialog = over(AddCreditDialog)
    dialog.pays.employee_number.setText("ask her!")
    assert dialog.pays.employee_number.error.startswith("ask her! is no employee number")
    dialog.amount.setText("0")
    keys.press(F9)
    assert set(dialog.form.errors()) == {"amount", "employee_number"}
    dialog.pays.method.select("CHEC")
    keys.press(F9)
    assert set(dialog.form.errors()) == {"amount", "check_number"}


def event_page(window: MainWindow, number: int) -> PaymentEventPage:
    window.open_page("event", number)
    settle()
    assert isinstance(window.page, PaymentEventPage)
    return window.page


def test_ck3_ck6_an_event_of_a_checkout_says_the_way_before_a_form_opens(
    office: Office, window: MainWindow, keys: Keyboard, account: AccountId
) -> None:
    """M-320, M-249: nothing of it is offered, and the strip leads to its checkout."""
    made = submit(office, account, issue(office, account).id)
    checkout = office.services.checkouts.show(made, office.cashier)
    page = event_page(window, checkout.event_id)
    waits = page.notices[0]
    assert "Process or cancel" in waits.text
    shown = (page.freeze, page.distribute, page.delete, page.correct)
    assert [button.isEnabled() and button.isVisible() for button in shown] == [False] * 4
    process(office, made)
    page.load()
    settle()
    assert "Only a refund or an adjustment" in page.notices[0].text
    page.tabs.setCurrentWidget(page.tenders)
    settle()
    tenders = {name: one.isEnabled() for name, one in page.tenders.buttons.items()}
    assert [name for name, may in tenders.items() if may] == ["cancel_tender", "cancel_event"]
    page.tenders.buttons["cancel_tender"].click()
    settle()
    bounced = over(CancelTendersDialog)
    offered = {one for one in office.services.setup().cancel_reasons.values() if one.bounces}
    assert bounced.reason.count() == len(offered) + 1
    bounced.give_up()
    page.correct.click()
    settle()
    dialog = over(CorrectDialog)
    faults = [fault for fault, button in dialog.faults.items() if not button.isHidden()]
    assert faults == [Fault.RETURNED]
    dialog.give_up()
    page.notices[0].on_action()
    settle()
    assert isinstance(window.page, CheckoutPage)
    assert window.page.number == made


def test_py3_tr7_a_payment_of_a_checkout_says_the_way_before_a_form_opens(
    office: Office, window: MainWindow, account: AccountId
) -> None:
    made = submit(office, account, issue(office, account).id)
    process(office, made)
    event_id = office.services.checkouts.show(made, office.cashier).event_id
    event = office.services.payment_events.show(event_id, office.cashier)
    window.open_page("payment", event.payments[0].id)
    settle()
    page = window.page
    assert isinstance(page, PaymentPage)
    assert "Only a refund or an adjustment" in page.notices[0].text
    shown = (page.change, page.delete, page.cancel, page.transfer, page.freeze)
    assert not any(button.isEnabled() for button in shown)


def test_ac2_8_a_spent_credit_says_which_checkout_before_it_asks_why(
    office: Office, window: MainWindow, keys: Keyboard, account: AccountId
) -> None:
    """M-332: the strip opens the checkout that must be refunded first."""
    item = issue(office, account, cents=1000)
    add_credit(office, account, issue(office, account).id, 4500)
    made = submit(office, account, item.id, method="")
    process(office, made)
    page = pays(window, account)
    page.lists.credit_table.setFocus()
    keys.press((CTRL, KEY.Key_R))
    assert QApplication.activeModalWidget() is None
    (strip,) = page.notices
    assert "Refund that first" in strip.text
    strip.on_action()
    settle()
    assert isinstance(window.page, CheckoutPage)
    assert window.page.number == made


def painted(page: PayPage, column: int, width: int) -> QPixmap:
    """A cell of what waits, painted in so much room."""
    table = page.lists.waiting
    made = QPixmap(width, 34)
    made.fill(Qt.GlobalColor.white)
    option = QStyleOptionViewItem()
    option.initFrom(table)
    option.rect = QRect(0, 0, width, 34)
    painter = QPainter(made)
    table.itemDelegate().paint(painter, option, table.model().index(0, column))
    painter.end()
    return made


def test_ck2_confirmation_numbers_have_room_and_never_lose_their_end(
    office: Office, window: MainWindow, account: AccountId
) -> None:
    """CK-2: two numbers of a year differ at their end only."""
    add_credit(office, account, issue(office, account).id, 500)
    submit(office, account, issue(office, account, cents=1000).id)
    submit(office, account, issue(office, account, cents=2000).id, credits=())
    page = pays(window, account)
    table, model = page.lists.waiting, page.lists.waiting.record_model()
    at = next(i for i, one in enumerate(model.columns) if one.title == "Checkout")
    room = table.columnWidth(at) - 16
    for row in range(model.rowCount()):
        assert table.fontMetrics().horizontalAdvance(model.cell(row, at)) <= room
    narrow = [painted(page, at, 120).toImage()]
    table.show_records(list(reversed(model.records)), lambda one: one.key)
    narrow.append(painted(page, at, 120).toImage())
    assert narrow[0] != narrow[1]
