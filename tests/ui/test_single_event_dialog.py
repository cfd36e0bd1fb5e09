"""The add dialog where payments always begin with distribution rules (payments 1.1, 3, 10.3)."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from posapp.domain.codes import PaymentStatus
from posapp.domain.event_views import EventView
from posapp.domain.ids import AccountId, EventId, new_request_id, short_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.dialogs.kept_payment import KeptPaymentDialog
from posapp.ui.dialogs.payment_event import PaymentEventDialog
from posapp.ui.dialogs.payment_start import PaymentPreset, load_start
from posapp.ui.dialogs.single_event import SingleEventDialog
from posapp.ui.pages.payment_event import PaymentEventPage
from posapp.ui.window import MainWindow
from tests.helpers.bills import bill
from tests.helpers.events import balance
from tests.helpers.office import DAY, Office
from tests.helpers.surroundings import Keyboard, Surroundings, settle

ENTER, F5, F9, ESC = Qt.Key.Key_Return, Qt.Key.Key_F5, Qt.Key.Key_F9, Qt.Key.Key_Escape


def owing(office: Office, cents: int = 2500, **account: Any) -> AccountId:
    found = office.account(**account)
    office.agreement(found, "WATER", (DAY, cents))
    return found


def always_by_rules(desk: Surroundings, rule: str = "ACCT") -> None:
    """The feature option, as the window reads it."""
    edits, actor = desk.office.services.setup_edits, desk.office.actors["setup"]
    row = {"always_enable_distribution_rule": True, "default_distribution_rule": rule}
    edits.save("feature_option", row, new_request_id(), actor)
    desk.context.snapshot.current = desk.office.services.setup()


class Opened:
    """The dialog on a payor."""

    def __init__(
        self, qtbot: QtBot, desk: Surroundings, account: AccountId, preset: PaymentPreset | None
    ) -> None:
        self.office = desk.office
        start = load_start(desk.office.services, desk.context.actor, account)
        self.dialog = SingleEventDialog(desk.context, start, None, preset)
        self.results: list[Any] = []
        self.dialog.completed.connect(self.results.append)
        qtbot.addWidget(self.dialog)
        self.dialog.open()
        self.dialog.activateWindow()
        qtbot.waitUntil(self.dialog.isActiveWindow)
        settle()

    @property
    def fields(self) -> Any:
        return self.dialog.fields

    @property
    def details(self) -> list[tuple[str, str, int]]:
        lines = self.fields.details.grid.records
        return [(one.rule, one.value, one.amount.minor if one.amount else 0) for one in lines]

    @property
    def event(self) -> EventView:
        (saved,) = self.results
        return self.office.services.payment_events.show(saved.value.event_id, self.office.cashier)


@pytest.fixture
def opened(qtbot: QtBot, desk: Surroundings) -> Any:
    def open_dialog(account: AccountId, preset: PaymentPreset | None = None) -> Opened:
        return Opened(qtbot, desk, account, preset)

    return open_dialog


def dialog_of(kind: type[Any]) -> Any:
    found = QApplication.activeModalWidget()
    assert isinstance(found, kind)
    return found


def test_1_1_without_the_option_the_ordinary_dialog_opens(
    window: MainWindow, desk: Surroundings, keys: Keyboard
) -> None:
    window.open_page("account", owing(desk.office))
    settle()
    keys.press(F5)
    dialog_of(PaymentEventDialog)


def test_10_3_qa11_with_the_option_f5_and_f9_take_what_is_due_and_go_to_the_event(
    window: MainWindow, desk: Surroundings, keys: Keyboard
) -> None:
    account = owing(desk.office)
    always_by_rules(desk)
    window.open_page("account", account)
    settle()
    keys.press(F5)
    dialog = dialog_of(SingleEventDialog)
    assert not hasattr(dialog.fields, "go_to")
    keys.press(F9)
    page = window.page
    assert isinstance(page, PaymentEventPage)
    event = desk.office.services.payment_events.show(EventId(page.number), desk.office.cashier)
    assert [(one.rule, one.amount) for one in event.details] == [("ACCT", Money(2500))]
    assert event.payments[0].status is PaymentStatus.FROZEN
    assert len(desk.printer.papers) == 1
    assert window.focusWidget() is window.header.search


def test_10_3_an_item_chosen_on_the_page_is_a_detail_of_its_rule(
    desk: Surroundings, opened: Any, keys: Keyboard
) -> None:
    account = desk.office.account()
    desk.office.item(account, "4646117890", 6500)
    one = opened(account, PaymentPreset("ITEM-ID", "4646117890", Money(6500)))
    assert one.details == [("ITEM", "4646117890", 6500)]
    keys.press(F9)
    assert one.event.payments[0].match_value == "4646117890"
    assert balance(desk.office, account) == 0


def test_10_3_a_default_rule_of_bills_starts_with_the_latest(
    desk: Surroundings, opened: Any, keys: Keyboard
) -> None:
    account = desk.office.account(customer_class="OPEN")
    agreement = desk.office.agreement(account, "GAS")
    bill(desk.office, account, "B-77", DAY, (agreement, 4000))
    always_by_rules(desk, "BILL")
    one = opened(account)
    assert one.details[0][:2] == ("BILL", "B-77")
    keys.press(F9)
    assert one.event.details[0].rule == "BILL"


def test_10_3_a_default_rule_without_a_value_leaves_it_to_be_typed(
    desk: Surroundings, opened: Any
) -> None:
    always_by_rules(desk, "ITEM")
    one = opened(owing(desk.office))
    assert one.details == []
    grid = one.fields.details.grid
    assert grid.record(0).rule == "ITEM"


@pytest.mark.parametrize(
    ("typed", "paid", "change"), [("10", 1000, "$0.00"), ("100", 2500, "$75.00")]
)
def test_ad4_the_detail_follows_until_its_amount_is_typed(
    desk: Surroundings, opened: Any, keys: Keyboard, typed: str, paid: int, change: str
) -> None:
    one = opened(owing(desk.office))
    keys.type(typed)
    keys.press(ENTER)
    assert one.details[0][2] == paid
    assert one.fields.sums.cash_back.text() == change
    keys.press(F9)
    assert one.event.totals.payments == Money(paid)


def test_ad4_a_typed_detail_is_left_alone(desk: Surroundings, opened: Any, keys: Keyboard) -> None:
    one = opened(owing(desk.office))
    one.fields.details.table.setFocus()
    one.fields.details.table.go_to(0, "detail_amount")
    keys.type("20")
    keys.press(ENTER)
    one.fields.focus_start()
    keys.type("30")
    keys.press(ENTER)
    assert one.details[0][2] == 2000
    assert one.fields.sums.cash_back.text() == "$10.00"


def test_10_3_enter_alone_leads_through_to_create(
    desk: Surroundings, opened: Any, keys: Keyboard
) -> None:
    one = opened(owing(desk.office))
    keys.press(ENTER, ENTER, ENTER)
    assert one.dialog.submit_button.hasFocus()
    keys.press(ENTER)
    assert one.event.totals.is_balanced


def test_use_5_esc_asks_before_what_is_typed_is_lost(
    desk: Surroundings, opened: Any, keys: Keyboard
) -> None:
    one = opened(owing(desk.office))
    assert not one.dialog.holds_work
    keys.type("7")
    keys.press(ENTER, ESC)
    assert one.dialog.isVisible()
    dialog_of(ConfirmDialog)
    keys.press(F9)
    assert not one.dialog.isVisible()
    assert not one.results


def test_d21_leaving_keeps_it_and_the_kept_payment_says_what_it_pays(
    qtbot: QtBot, desk: Surroundings, opened: Any, keys: Keyboard
) -> None:
    account = owing(desk.office)
    one = opened(account)
    keys.type("100")
    keys.press(ENTER)
    work = one.dialog.keep_work()
    assert work is not None
    work()
    one.dialog.give_up()
    (kept,) = desk.office.services.in_hand.kept(desk.context.actor)
    assert isinstance(kept.command, AddEvent)
    assert [(d.rule, d.value) for d in kept.command.details] == [("ACCT", short_id(account))]
    dialog = KeptPaymentDialog(desk.context, kept)
    qtbot.addWidget(dialog)
    dialog.open()
    shown = [label.text() for label in dialog.findChildren(type(dialog.subtitle))]
    assert "$25.00" in shown
    assert "$75.00" in shown
    dialog.submit()
    assert balance(desk.office, account) == 0


def test_pe3_a_date_that_is_none_is_said_at_its_field(
    desk: Surroundings, opened: Any, keys: Keyboard
) -> None:
    one = opened(owing(desk.office))
    one.dialog.payment_date.setText("soon")
    keys.press(F9)
    assert one.dialog.form.row("payment_date").error
    assert not one.results


def test_m05n_without_a_drawer_it_says_so(desk: Surroundings, opened: Any, keys: Keyboard) -> None:
    one = opened(owing(desk.office))
    one.dialog.tender_control.set_choices([])
    keys.press(F9)
    assert not one.results
    assert "no open tender control" in one.dialog.banner.text()


@pytest.mark.parametrize("on", [True, False])
def test_1_1_f5_follows_the_option_that_another_window_changed_a_moment_ago(
    window: MainWindow, desk: Surroundings, keys: Keyboard, on: bool
) -> None:
    if not on:
        always_by_rules(desk)
    known = desk.context.setup
    window.open_page("account", owing(desk.office))
    edits, actor = desk.office.services.setup_edits, desk.office.actors["setup"]
    row = {"always_enable_distribution_rule": on, "default_distribution_rule": "ACCT"}
    edits.save("feature_option", row, new_request_id(), actor)
    desk.context.snapshot.current = known
    settle()
    keys.press(F5)
    settle()
    dialog_of(SingleEventDialog if on else PaymentEventDialog)
