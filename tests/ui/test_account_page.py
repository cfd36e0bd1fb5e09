"""The account page: who it is, what is owed, what was paid, and keys that pay it."""

from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from posapp.domain.codes import DistributeAction
from posapp.domain.ids import AccountId, new_request_id, short_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.ui.dialogs.payment_event import PaymentEventDialog
from posapp.ui.owed import age_words, owed_lines
from posapp.ui.pages.account import AccountPage
from posapp.ui.theme import Theme
from posapp.ui.tokens import Tone
from posapp.ui.widgets.account_head import about_words
from posapp.ui.widgets.banner import Notice
from posapp.ui.widgets.table import DataTable
from posapp.ui.window import MainWindow
from tests.helpers.bills import bill
from tests.helpers.every import every
from tests.helpers.office import DAY, Office
from tests.helpers.surroundings import Keyboard, Surroundings, settle, show_window, surround

ENTER, DOWN, F5 = Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_F5
SHIFT_F10 = (Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_F10)


def opened(window: MainWindow, account: AccountId) -> AccountPage:
    window.open_page("account", account)
    settle()
    page = window.page
    assert isinstance(page, AccountPage)
    return page


def pay(office: Office, account: AccountId, cents: int, action: DistributeAction) -> None:
    command = AddEvent(
        new_request_id(),
        account,
        (TenderDraft("CASH", Money(cents)),),
        (PaymentDraft(account, Money(cents)),),
        action=action,
    )
    office.services.payment_events.add(command, office.cashier)


def cells(table: DataTable) -> list[tuple[str, ...]]:
    model = table.record_model()
    assert model is not None
    return [
        tuple(model.cell(row, column) for column in range(model.columnCount()))
        for row in range(model.rowCount())
    ]


def dialog_of(window: MainWindow) -> PaymentEventDialog:
    (dialog,) = [one for one in window.findChildren(PaymentEventDialog) if one.isVisible()]
    return dialog


def field(dialog: PaymentEventDialog, name: str) -> Any:
    """An input by its field name, wherever the dialog has put it."""
    return dialog.findChild(QWidget, name)


def test_the_card_says_who_it_is_and_what_is_owed(window: MainWindow, office: Office) -> None:
    account = office.account(keys=(("meter", "77-01"),))
    office.agreement(account, "WATER", (date(2026, 11, 8), 6135))
    office.agreement(account, "ELECTRIC", (date(2026, 12, 1), 12285))
    page = opened(window, account)
    assert page.head.name.whole == "Okafor, Ngozi"
    number = short_id(account)
    shown_number = f"{number[:4]} {number[4:7]} {number[7:]}"
    assert page.head.about.whole == (
        f"Account {shown_number} · 118 Elm St · Residential · Meter 77-01"
    )
    amounts = {name: figure.text() for name, figure in page.head.balances.items()}
    assert amounts["current_balance"] == "$184.20"
    assert amounts["past_due"] == "$61.35"
    assert not page.head.balances["credit_available"].isVisible()
    assert not page.head.balances["payoff_balance"].isVisible()
    rows = [(age, current) for _words, _kind, age, current, _payoff in cells(page.owed)]
    assert rows == [("12 days", "$61.35"), ("due in 11 days", "$122.85")]
    assert window.windowTitle() == "Okafor, Ngozi – posapp"


def test_ft3_payoff_is_shown_where_it_differs(window: MainWindow, office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 6135))
    with office.db.begin() as s:
        # Frozen postings may not change, so one is written that differs from the start.
        s.execute(
            text(
                "INSERT INTO financial_transaction SELECT id + 900000, ft_type, agreement_id,"
                " parent_id, sibling_id, 0, 500, currency, accounting_date, arrears_date,"
                " frozen_at, frozen_by, show_on_bill, reverses_id FROM financial_transaction"
            )
        )
    page = opened(window, account)
    figure = page.head.balances["payoff_balance"]
    assert (figure.isVisible(), figure.text()) == (True, "$66.35")


def test_op1_credit_is_shown_as_a_badge_and_an_amount(window: MainWindow, office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, -4500))
    page = opened(window, account)
    assert page.head.badges.texts() == ("Credit on account",)
    assert page.head.balances["credit_available"].text() == "−$45.00"


@every(
    ("account", "badges"),
    [
        ({"points": 100}, ("Cash-Only",)),
        ({"points": 99}, ()),
        ({"customer_class": "OPEN"}, ("Open item",)),
        ({"customer_class": "NONCIS", "points": 200}, ("Non CIS",)),
    ],
)
def test_d03_badges(
    window: MainWindow, office: Office, account: dict[str, Any], badges: tuple[str, ...]
) -> None:
    page = opened(window, office.account(**account))
    assert page.head.badges.texts() == badges
    assert ("Cash-only" in " ".join(window.banners.texts())) == ("Cash-Only" in badges)


def test_pe2_unfrozen_payments_are_a_badge_and_a_strip(window: MainWindow, office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 6135))
    pay(office, account, 2500, DistributeAction.DISTRIBUTE)
    page = opened(window, account)
    assert page.head.badges.texts() == ("Unfrozen Payments",)
    assert any("not frozen yet" in words for words in window.banners.texts())
    ((_day, _event, tender, amount, status),) = cells(page.recent)
    assert (tender, amount, status) == ("Cash", "$25.00", "Freezable")


