"""Inquiry pages: histories, bills, match events, agreements, persons, transactions, and the ways on."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from posapp.domain.ids import AccountId, BillId, long_id, new_request_id, short_id
from posapp.domain.listing import PageRequest
from posapp.domain.matching import MatchEventView
from posapp.domain.money import Money
from posapp.domain.tender_cancels import CancelTender
from posapp.ui.account_badges import account_badges
from posapp.ui.account_ways import account_alerts
from posapp.ui.dialogs.dispute import DisputeDialog
from posapp.ui.dialogs.payment_event import PaymentEventDialog
from posapp.ui.formats import grouped
from posapp.ui.pages.account import AccountPage
from posapp.ui.pages.account_inquiry import AccountInquiryPage
from posapp.ui.pages.agreement import AgreementPage
from posapp.ui.pages.base import Page
from posapp.ui.pages.bill import BillPage
from posapp.ui.pages.match_event import MatchEventPage
from posapp.ui.pages.person import PersonPage
from posapp.ui.pages.transaction import TransactionPage
from posapp.ui.theme import Theme
from posapp.ui.widgets.inquiry_tabs import ListTab
from posapp.ui.widgets.table import DataTable
from posapp.ui.window import MainWindow
from tests.helpers.bills import bill
from tests.helpers.events import add
from tests.helpers.every import every
from tests.helpers.office import DAY, Office
from tests.helpers.surroundings import Keyboard, settle, show_window, surround

ENTER, ESC, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Down
MAIN = Qt.Key.Key_F9
CTRL_TAB = (Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Tab)
SHIFT_F10 = (Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_F10)
ALL = PageRequest()
Opened = Callable[[str, int], Any]


def window_of(
    qtbot: QtBot, office: Office, theme: Theme, folder: Path, keys: Keyboard, role: str
) -> MainWindow:
    context = surround(office, theme, folder, office.actors[role]).context
    return show_window(qtbot, context, keys, (1366, 768))


@pytest.fixture
def window(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard
) -> MainWindow:
    return window_of(qtbot, office, theme, tmp_path, keys, "cashier")


@pytest.fixture
def opened(window: MainWindow) -> Opened:
    def open_page(kind: str, number: int) -> Page:
        window.open_page(kind, number)
        settle()
        assert window.page is not None
        assert (window.page.KIND, window.page.number) == (kind, number)
        return window.page

    return open_page


@pytest.fixture
def account(office: Office) -> AccountId:
    """An open-item account with a bill of 100.00 on two agreements."""
    return office.account(customer_class="OPEN", keys=(("meter", "77-01"),))


@pytest.fixture
def first(office: Office, account: AccountId) -> BillId:
    water, sewer = office.agreement(account, "WATER"), office.agreement(account, "SEWER")
    return bill(office, account, "B-1", date(2026, 11, 1), (water, 8000), (sewer, 2000))


def pay(office: Office, account: AccountId, cents: int, number: str = "B-1") -> Any:
    match = {"match_type": "BILL-ID", "match_value": number} if number else {}
    return add(office, account, [("CHEC", cents)], [(account, cents)], **match)


def the_dialog() -> DisputeDialog:
    """The dialog of disputes that is open now."""
    found = [one for one in QApplication.topLevelWidgets() if isinstance(one, DisputeDialog)]
    (shown,) = (one for one in found if one.isVisible())
    return shown


def match_of(office: Office, account: AccountId) -> MatchEventView:
    return office.services.match_events.of_account(account, ALL, office.cashier).rows[0]


def cells(table: DataTable) -> list[list[str]]:
    model = table.record_model()
    assert model is not None
    return [
        [model.cell(row, column) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def titles(table: DataTable) -> list[str]:
    model = table.record_model()
    assert model is not None
    return [column.title for column in model.columns]


def menu_words() -> list[str]:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return [action.text() for action in menu.actions()]


def at(window: MainWindow) -> tuple[str, int]:
    assert window.page is not None
    return window.page.KIND, window.page.number


# Account inquiry


def test_16_3_financial_history_has_its_columns_and_leads_on_and_back(
    window: MainWindow, opened: Opened, office: Office, account: AccountId, first: BillId,
    keys: Keyboard,
) -> None:  # fmt: skip
    event = pay(office, account, 10_000)
    page = opened("financial_history", account)
    assert isinstance(page, AccountInquiryPage)
    tab = page.lists["financial_history"]
    table = tab.list.table
    assert titles(table) == [
        "Effective Date", "Transaction Type", "Service Agreement", "Current Amount",
        "Current Balance", "Payoff Amount", "Payoff Balance",
    ]  # fmt: skip
    assert [(row[1], row[3], row[4]) for row in cells(table)] == [
        ("Pay segment", "−$20.00", "$0.00"),
        ("Pay segment", "−$80.00", "$20.00"),
        ("Bill B-1", "$20.00", "$100.00"),
        ("Bill B-1", "$80.00", "$80.00"),
    ]
    assert page.title == "Okafor, Ngozi · Financial History"
    assert table.hasFocus()
    keys.press(ENTER)
    assert at(window) == ("payment", event.payments[0].id)
    keys.press(ESC)
    assert at(window) == ("financial_history", account)
    keys.press(DOWN, DOWN, ENTER)
    assert at(window) == ("bill", first)
    keys.press(ESC)
    assert table.hasFocus()
    assert table.currentIndex().row() == 2
    keys.press(SHIFT_F10)
    assert menu_words() == [
        "Open bill", "Open financial transaction", "Open service agreement", "Copy number",
    ]  # fmt: skip
    keys.press(DOWN, ENTER)
    assert at(window)[0] == "transaction"


def test_16_3_payoff_figures_are_gray_where_they_say_nothing_new(
    opened: Opened, office: Office
) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 5000))
    office.agreement(account, "CHARITY", (DAY, 500))
    add(office, account, [("CASH", 5500)], [(account, 5500)])
    model = (
        opened("financial_history", account).lists["financial_history"].list.table.record_model()
    )
    amount = [column.title for column in model.columns].index("Payoff Amount")
    gift = next(row for row in range(4) if model.record(row).sa_type == "CHARITY"
                and model.record(row).payoff_amount == Money(0))  # fmt: skip
    water = next(row for row in range(4) if model.record(row).sa_type == "WATER")
    assert not model.is_quiet(gift, amount)
    assert model.is_quiet(water, amount)
    assert not model.is_quiet(water, 3)


def test_16_3_payment_history_newest_first_leads_to_the_payment(
    window: MainWindow, opened: Opened, office: Office, account: AccountId, first: BillId,
    keys: Keyboard,
) -> None:  # fmt: skip
    pay(office, account, 3000)
    newest = pay(office, account, 2000)
    page = opened("payment_history", account)
    table = page.lists["payment_history"].list.table
    assert [row[4] for row in cells(table)] == ["$20.00", "$30.00"]
    assert cells(table)[0][1:4] == [
        grouped(long_id(newest.payments[0].id)),
        grouped(long_id(newest.id)),
        "Check 17",
    ]
    keys.press(SHIFT_F10)
    assert menu_words() == ["Open payment", "Open payment event", "Copy number"]
    keys.press(ESC)
    keys.press(ENTER)
    assert at(window) == ("payment", newest.payments[0].id)


def test_tabs_turn_by_key_and_read_when_they_are_looked_at(
    window: MainWindow, opened: Opened, office: Office, account: AccountId, first: BillId,
    keys: Keyboard, qtmodeltester: ModelTester,
) -> None:  # fmt: skip
    pay(office, account, 4000)
    page = opened("financial_history", account)
    bills = page.lists["account_bills"]
    assert bills.list.model is None, "not read before it is looked at"
    seen = []
    for _ in range(6):
        seen.append(page.tabs.tab.objectName())
        tab = page.tabs.tab
        assert page.help_topic == seen[-1]
        for table in tab.findChildren(DataTable):
            if table.record_model() is not None:
                qtmodeltester.check(table.record_model())
        assert not page.area.verticalScrollBar().isVisible(), seen[-1]
        keys.press(CTRL_TAB)
    assert seen == [
        "financial_history", "payment_history", "account_bills", "match_events",
        "credit_rating", "account_details",
    ]  # fmt: skip
    assert cells(bills.list.table) == [["B-1", "2026-11-20", "2026-11-01", "", "$100.00", "$60.00"]]
    assert page.tabs.tab.objectName() == "financial_history"


def test_oi8_a_balance_forward_account_has_no_match_events_and_no_unpaid_bills(
    opened: Opened, office: Office
) -> None:
    account = office.account()
    bill(office, account, "B-7", DAY, (office.agreement(account, "WATER"), 500))
    page = opened("account_bills", account)
    hidden = [
        tab.objectName() for number, tab in enumerate(page.tabs.tabs)
        if not page.tabs.isTabVisible(number)
    ]  # fmt: skip
    assert hidden == ["match_events"]
    # The menu leads there all the same: it says why, under the right title.
    page = opened("match_events", account)
    assert page.tabs.tab.objectName() == "financial_history"
    assert page.title.endswith("Financial History")
    (notice,) = page.notices
    assert "it has no match events" in notice.text
    page = opened("account_bills", account)
    assert titles(page.lists["account_bills"].list.table)[-1] == "Amount"


def test_mt09_match_events_open_first_lead_to_their_page(
    window: MainWindow, opened: Opened, office: Office, account: AccountId, first: BillId,
    keys: Keyboard,
) -> None:  # fmt: skip
    pay(office, account, 4000)
    match = match_of(office, account)
    page = opened("match_events", account)
    table = page.lists["match_events"].list.table
    assert cells(table)[0][:7] == [
        grouped(short_id(match.id)), "B-1", "2026-11-01", "Open", "$100.00", "$40.00", "$60.00",
    ]  # fmt: skip
    keys.press(ENTER)
    assert at(window) == ("match_event", match.id)


def test_0_1_details_of_an_account_lead_to_its_person_and_agreements(
    window: MainWindow, opened: Opened, office: Office, account: AccountId, first: BillId,
    keys: Keyboard,
) -> None:  # fmt: skip
    page = opened("account_details", account)
    facts = dict(page.details.facts.facts)
    assert facts["Main customer"] == "Okafor, Ngozi"
    assert facts["Meter"] == "77-01"
    assert facts["Customer Class"].startswith("OPEN")
    assert [row[5] for row in cells(page.details.agreements.table)] == ["$80.00", "$20.00"]
    keys.press(ENTER)
    assert at(window)[0] == "agreement"
    keys.press(ESC)
    page.details.to_person.click()
    assert at(window)[0] == "person"


def test_a_list_stays_on_its_line_when_data_changed(
    window: MainWindow, opened: Opened, office: Office, account: AccountId, first: BillId
) -> None:
    pay(office, account, 4000)
    page = opened("payment_history", account)
    table = page.lists["payment_history"].list.table
    marked = table.current_record()
    pay(office, account, 1000)
    page.load()
    settle()
    assert table.model().rowCount() == 2
    assert table.current_record().payment_id == marked.payment_id


def test_f5_takes_a_payment_of_the_account_that_is_looked_at(
    window: MainWindow, opened: Opened, office: Office, keys: Keyboard
) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 5000))
    opened("financial_history", account)
    keys.press(Qt.Key.Key_F5)
    assert isinstance(QApplication.activeModalWidget(), PaymentEventDialog)
    keys.press(ESC)


# Account page


def test_sr3_more_on_the_account_page_leads_to_everything(
    window: MainWindow, opened: Opened, account: AccountId, first: BillId, keys: Keyboard
) -> None:
    page = opened("account", account)
    assert isinstance(page, AccountPage)
    page.more.setFocus()
    keys.press(ENTER)
    assert menu_words() == [
        "Pay items\tShift+F5",
        "Financial history", "Payment history", "Bills", "Match events", "Checkouts",
        "Credit rating", "Account details", "Scheduled payments", "Waiting debits",
        "Search its payments", "Issue item…\tCtrl+I",
    ]  # fmt: skip
    keys.press(DOWN, ENTER)
    assert at(window) == ("financial_history", account)
    keys.press(ESC)
    assert at(window) == ("account", account)


def test_ex4_open_match_events_are_an_alert_with_a_way(
    window: MainWindow, opened: Opened, office: Office, account: AccountId, first: BillId
) -> None:
    page = opened("account", account)
    assert page.notices == ()
    pay(office, account, 4000)
    page.load()
    settle()
    assert "Open match events" in page.head.badges.texts()
    assert "In dispute" not in page.head.badges.texts()
    (notice,) = page.notices
    assert notice.text == "A match event is open: its bill is paid in part."
    assert notice.on_action is not None
    notice.on_action()
    assert at(window) == ("match_events", account)
    pay(office, account, 6000)
    assert opened("account", account).notices == ()


def test_cr07_a_low_rating_is_said_on_the_account(opened: Opened, office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 5000))
    event = add(office, account, [("CHEC", 5000)], [(account, 5000)])
    for _ in range(3):
        office.services.canceling.cancel_tender(
            CancelTender(event.tenders[0].id, "NSF"), new_request_id(), office.supervisor
        )
        event = add(office, account, [("CHEC", 5000)], [(account, 5000)])
    page = opened("account", account)
    assert {"Cash-Only", "Low credit rating"} <= set(page.head.badges.texts())
    assert any("Credit rating 550 is below 600" in one.text for one in page.notices)


@every(
    ("text", "kind"),
    [
        ("Financial history", "financial_history"),
        ("Payment history", "payment_history"),
        ("Bills", "account_bills"),
        ("Match events", "match_events"),
        ("Credit rating", "credit_rating"),
        ("Account details", "account_details"),
    ],
)
def test_sr3_the_customer_menu_opens_the_pages_of_the_account_shown(
    window: MainWindow, opened: Opened, account: AccountId, first: BillId, text: str, kind: str
) -> None:
    window.open_page("home", 0)
    window.banners.setFocus()
    menu = window.findChild(QMenu, "menu_customer")
    action = next(one for one in menu.actions() if one.text().replace("&", "") == text)
    action.trigger()
    assert window.header.search.hasFocus(), "without an account, find it first"
    assert window.banners.texts() == ("Find the account first: press F2.",)
    opened("bill", first)
    action.trigger()
    settle()
    assert at(window) == (kind, account)


# Person, agreement, bill, match event, transaction


def test_0_1_a_person_lists_accounts(
    window: MainWindow, opened: Opened, office: Office, account: AccountId, first: BillId,
    keys: Keyboard,
) -> None:  # fmt: skip
    person = office.services.inquiry.account(account, office.cashier).person.id
    page = opened("person", person)
    assert isinstance(page, PersonPage)
    assert page.head.name.whole == "Okafor, Ngozi"
    assert dict(page.facts.facts)["Phone"] == "—"
    (row,) = cells(page.accounts.table)
    assert (row[0], row[5]) == (grouped(short_id(account)), "$100.00")
    keys.press(ENTER)
    assert at(window) == ("account", account)


def charge_of(office: Office, agreement: int, cents: int) -> int:
    with office.db.read() as s:
        query = (
            "SELECT id FROM financial_transaction WHERE agreement_id = :a AND current_amount = :c"
        )
        found = s.execute(text(query), {"a": agreement, "c": cents}).scalar_one()
    return int(found)


def test_14_1_an_agreement_shows_balances_unpaid_charges_and_history(
    window: MainWindow, opened: Opened, office: Office, keys: Keyboard, qtmodeltester: ModelTester
) -> None:
    account = office.account()
    old = DAY - timedelta(days=40)
    water = office.agreement(account, "WATER", (old, 5000), (DAY, 2000))
    event = add(office, account, [("CASH", 1000)], [(account, 1000)])
    page = opened("agreement", water)
    assert isinstance(page, AgreementPage)
    figures = {name: one.text() for name, one in page.head.figures.items() if one.isVisible()}
    assert figures == {"current_balance": "$60.00", "past_due": "$40.00"}
    assert page.head.badges.texts() == ("Active",)
    assert dict(page.facts.facts)["Debt age"] == "40 days"
    assert cells(page.cells) == [["2026-10-11", "$40.00"], ["2026-11-20", "$20.00"]]
    assert [row[3] for row in cells(page.history.table)] == ["$60.00", "$70.00", "$50.00"]
    for table in (page.cells, page.history.table):
        qtmodeltester.check(table.record_model())
    assert not page.area.verticalScrollBar().isVisible()
    keys.press(ENTER)
    assert at(window) == ("payment", event.payments[0].id)
    keys.press(ESC)
    page.cells.setFocus()
    page.cells.select_line(1)
    keys.press(ENTER)
    assert at(window) == ("transaction", charge_of(office, water, 2000))
    keys.press(ESC)
    page.ways["account"].click()
    assert at(window) == ("account", account)


def test_oi5_a_bill_shows_charges_payments_and_match_event(
    window: MainWindow, opened: Opened, office: Office, account: AccountId, first: BillId,
    keys: Keyboard, qtmodeltester: ModelTester,
) -> None:  # fmt: skip
    event = pay(office, account, 4000)
    match = match_of(office, account)
    page = opened("bill", first)
    assert isinstance(page, BillPage)
    assert page.head.name.whole == "Bill B-1"
    assert page.head.figures["unpaid"].text() == "$60.00"
    assert page.head.badges.texts() == ("Partly paid", "Past due")
    assert [row[-1] for row in cells(page.charges)] == ["$80.00", "$20.00"]
    assert [(row[3], row[4]) for row in cells(page.payments)] == [("$40.00", "Frozen")]
    assert [row[3] for row in cells(page.matches)] == ["Open"]
    for table in (page.charges, page.payments, page.matches):
        qtmodeltester.check(table.record_model())
    assert not page.area.verticalScrollBar().isVisible()
    page.payments.setFocus()
    keys.press(ENTER)
    assert at(window) == ("payment", event.payments[0].id)
    keys.press(ESC)
    assert page.payments.hasFocus()
    page.ways["match_event"].click()
    assert at(window) == ("match_event", match.id)
    pay(office, account, 6000)
    assert opened("bill", first).head.badges.texts() == ("Paid",)


def test_oi8_a_bill_of_a_balance_forward_account_says_why_nothing_paid_it(
    opened: Opened, office: Office
) -> None:
    account = office.account()
    one = bill(office, account, "B-9", DAY, (office.agreement(account, "WATER"), 500))
    page = opened("bill", one)
    assert not page.head.figures["unpaid"].isVisible()
    assert not page.match_card.isVisible()
    assert page.payments._empty[0] == "Payments of this account are not for one bill"


def test_mt13_a_match_event_is_put_in_dispute_and_taken_out_by_key(
    window: MainWindow, opened: Opened, office: Office, account: AccountId, first: BillId,
    keys: Keyboard, qtmodeltester: ModelTester,
) -> None:  # fmt: skip
    pay(office, account, 4000)
    match = match_of(office, account)
    page = opened("match_event", match.id)
    assert isinstance(page, MatchEventPage)
    assert page.head.badges.texts() == ("Open",)
    assert page.head.figures["open_amount"].text() == "$60.00"
    assert [(row[0], row[4], row[5]) for row in cells(page.lines)] == [
        ("Bill B-1", "$80.00", "—"),
        ("Bill B-1", "$20.00", "—"),
        ("Pay segment", "—", "$40.00"),
    ]
    assert [row[3] for row in cells(page.sums)] == ["$40.00", "$20.00"]
    for table in (page.lines, page.sums):
        qtmodeltester.check(table.record_model())
    assert page.dispute.text() == "Put in dispute"
    keys.press(MAIN)
    dialog = the_dialog()
    dialog.comment.setText("Wrong meter")
    dialog.submit_button.click()
    match = match_of(office, account)
    assert match.disputed
    card = office.services.accounts.card(account, office.cashier)
    assert (card.disputes, "In dispute" in [words for words, _tone in account_badges(card)]) == (
        (match.id,), True,
    )  # fmt: skip
    alert = account_alerts(page.context, card)[0]
    assert (alert.action, "in dispute" in alert.text) == ("Show the dispute", True)
    assert page.head.badges.texts() == ("Open", "In dispute")
    assert "left out of aged debt" in page.notices[0].text
    assert page.notices[0].text.endswith("Wrong meter")
    assert page.dispute.text() == "Take out of dispute"
    keys.press(MAIN)
    the_dialog().submit_button.click()
    assert not match_of(office, account).disputed
    assert page.notices == ()
    page.ways["bill"].click()
    assert at(window) == ("bill", first)


def test_mt13_a_balanced_one_cannot_be_in_dispute(
    opened: Opened, office: Office, account: AccountId, first: BillId
) -> None:
    pay(office, account, 10_000)
    page = opened("match_event", match_of(office, account).id)
    assert page.head.badges.texts() == ("Balanced",)
    assert not page.dispute.isVisible()


def test_d44_who_does_not_distribute_sets_no_dispute(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard,
    account: AccountId, first: BillId,
) -> None:  # fmt: skip
    pay(office, account, 4000)
    window = window_of(qtbot, office, theme, tmp_path, keys, "auditor")
    window.open_page("match_event", match_of(office, account).id)
    settle()
    assert isinstance(window.page, MatchEventPage)
    assert not window.page.dispute.isVisible()
    keys.press(MAIN)
    assert not match_of(office, account).disputed


def test_16_1_a_transaction_shows_its_ledger_lines_and_all_ways(
    window: MainWindow, opened: Opened, office: Office, account: AccountId, first: BillId
) -> None:
    event = pay(office, account, 10_000)
    office.services.canceling.cancel_tender(
        CancelTender(event.tenders[0].id, "NSF"), new_request_id(), office.supervisor
    )
    payment = event.payments[0].id
    posted = office.services.history.transactions_of_payment(payment, office.cashier)
    page = opened("transaction", posted[0].id)
    assert isinstance(page, TransactionPage)
    assert page.head.badges.texts() == ("Reversed",)
    assert {row[0] for row in cells(page.lines.table)} == {"1010-CASH", "1200-AR-WATER"}
    shown = [name for name, button in page.ways.items() if button.isVisible()]
    assert shown == ["account", "agreement", "payment", "event", "match_event", "reversed_by"]
    page.ways["reversed_by"].click()
    settle()
    reversal = window.page
    assert isinstance(reversal, TransactionPage)
    assert reversal.number in {one.id for one in posted}
    reversal.ways["reverses"].click()
    assert at(window) == ("transaction", posted[0].id)


def test_7_2_segments_lead_to_agreement_posting_and_match_event(
    window: MainWindow, opened: Opened, office: Office, account: AccountId, first: BillId,
    keys: Keyboard,
) -> None:  # fmt: skip
    event = pay(office, account, 4000)
    page = opened("payment", event.payments[0].id)
    page.tabs.setCurrentWidget(page.segments)
    page.segments.focus_first()
    assert titles(page.segments.table) == [
        "Segment ID", "Service Agreement", "Segment Amount", "Currency", "Current Balance",
        "Match Event", "Transaction ID",
    ]  # fmt: skip
    match = match_of(office, account)
    assert cells(page.segments.table)[0][5] == grouped(short_id(match.id))
    keys.press(SHIFT_F10)
    assert menu_words() == [
        "Open service agreement", "Open bill", "Open match event", "Open financial transaction",
        "Copy number",
    ]  # fmt: skip
    keys.press(DOWN, DOWN, ENTER)
    assert at(window) == ("match_event", match.id)


def test_use_8_segments_and_tenders_of_an_event_lead_on(
    window: MainWindow, opened: Opened, office: Office, account: AccountId, first: BillId,
    keys: Keyboard,
) -> None:  # fmt: skip
    event = pay(office, account, 4000)
    page = opened("event", event.id)
    page.lists.segments.setFocus()
    keys.press(SHIFT_F10)
    assert menu_words() == ["Open service agreement", "Open bill", "Copy number"]
    keys.press(ENTER)
    assert at(window) == ("agreement", event.payments[0].segments[0].agreement_id)
    keys.press(ESC)
    assert page.lists.segments.hasFocus()
    page.lists.tenders.setFocus()
    keys.press(SHIFT_F10)
    assert menu_words() == ["Open account", "Open tender control", "Copy number"]
    keys.press(DOWN, ENTER)
    assert at(window) == ("control", office.control)
    opened("event", event.id).lists.payments.setFocus()
    keys.press(SHIFT_F10)
    assert {"Open payment", "Open account", "Payment history"} <= set(menu_words())
    keys.press(ESC)
    assert opened("payment", event.payments[0].id).account_number == account


@every(
    "kind",
    ["agreement", "bill", "match_event", "transaction", "person", "financial_history",
     "credit_rating"],
)  # fmt: skip
def test_a_number_that_names_nothing_says_so(window: MainWindow, kind: str) -> None:
    window.open_page("home", 0)
    assert not any("does not exist" in text for text in window.banners.texts())
    window.open_page(kind, 1_999_999_999)
    settle()
    assert any("does not exist" in text for text in window.banners.texts())


def test_growth_a_page_of_thousands_of_lines_reads_only_what_is_seen(
    qtbot: QtBot, window: MainWindow, opened: Opened, office: Office
) -> None:
    account = office.account()
    days = [(DAY - timedelta(days=number), 100 + number) for number in range(450)]
    office.agreement(account, "WATER", *days)
    page = opened("financial_history", account)
    table = page.lists["financial_history"].list.table
    assert table.model().rowCount() == 200
    table.scrollToBottom()
    qtbot.waitUntil(lambda: table.model().rowCount() == 400)
    table.scrollToBottom()
    qtbot.waitUntil(lambda: table.model().rowCount() == 450)
    assert cells(table)[-1][4] == cells(table)[-1][3], "the first line began at nothing"


# Search line


def typed(window: MainWindow, qtbot: QtBot, number: str) -> None:
    window.to_search()
    window.header.search.setText(number)
    window.header.search.textEdited.emit(number)
    qtbot.waitUntil(lambda: bool(window.header.search.hits_shown()))


def test_sr1_the_search_line_opens_what_a_number_names(
    qtbot: QtBot, window: MainWindow, office: Office, account: AccountId, first: BillId,
    keys: Keyboard,
) -> None:  # fmt: skip
    event = pay(office, account, 4000)
    match, payment = match_of(office, account), event.payments[0].id
    water = match.lines[0].agreement_id
    wanted = {
        short_id(first): ("bill", first, "Bill "),
        short_id(water): ("agreement", water, "Service agreement "),
        short_id(match.id): ("match_event", match.id, "Match event "),
        long_id(payment): ("payment", payment, "Payment "),
        long_id(event.tenders[0].id): ("event", event.id, "Tender "),
        long_id(match.lines[0].ft_id): (
            "transaction", match.lines[0].ft_id, "Financial transaction ",
        ),
        short_id(office.control): ("control", office.control, "Tender control "),
        short_id(office.deposit): ("deposit_control", office.deposit, "Deposit control "),
    }  # fmt: skip
    for number, (kind, named, title) in wanted.items():
        typed(window, qtbot, number)
        (hit,) = window.header.search.hits_shown()
        assert hit.title == f"{title}{grouped(number)}"
        owner = office.cashier.name if kind == "control" else "Okafor, Ngozi"
        assert (office.supervisor.name if kind == "deposit_control" else owner) in hit.detail
        keys.press(ENTER)
        assert at(window) == (kind, named)
        window.open_page("home", 0)
        window.header.search.take_scan(number)
        settle()
        assert at(window) == (kind, named)


def test_p15_a_scanned_bill_number_still_opens_the_account_to_pay(
    window: MainWindow, account: AccountId, first: BillId
) -> None:
    window.header.search.take_scan("B-1")
    settle()
    assert at(window) == ("account", account)


def test_use_9_every_list_has_a_name(opened: Opened, account: AccountId, first: BillId) -> None:
    page = opened("financial_history", account)
    names = [tab.list.table.accessibleName() for tab in page.tabs.tabs if isinstance(tab, ListTab)]
    assert names == ["Financial History", "Payment History", "Bills", "Match Events"]
    assert page.rating.table.accessibleName() == "Credit rating history"
