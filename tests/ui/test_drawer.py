"""Drawers in the window: opening one by keys, the blind panel, home, the control's page."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from posapp.domain.codes import ControlStatus, DistributeAction, SourceType
from posapp.domain.ids import AccountId, ControlId, new_request_id, short_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.rights import Actor
from posapp.ui.dialogs.open_deposit_control import OpenDepositControlDialog
from posapp.ui.dialogs.open_tender_control import OpenTenderControlDialog
from posapp.ui.dialogs.payment_event import PaymentEventDialog
from posapp.ui.formats import grouped
from posapp.ui.pages.home import HomePage
from posapp.ui.pages.tender_control import TenderControlPage
from posapp.ui.tender_words import drawer_name
from posapp.ui.theme import Theme, dp
from posapp.ui.widgets.badges import Pill
from posapp.ui.widgets.drawer_panel import WIDTH
from posapp.ui.widgets.elided import ElidedLabel
from posapp.ui.widgets.table import DataTable
from posapp.ui.window import MainWindow
from tests.helpers.clock import FixedClock
from tests.helpers.drawer_day import balance_deposit, balance_drawer
from tests.helpers.euros import allow_euros, open_euro_drawer
from tests.helpers.every import every
from tests.helpers.office import DAY, Office
from tests.helpers.surroundings import Keyboard, settle, show_window, surround

ENTER, DOWN, F5, F9 = Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_F5, Qt.Key.Key_F9
TAB, BACKTAB = Qt.Key.Key_Tab, Qt.Key.Key_Backtab
LIMIT = 200_000
"""Cash limit of the shipped cash drawers in cents."""

NARROW = 640
"""A screen of 1366 x 768 at 200 % has 683 logical pixels across."""


@pytest.fixture
def ben(office: Office) -> Actor:
    """A second cashier, without a drawer."""
    user = office.services.users.add(
        "ben", "Ben Park", "a long enough secret", office.cashier.roles, office.actors["setup"]
    )
    return replace(office.cashier, user_id=user.value, login="ben", name="Ben Park")


class Desks:
    """Opens main windows for users of the office."""

    def __init__(self, qtbot: QtBot, office: Office, theme: Theme, keys: Keyboard, tmp_path: Path):
        self.qtbot, self.office, self.theme, self.keys, self.folder = (
            qtbot, office, theme, keys, tmp_path,
        )  # fmt: skip

    def window(self, actor: Actor) -> MainWindow:
        desk = surround(self.office, self.theme, self.folder, actor)
        return show_window(self.qtbot, desk.context, self.keys)


@pytest.fixture
def desks(qtbot: QtBot, office: Office, theme: Theme, keys: Keyboard, tmp_path: Path) -> Desks:
    return Desks(qtbot, office, theme, keys, tmp_path)


def pay(
    office: Office, cents: int, kind: str = "CASH", check: str = "", name: str = "Okafor, Ngozi"
) -> AccountId:
    account = office.account(name)
    office.agreement(account, "WATER", (DAY, cents))
    command = AddEvent(
        new_request_id(),
        account,
        (TenderDraft(kind, Money(cents), check),),
        (PaymentDraft(account, Money(cents)),),
        action=DistributeAction.FREEZE,
    )
    office.services.payment_events.add(command, office.cashier)
    return account


def dialog_in(window: MainWindow, kind: type[QDialog]) -> Any:
    (dialog,) = [one for one in window.findChildren(kind) if one.isVisible()]
    return dialog


def cells(table: DataTable) -> list[tuple[str, ...]]:
    model = table.record_model()
    assert model is not None
    return [
        tuple(model.cell(row, column) for column in range(model.columnCount()))
        for row in range(model.rowCount())
    ]


def opened_control(office: Office, actor: Actor) -> Any:
    (control,) = [
        one for one in office.services.tender_controls.mine(actor) if one.user_id == actor.user_id
    ]
    return office.services.tender_controls.show(control.id, office.supervisor)


# Opening a drawer


def test_cn05_f9_twice_opens_a_drawer_with_the_usual_float(
    desks: Desks, office: Office, ben: Actor, keys: Keyboard
) -> None:
    window = desks.window(ben)
    assert isinstance(window.page, HomePage)
    assert window.page.next.title.text() == "Open your drawer"
    keys.press(F9)
    dialog = dialog_in(window, OpenTenderControlDialog)
    assert dialog.source.currentText().startswith("CASH-A02")
    keys.press(F9)
    view = opened_control(office, ben)
    assert (view.control.tender_source, view.control.starting_balance) == ("CASH-A02", Money(15000))
    assert view.float_count == ()
    assert window.header.drawer.text().endswith("CASH-A02")
    assert window.page.next.title.text() == "Ready for the next customer"


def test_cn02_the_float_is_counted_by_keys_with_a_live_total(
    desks: Desks, office: Office, ben: Actor, keys: Keyboard
) -> None:
    window = desks.window(ben)
    keys.press(F9)
    dialog = dialog_in(window, OpenTenderControlDialog)
    assert dialog.table.hasFocus()
    keys.press(DOWN, DOWN)
    keys.type("5")
    keys.press(ENTER)
    assert dialog.facts.text("float") == "$100.00"
    assert dialog.facts.text("difference") == "−$50.00"
    assert dialog.states.texts() == ("Differs: tell your supervisor",)
    assert dialog.starting_balance.text() == "100.00"
    assert dialog.starting_balance.isReadOnly()
    keys.type("5")
    keys.press(ENTER)
    assert dialog.facts.text("float") == "$150.00"
    assert dialog.states.texts() == ("As usual",)
    keys.press(F9)
    counted = opened_control(office, ben).float_count
    assert [(one.value.minor, quantity) for one, quantity in counted] == [(2000, 5), (1000, 5)]


def test_a_count_that_is_no_number_stops_with_a_sentence(
    desks: Desks, office: Office, ben: Actor, keys: Keyboard
) -> None:
    window = desks.window(ben)
    keys.press(F9)
    dialog = dialog_in(window, OpenTenderControlDialog)
    keys.type("5x")
    keys.press(ENTER, F9)
    assert dialog.isVisible()
    assert "not a whole number" in dialog.banner.text()
    assert dialog.grid.cell(0, 1) == "5x"
    assert "999999" in dialog.grid.cell_error(0, 1)
    assert [c.user_id for c in office.services.tender_controls.mine(ben)] == []


def test_18_the_first_digit_is_counted_and_tab_goes_from_count_to_count(
    desks: Desks, office: Office, ben: Actor, keys: Keyboard
) -> None:
    window = desks.window(ben)
    keys.press(F9)
    dialog = dialog_in(window, OpenTenderControlDialog)
    keys.type("1")
    keys.press(TAB)
    keys.type("2")
    keys.press(TAB, BACKTAB)
    assert [line.count for line in dialog.grid.records[:3]] == [1, 2, 0]
    assert dialog.table.currentIndex().row() == 1
    keys.press(Qt.Key.Key_Delete)
    assert [line.count for line in dialog.grid.records[:3]] == [1, 0, 0]
    last = dialog.grid.rowCount() - 1
    dialog.table.setCurrentIndex(dialog.grid.index(last, 1))
    keys.press(TAB)
    assert dialog.focusWidget() is dialog.cancel_button


def test_18_digits_beside_the_count_go_into_it(
    desks: Desks, office: Office, ben: Actor, keys: Keyboard
) -> None:
    window = desks.window(ben)
    keys.press(F9)
    dialog = dialog_in(window, OpenTenderControlDialog)
    dialog.table.setCurrentIndex(dialog.grid.index(1, 0))
    keys.type("37")
    keys.press(ENTER)
    assert dialog.grid.records[1].count == 37


def test_31_the_strip_names_the_count_and_goes_when_it_is_corrected(
    desks: Desks, office: Office, ben: Actor, keys: Keyboard
) -> None:
    window = desks.window(ben)
    keys.press(F9)
    dialog = dialog_in(window, OpenTenderControlDialog)
    height = dialog.table.height()
    keys.press(DOWN)
    keys.type("5x")
    keys.press(ENTER, F9)
    assert dialog.banner.text() == "$50.00: the count 5x is not a whole number. Correct it."
    assert dialog.table.height() == height
    assert dialog.table.currentIndex().row() == 1
    keys.type("3")
    keys.press(ENTER)
    assert dialog.banner.notice is None


def test_an_open_editor_is_written_before_the_dialog_submits(
    desks: Desks, office: Office, ben: Actor, keys: Keyboard
) -> None:
    window = desks.window(ben)
    keys.press(F9)
    dialog_in(window, OpenTenderControlDialog)
    keys.type("2")
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    keys.press(F9)
    assert opened_control(office, ben).control.starting_balance == Money(20000)


def test_the_float_can_be_typed_without_a_count(
    desks: Desks, office: Office, ben: Actor, keys: Keyboard
) -> None:
    window = desks.window(ben)
    keys.press(F9)
    dialog = dialog_in(window, OpenTenderControlDialog)
    dialog.starting_balance.setText("100+25")
    keys.press(F9)
    assert opened_control(office, ben).control.starting_balance == Money(12500)


def controls_5_1_a_cashier_is_not_asked_whose_drawer(asked: Any, *_used: object) -> None:
    assert not asked.user.isVisible()


def tc07_a_taken_drawer_is_said_at_its_field(asked: Any, *_used: object) -> None:
    asked.source.select("CASH-A01")
    assert asked.form.errors() == {"tender_source": "This drawer is already open: Cashier."}
    assert not asked.submit_button.isEnabled()
    asked.source.select("CASH-A02")
    assert asked.form.errors() == {}
    assert asked.submit_button.isEnabled()


def an_empty_float_is_asked_for_at_its_field(
    asked: Any, keys: Keyboard, _tester: ModelTester
) -> None:
    asked.starting_balance.setText("")
    keys.press(F9)
    assert asked.form.errors() == {"starting_balance": "Enter the float, 0 if there is none."}


def use_9_fields_of_the_drawer_dialog_have_names(
    asked: Any, keys: Keyboard, _tester: ModelTester
) -> None:
    names = {
        one.objectName(): one.accessibleName() for one in (asked.source, asked.starting_balance)
    }
    assert names == {"tender_source": "Tender Source", "starting_balance": "Starting Balance"}
    asked.table.setFocus()
    keys.type("1")
    editor = QApplication.focusWidget()
    assert (editor.objectName(), editor.accessibleName()) == ("count", "Count 1")
    keys.press(Qt.Key.Key_Escape)


def count_grid_obeys_the_model_tester(asked: Any, _keys: Keyboard, tester: ModelTester) -> None:
    assert asked.grid.rowCount() == 13
    tester.check(asked.grid)


@pytest.fixture
def asked(desks: Desks, ben: Actor, keys: Keyboard) -> Any:
    """The dialog in which a cashier opens a drawer."""
    window = desks.window(ben)
    keys.press(F9)
    return dialog_in(window, OpenTenderControlDialog)


@every(
    "look",
    [
        controls_5_1_a_cashier_is_not_asked_whose_drawer,
        count_grid_obeys_the_model_tester,
        tc07_a_taken_drawer_is_said_at_its_field,
        an_empty_float_is_asked_for_at_its_field,
        use_9_fields_of_the_drawer_dialog_have_names,
    ],
    ids=lambda look: look.__name__,
)
def test_tc07_use_9_controls_5_1_what_the_dialog_of_a_drawer_says(
    asked: Any,
    keys: Keyboard,
    qtmodeltester: ModelTester,
    look: Callable[[Any, Keyboard, ModelTester], None],
) -> None:
    look(asked, keys, qtmodeltester)


def close_deposits(office: Office) -> None:
    balance_drawer(office, office.control)
    balance_deposit(office)


def test_obj05_without_a_deposit_control_a_cashier_is_told_whom_to_ask(
    desks: Desks, office: Office, ben: Actor, keys: Keyboard
) -> None:
    close_deposits(office)
    window = desks.window(ben)
    assert isinstance(window.page, HomePage)
    assert window.page.next.title.text() == "No deposit control is open yet"
    assert not window.page.next.button.isVisible()
    window.commands.open_drawer()
    settle()
    dialog = dialog_in(window, OpenTenderControlDialog)
    assert "Ask your supervisor" in dialog.banner.text()
    assert not dialog.submit_button.isEnabled()


def test_a_supervisor_opens_the_deposit_control_and_then_a_drawer_by_keys(
    desks: Desks, office: Office, keys: Keyboard
) -> None:
    close_deposits(office)
    window = desks.window(office.supervisor)
    assert isinstance(window.page, HomePage)
    assert window.page.next.title.text() == "Open today's deposit control"
    keys.press(F9)
    dialog = dialog_in(window, OpenDepositControlDialog)
    assert dialog.source_type.value() is SourceType.CASHIERING
    keys.press(F9)
    (deposit,) = office.services.desk.show(None, office.supervisor).deposits
    assert (deposit.status, deposit.currency) == (ControlStatus.OPEN, "USD")
    assert window.page.next.title.text() == "Open your drawer"
    keys.press(F9, F9)
    assert opened_control(office, office.supervisor).control.deposit_control_id == deposit.id


def test_a_supervisor_can_share_a_drawer(desks: Desks, office: Office, keys: Keyboard) -> None:
    window = desks.window(office.supervisor)
    keys.press(F9)
    dialog = dialog_in(window, OpenTenderControlDialog)
    assert dialog.all_users.isVisible()
    dialog.all_users.setChecked(True)
    keys.press(F9)
    shared = office.services.tender_controls.mine(office.supervisor)
    assert [control.all_users for control in shared] == [True]


def test_ad6_f5_without_a_drawer_opens_one_first_and_goes_on(
    desks: Desks, office: Office, ben: Actor, keys: Keyboard
) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 6135))
    window = desks.window(ben)
    window.open_page("account", account)
    settle()
    keys.press(F5, F9)
    dialog = dialog_in(window, PaymentEventDialog)
    assert dialog.findChild(QWidget, "payment_amount").value() == Money(6135)
    assert (
        dialog.findChild(QWidget, "tender_control").value()
        == opened_control(office, ben).control.id
    )


# The panel and the header


def test_d16_a_blind_cashier_sees_counts_and_the_limit_and_no_money(
    desks: Desks, office: Office
) -> None:
    pay(office, 6135)
    pay(office, 2500)
    pay(office, 12285, "CHEC", "2207")
    window = desks.window(office.cashier)
    panel = window.panel
    assert panel.line("type_CASH") == "2 tenders"
    assert panel.line("type_CHEC") == "1 tender"
    assert panel.line("starting_balance") == "$150.00"
    assert panel.line("cash_limit") == "$2,000.00"
    assert panel.line("events") == "3"
    assert panel.line("expected") == ""
    view = window.context.drawer.state.view
    assert view is not None
    assert all(line.received is None and line.expected is None for line in view.lines)


def test_d16_a_supervisor_sees_what_the_own_drawer_should_hold(
    desks: Desks, office: Office, keys: Keyboard
) -> None:
    window = desks.window(office.supervisor)
    keys.press(F9, F9)
    account = office.account()
    office.agreement(account, "WATER", (DAY, 6135))
    command = AddEvent(
        new_request_id(),
        account,
        (TenderDraft("CASH", Money(6135)),),
        (PaymentDraft(account, Money(6135)),),
    )
    work = office.services.payment_events.add
    window.context.runner.run(window, lambda: work(command, office.supervisor), lambda _s: None)
    assert window.panel.line("type_CASH") == "$61.35"
    assert window.panel.line("expected") == "$211.35"
    assert window.panel.line("events") == ""


def test_ti10_above_the_limit_is_said_on_every_page_without_the_amount(
    desks: Desks, office: Office
) -> None:
    pay(office, LIMIT - 15000)
    window = desks.window(office.cashier)
    assert window.banners.texts() == ()
    assert window.panel.caption_of("cash_limit") == "Within the cash limit of"
    account = pay(office, 1)
    window.context.drawer.refresh()
    settle()
    (words,) = window.banners.texts()
    assert words == "Cash in the drawer is above the limit of $2,000.00. Turn in funds."
    assert not [one for one in shown_words(window) if "cash limit" in one.lower()]
    assert window.panel.caption_of("cash_limit") == "Cash limit"
    event = office.services.desk.events_of(office.control, office.cashier, 1)[0].event_id
    payment = office.services.payment_events.show(event, office.cashier).payments[0]
    for kind, number in (("event", event), ("payment", payment.id)):
        window.open_page(kind, number)
        assert window.banners.texts() == (), "a pill of the event tells it already (PE-2)"
        told = [one for one in shown_words(window) if "turn in funds" in one]
        assert told == ["Cash in the drawer is above $2,000.00: turn in funds"]
    window.open_page("account", account)
    assert window.banners.texts() == (words,)
    assert not [one for one in shown_words(window) if "cash limit" in one.lower()]


def test_ac06_both_drawers_of_a_cashier_are_shown_with_their_currency(
    desks: Desks, office: Office
) -> None:
    allow_euros(office)
    euros = open_euro_drawer(office)
    window = desks.window(office.cashier)
    both = {f"TC {grouped(short_id(one))}" for one in (office.control, euros)}
    shown = {one for one in shown_words(window) if one.startswith("TC")}
    assert {one.split(" · ")[0] for one in shown} == both
    assert {one.split(" · ")[-1] for one in shown} == {"USD", "EUR"}
    assert window.header.minimumSizeHint().width() <= NARROW
    assert window.panel.words().endswith("USD")
    (button,) = window.panel.findChildren(QWidget, "show_drawer_eur")
    button.click()
    assert isinstance(window.page, TenderControlPage)
    assert window.page.number == euros
    drawers = [
        drawer_name(one, window.context.setup) for one in window.context.drawer.state.controls
    ]
    assert [one.split(" · ")[1] for one in drawers] == ["USD", "EUR"]


def shown_words(window: MainWindow) -> set[str]:
    """The words of all pills that are in sight."""
    return {pill.text() for pill in window.findChildren(Pill) if pill.isVisible()}


def test_tc08_a_drawer_left_open_over_night_is_said(
    desks: Desks, office: Office, clock: FixedClock
) -> None:
    clock.advance(days=1)
    window = desks.window(office.cashier)
    assert any("still open from 2026-11-20" in words for words in window.banners.texts())
    assert window.status.day.text() == "Business date 2026-11-21"


@pytest.mark.dressed
def test_taste_6_text_that_grows_cuts_no_word_of_panel_and_lists(
    qtbot: QtBot, office: Office, theme: Theme, keys: Keyboard, tmp_path: Path
) -> None:
    account = pay(office, 6135)
    window = show_window(qtbot, surround(office, theme, tmp_path).context, keys, (1920, 1080))
    page = window.page
    assert isinstance(page, HomePage)
    titles = page.recent.horizontalHeader()
    before = [titles.sectionSize(0), titles.sectionSize(1)]
    theme.choose("light", 150)
    settle()
    panel = window.panel
    assert panel.width() == dp(WIDTH)
    captions = panel.findChildren(ElidedLabel)
    assert [one.whole for one in captions if one.toolTip()] == []
    assert [titles.sectionSize(0), titles.sectionSize(1)] == [
        pytest.approx(width * 20 / 13, abs=1) for width in before
    ]
    window.open_page("account", account)
    settle()
    last = panel.last
    model = last.record_model()
    assert model is not None
    for column in (0, 2):
        room = last.horizontalHeader().sectionSize(column)
        assert last.fontMetrics().horizontalAdvance(model.cell(0, column)) < room
    # A name of a tender type that is longer still is cut, with the whole as a tool tip.
    panel._facts.show_line("type_CASH", "Cash, coins and all that is as good as cash", "1 tender")
    settle()
    (cut,) = [one for one in captions if one.toolTip()]
    assert cut.text().endswith("\u2026")
    assert cut.whole in cut.toolTip()
    # Where it is too wide now, the panel makes room for the page.
    window.resize(1366, 768)
    theme.choose("light", 100)
    settle()
    assert panel.isVisible()
    theme.choose("light", 150)
    settle()
    assert not panel.isVisible()


def test_without_a_drawer_the_panel_offers_to_open_one(
    desks: Desks, office: Office, ben: Actor
) -> None:
    window = desks.window(ben)
    assert window.header.drawer.text() == "No drawer open"
    assert "No drawer is open" in window.panel.words()
    window.panel._open.click()
    settle()
    assert dialog_in(window, OpenTenderControlDialog)


def test_an_auditor_has_no_drawer_and_no_button_for_one(desks: Desks, office: Office) -> None:
    window = desks.window(office.actors["auditor"])
    assert not window.panel.isVisible()
    assert window.header.drawer.text() == ""
    assert isinstance(window.page, HomePage)
    assert not window.page.recent_card.isVisible()
    assert window.page.next.title.text() == "Find an account"
    # Who only looks is offered no repair.
    labels = [label.text() for label in window.page.findChildren(QLabel)]
    hints = [button.toolTip() for button in window.page.findChildren(QPushButton)]
    said = " ".join([*labels, *hints])
    assert "payments in error or not frozen." in said
    assert "repair" not in said


def test_the_last_payments_stand_in_the_panel_and_open_by_enter(
    desks: Desks, office: Office, keys: Keyboard
) -> None:
    account = pay(office, 6135)
    window = desks.window(office.cashier)
    # The home page lists them itself.
    assert not window.panel.last.isVisible()
    window.open_page("account", account)
    settle()
    assert [row[1:] for row in cells(window.panel.last)] == [("Okafor, Ngozi", "$61.35")]
    window.panel.last.setFocus()
    keys.press(ENTER)
    assert window.page is not None
    assert window.page.KIND == "event"


# Home and the control's page


def test_home_lists_the_payments_of_my_drawer_newest_first(
    desks: Desks, office: Office, keys: Keyboard
) -> None:
    pay(office, 6135)
    pay(office, 12285, "CHEC", "2207", "Петрова, Анна")
    window = desks.window(office.cashier)
    page = window.page
    assert isinstance(page, HomePage)
    rows = [row[2:] for row in cells(page.recent)]
    assert rows == [
        ("Петрова, Анна", "Check 2207", "$122.85", "$122.85", "Frozen"),
        ("Okafor, Ngozi", "Cash", "$61.35", "$61.35", "Frozen"),
    ]
    page.recent.setFocus()
    keys.press(DOWN, ENTER)
    assert window.page is not None
    first = office.services.desk.events_of(office.control, office.cashier)[1]
    assert (window.page.KIND, window.page.number) == ("event", first.event_id)


def test_home_shows_a_supervisor_the_drawers_at_work(
    desks: Desks, office: Office, keys: Keyboard
) -> None:
    pay(office, 6135)
    window = desks.window(office.supervisor)
    page = window.page
    assert isinstance(page, HomePage)
    assert page.next.title.text() == "1 drawer is at work"
    ((_number, source, user, _since, events, status, cash),) = cells(page.drawers)
    assert (source, user, events, status, cash) == (
        "Cash drawer A01", "Cashier", "1", "Open", "Within the limit",
    )  # fmt: skip
    page.drawers.setFocus()
    keys.press(ENTER)
    assert window.page is not None
    assert (window.page.KIND, window.page.number) == ("control", office.control)


def test_a_cashier_sees_no_drawers_of_others(desks: Desks, office: Office) -> None:
    page = desks.window(office.cashier).page
    assert isinstance(page, HomePage)
    assert not page.drawers_card.isVisible()


def control_page(window: MainWindow, control: ControlId) -> TenderControlPage:
    window.open_page("control", control)
    settle()
    page = window.page
    assert isinstance(page, TenderControlPage)
    return page


def test_d16_the_controls_page_is_blind_for_its_cashier(desks: Desks, office: Office) -> None:
    pay(office, 6135)
    window = desks.window(office.cashier)
    page = control_page(window, office.control)
    assert cells(page.lines.lines) == [("Cash", "1", "$150.00", "$0.00", "$0.00", "—")]
    assert not page.head.figures.figure("expected").isVisible()
    assert "Blind count" in page.hint.text()
    assert not window.panel.isVisible()


def test_the_controls_page_shows_a_supervisor_everything(desks: Desks, office: Office) -> None:
    pay(office, 6135)
    window = desks.window(office.supervisor)
    page = control_page(window, office.control)
    (line,) = cells(page.lines.lines)
    assert line == (
        "Cash", "$150.00", "$61.35", "$0.00", "$0.00", "$0.00", "$0.00", "$211.35",
    )  # fmt: skip
    assert page.head.figures.text("expected") == "$211.35"
    assert page.tabs.tabText(1) == "&Payments (1)"
    assert page.head.states.texts() == ("Open",)
    assert len(cells(page.payments.table)) == 1
    assert "Cashier" in page.head.about.whole


def test_cn05_the_controls_page_shows_the_counted_float(
    desks: Desks, office: Office, ben: Actor, keys: Keyboard
) -> None:
    window = desks.window(ben)
    keys.press(F9, DOWN)
    keys.type("3")
    keys.press(F9)
    window.commands.show_drawer()
    settle()
    page = window.page
    assert isinstance(page, TenderControlPage)
    assert cells(page.history.floats) == [("$50.00", "3", "$150.00")]


def test_a_control_that_does_not_exist_is_said_in_a_strip(desks: Desks, office: Office) -> None:
    window = desks.window(office.cashier)
    control_page(window, ControlId(12))
    assert any("12 does not exist" in words for words in window.banners.texts())


def test_every_list_obeys_the_model_tester(
    desks: Desks, office: Office, qtmodeltester: ModelTester
) -> None:
    pay(office, 6135)
    window = desks.window(office.supervisor)
    home = window.page
    assert isinstance(home, HomePage)
    page = control_page(window, office.control)
    lists = (page.lines.lines, page.payments.table, page.history.floats, page.tenders.turn_ins)
    for table in (home.drawers, *lists, window.panel.last):
        qtmodeltester.check(table.model())


def test_controls_5_1_a_supervisor_opens_a_drawer_for_somebody_else_by_keys(
    desks: Desks, office: Office, ben: Actor, keys: Keyboard
) -> None:
    window = desks.window(office.supervisor)
    keys.press(F9)
    dialog = dialog_in(window, OpenTenderControlDialog)
    assert dialog.user.isVisible()
    assert dialog.user.currentText() == "Supervisor (me)"
    dialog.user.setFocus()
    keys.type("ben")
    assert dialog.user.value() == ben.user_id
    keys.press(F9)
    settle()
    (control,) = office.services.tender_controls.mine(ben)
    assert control.user_id == ben.user_id
    assert office.services.tender_controls.mine(office.supervisor) == ()


def test_controls_5_1_a_shared_drawer_is_nobodys(
    desks: Desks, office: Office, ben: Actor, keys: Keyboard
) -> None:
    window = desks.window(office.supervisor)
    keys.press(F9)
    dialog = dialog_in(window, OpenTenderControlDialog)
    dialog.user.select(ben.user_id)
    dialog.all_users.setChecked(True)
    assert not dialog.user.isEnabled()
    keys.press(F9)
    settle()
    (control,) = office.services.tender_controls.mine(ben)
    assert (control.all_users, control.user_id) == (True, None)