def test_an_empty_account_says_what_to_do_next(window: MainWindow, office: Office) -> None:
    page = opened(window, office.account())
    assert page.owed._empty[0] == "Nothing can be owed here yet"
    assert page.recent._empty == ("No payments yet", "Press F5 to take the first one.")
    assert page.head.balances["current_balance"].text() == "$0.00"
    assert not page.lists.tabBar().isVisible()


def test_f5_opens_the_add_dialog_and_enter_on_an_agreement_restricts_it(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 6135))
    electric = office.agreement(account, "ELECTRIC", (DAY, 12285))
    opened(window, account)
    keys.press(F5)
    dialog = dialog_of(window)
    assert field(dialog, "payment_amount").value() == Money(18420)
    assert field(dialog, "match_type").value() == ""
    keys.press(Qt.Key.Key_Escape)
    keys.press(DOWN, ENTER)
    dialog = dialog_of(window)
    assert (field(dialog, "match_type").value(), field(dialog, "match_value").text()) == (
        "SA-ID",
        short_id(electric),
    )
    assert field(dialog, "payment_amount").value() == Money(12285)


def test_items_stand_together_in_what_is_owed_and_enter_leads_to_them(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 6135))
    for number, cents in (("4001", 11500), ("4002", 6500)):
        office.item(account, number, cents)
    page = opened(window, account)
    words = [(row[0].partition(" · ")[2], row[3]) for row in cells(page.owed)]
    assert words == [("Water", "$61.35"), ("2 items", "$180.00")]
    assert page.lists.tabText(page.lists.indexOf(page.items)) == "Items · 2"
    page.lists.setCurrentWidget(page.recent)
    page.owed.setFocus()
    keys.press(DOWN, ENTER)
    assert page.lists.currentWidget() is page.items
    assert page.items.hasFocus()
    keys.press(ENTER)
    dialog = dialog_of(window)
    assert (field(dialog, "match_type").value(), field(dialog, "match_value").text()) == (
        "ITEM-ID",
        "4002",
    )
    assert field(dialog, "payment_amount").value() == Money(6500)


def test_shift_f10_offers_what_hangs_on_a_line(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    account = office.account()
    water = office.agreement(account, "WATER", (DAY, 6135))
    opened(window, account)
    keys.press(SHIFT_F10)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == [
        "Pay this agreement",
        "Open service agreement",
        "Copy number",
    ]
    keys.press(DOWN, DOWN, ENTER)
    assert QGuiApplication.clipboard().text() == short_id(water)


def test_enter_on_a_payment_opens_its_event(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 6135))
    pay(office, account, 6135, DistributeAction.FREEZE)
    page = opened(window, account)
    page.recent.setFocus()
    keys.press(ENTER)
    assert window.page is not None
    assert (window.page.KIND, window.page.number) == ("event", page.card.recent[0].event_id)  # type: ignore[union-attr]
    keys.press(Qt.Key.Key_Escape)
    assert window.page is page


def test_who_takes_no_money_gets_no_button(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard
) -> None:
    auditor = surround(office, theme, tmp_path, office.actors["auditor"])
    window = show_window(qtbot, auditor.context, keys)
    account = office.account()
    office.agreement(account, "WATER", (DAY, 6135))
    page = opened(window, account)
    assert not page.take.isVisible()
    keys.press(F5, ENTER)
    assert window.findChildren(PaymentEventDialog) == []
    assert page.keys() == (("Open the marked payment", "Enter"),)


def test_an_account_that_does_not_exist_is_said_in_a_strip(window: MainWindow) -> None:
    opened(window, AccountId(999))
    assert window.banners.texts() == ("Account 999 does not exist.",)


def test_d21_the_page_shows_what_another_payment_changed(
    window: MainWindow, office: Office, desk: Surroundings
) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 6135))
    page = opened(window, account)
    command = AddEvent(
        new_request_id(),
        account,
        (TenderDraft("CASH", Money(6135)),),
        (PaymentDraft(account, Money(6135)),),
    )
    work = office.services.payment_events.add
    desk.context.runner.run(window, lambda: work(command, office.cashier), lambda _saved: None)
    assert page.head.balances["current_balance"].text() == "$0.00"
    assert len(cells(page.recent)) == 1


def test_the_mark_stays_on_its_payment_when_a_newer_one_comes(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 6135))
    pay(office, account, 1000, DistributeAction.FREEZE)
    pay(office, account, 2000, DistributeAction.FREEZE)
    page = opened(window, account)
    marked = page.recent.record_model().record(0)  # type: ignore[union-attr]
    page.recent.setFocus()
    page.recent.select_line(0)
    pay(office, account, 500, DistributeAction.FREEZE)
    page.load()
    settle()
    assert len(cells(page.recent)) == 3
    keys.press(ENTER)
    assert window.page is not None
    assert (window.page.KIND, window.page.number) == ("event", marked.event_id)


def test_every_list_obeys_the_model_tester(
    window: MainWindow, office: Office, qtmodeltester: ModelTester
) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 6135))
    office.item(account, "4001", 11500)
    pay(office, account, 1000, DistributeAction.FREEZE)
    page = opened(window, account)
    for table in (page.owed, page.items, page.recent):
        assert table.model().rowCount() > 0
        qtmodeltester.check(table.model())


def test_use_9_parts_have_names_for_people_and_for_tests(
    window: MainWindow, office: Office
) -> None:
    page = opened(window, office.account())
    names = {one.objectName(): one.accessibleName() for one in (page.owed, page.items, page.recent)}
    assert names == {
        "what_is_owed": "What is owed",
        "items": "Items",
        "recent_payments": "Recent payments",
    }
    assert page.take.accessibleName() == "Take payment"
    assert page.head.balances["current_balance"].value_label.accessibleName() == "Current balance"


def test_a_long_name_is_cut_with_the_whole_in_its_tool_tip(
    window: MainWindow, office: Office
) -> None:
    page = opened(window, office.account("Ó Súilleabháin <b>&" * 12))
    assert page.head.name.text().endswith("…")
    assert page.head.name.accessibleName() == "Ó Súilleabháin <b>&" * 12
    assert "&lt;b>&amp;" in page.head.name.toolTip()


@every(
    ("day", "words"),
    [
        (date(2026, 11, 19), "1 day"),
        (DAY, "due today"),
        (date(2026, 11, 21), "due in 1 day"),
        (None, "—"),
    ],
)
def test_debt_age_in_words(office: Office, day: date | None, words: str) -> None:
    account = office.account()
    office.agreement(account, "WATER", (day, 6135))
    card = office.services.accounts.card(account, office.cashier)
    (line,) = owed_lines(card, office.services.setup())
    assert age_words(line) == words
    assert "Residential" in about_words(card, office.services.setup())


def test_what_is_owed_stands_before_what_is_not(window: MainWindow, office: Office) -> None:
    account = office.account()
    for sa_type in ("WATER", "GAS", "GARBAGE", "ELECTRIC"):
        office.agreement(account, sa_type)
    office.agreement(account, "WATER", (DAY, 19200))
    page = opened(window, account)
    assert [row[3] for row in cells(page.owed)] == ["$192.00", *["$0.00"] * 4]


def test_oi3_the_unpaid_bills_of_an_open_item_account_are_listed_and_paid_by_enter(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    account = office.account(customer_class="OPEN")
    water = office.agreement(account, "WATER")
    bill(office, account, "B-10", date(2026, 10, 20), (water, 3000), day=date(2026, 10, 1))
    bill(office, account, "B-11", date(2026, 11, 20), (water, 4500), day=date(2026, 11, 1))
    page = opened(window, account)
    assert page.lists.currentWidget() is page.bills
    assert page.lists.tabText(0) == "Unpaid bills · 2"
    assert cells(page.bills) == [
        ("B-10", "2026-10-01", "2026-10-20", "$30.00", "$30.00"),
        ("B-11", "2026-11-01", "2026-11-20", "$45.00", "$45.00"),
    ]
    page.bills.setFocus()
    keys.press(DOWN, ENTER)
    dialog = dialog_of(window)
    assert (field(dialog, "match_type").value(), field(dialog, "match_value").text()) == (
        "BILL-ID",
        "B-11",
    )
    assert field(dialog, "payment_amount").value() == Money(4500)


def test_an_account_without_bills_has_no_tab_for_them(window: MainWindow, office: Office) -> None:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 6135))
    page = opened(window, account)
    assert not page.lists.isTabVisible(page.lists.indexOf(page.bills))
    assert page.lists.currentWidget() is page.recent


def test_taste_3_a_full_account_page_needs_no_scroll_bar_of_its_own(
    window: MainWindow, office: Office
) -> None:
    window.resize(1366, 768)
    account = office.account(points=900)
    for _ in range(7):
        office.agreement(account, "WATER", (DAY, 6135))
    for number in range(4):
        office.item(account, f"40{number}", 1200)
    page = opened(window, account)
    assert not page.area.verticalScrollBar().isVisible()
    assert page.owed.viewport().height() >= 2 * page.owed.rowHeight(0)


def test_taste_3_a_strip_leaves_the_item_that_f5_pays_in_sight(
    qtbot: QtBot, desk: Surroundings
) -> None:
    account = desk.office.account()
    for number in range(6):
        desk.office.item(account, f"400{number}", 5000)
    for size in ((1366, 768), (1366, 640)):
        window = show_window(qtbot, desk.context, size=size)
        page = opened(window, account)
        page.mark_item("4000")
        for strips in (0, 1, 2):
            page.show_notices(tuple(Notice(f"Strip {n}", Tone.AMBER) for n in range(strips)))
            settle()
            line, view = page.items.visualRect(page.items.currentIndex()), page.items.viewport()
            assert view.rect().contains(line), f"{strips} strips at {size}"
            there = QRect(view.mapTo(page.area.viewport(), line.topLeft()), line.size())
            assert page.area.viewport().rect().contains(there), f"{strips} strips at {size}"
        window.close()
