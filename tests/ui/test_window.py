"""The main window: menus as data, search line, way back, strips, theme, help, no call on its thread."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QTextBrowser,
    QWidget,
)
from pytestqt.qtbot import QtBot
from sqlalchemy import event as sql_event
from sqlalchemy import text

from posapp.domain.accounts import AccountHit
from posapp.domain.codes import DistributeAction
from posapp.domain.ids import AccountId, new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.rights import Right
from posapp.settings import WorkstationSettings
from posapp.storage.search_index import index_accounts
from posapp.ui.account_hits import hit_of
from posapp.ui.context_menu import open_menu
from posapp.ui.dialogs.about import AboutDialog
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.dialogs.help import HelpDialog
from posapp.ui.dialogs.lock import Cover
from posapp.ui.formats import grouped
from posapp.ui.pages.account import AccountPage
from posapp.ui.pages.check import CheckPage
from posapp.ui.pages.home import HomePage
from posapp.ui.pages.registry import PAGES
from posapp.ui.signals import AppSignals
from posapp.ui.tasks import TaskRunner
from posapp.ui.theme import Theme, dp, style_sheet
from posapp.ui.tokens import DARK, LIGHT, Tone
from posapp.ui.widgets.banner import Notice, merged
from posapp.ui.widgets.hits import HitsPopup
from posapp.ui.widgets.line_preview import LinePreview
from posapp.ui.widgets.status_line import server_words
from posapp.ui.window import MainWindow
from tests.helpers.clock import FixedClock
from tests.helpers.every import every
from tests.helpers.office import DAY, Office
from tests.helpers.surroundings import Keyboard, Surroundings, settle, show_window, surround

ENTER, ESC, F1, F2, F5 = (
    Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_F1, Qt.Key.Key_F2, Qt.Key.Key_F5,
)  # fmt: skip


def owing(office: Office, name: str = "Okafor, Ngozi", cents: int = 6135) -> AccountId:
    account = office.account(name, keys=(("plate", f"NY {name[:3].upper()} 1"),))
    office.agreement(account, "WATER", (DAY, cents))
    with office.db.begin() as s:
        index_accounts(s, [account])
    return account


def entries(menu: Any) -> dict[str, Any]:
    """Menus and entries by their words, as a tree."""
    found: dict[str, Any] = {}
    for action in menu.actions():
        if not action.isSeparator():
            words = action.text().replace("&", "")
            found[words] = entries(action.menu()) if action.menu() else action
    return found


def words(tree: dict[str, Any]) -> dict[str, Any]:
    return {name: words(sub) if isinstance(sub, dict) else "" for name, sub in tree.items()}


# Menus


def test_menus_hold_what_works_for_a_cashier(window: MainWindow) -> None:
    tree = words(entries(window.menuBar()))
    assert tree["Financial"]["Payment Event"]["Add"] == ""
    assert {"My drawer", "Open drawer…"} <= set(tree["Drawer"])
    assert set(tree["Help"]) == {"Keys of this page", "About"}
    assert {"Preferences…", "Lock", "Sign out", "Quit"} <= set(tree["File"])
    assert "Import…" not in tree["File"]
    assert all(tree.values()), "no menu is empty"


@every(
    ("role", "has", "has_not"),
    [
        ("cashier", "Open drawer…", "Import…"),
        ("supervisor", "Open deposit control…", "none"),
        ("auditor", "none", "Open drawer…"),
        ("setup", "Import…" if "import" in PAGES else "none", "Open drawer…"),
    ],
)
def test_r12_menus_of_the_counter_are_there_for_everybody_and_follow_the_rights(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard,
    role: str, has: str, has_not: str,
) -> None:  # fmt: skip
    window = show_window(
        qtbot, surround(office, theme, tmp_path, office.actors[role]).context, keys
    )
    shown_words = {action.text().replace("&", "") for action in window.findChildren(QAction)}
    assert has == "none" or has in shown_words
    assert has_not not in shown_words
    tree = words(entries(window.menuBar()))
    # Who has nothing to administer has no menu for it.
    admin = ["Admin"] if role != "cashier" else []
    assert list(tree) == ["File", "Customer", "Financial", "Drawer", "Reports", *admin, "Help"]
    assert all(tree.values())
    financial = tree["Financial"]
    for part in ("Payment Event", "Payment Event Quick Add"):
        assert "Search" in financial.pop(part)
    # Who takes no money adds none, whatever the way.
    adds = office.actors[role].may(Right.ADD_EVENT)
    assert set(financial) == ({"Payment Quick Add by accounts"} if adds else set())


def test_what_is_not_built_is_disabled_and_says_so(window: MainWindow) -> None:
    tree = entries(window.menuBar())
    actions = [
        action
        for action in window.menuBar().findChildren(QAction)
        if action.menu() is None and action.text()
    ]
    off = {action.objectName() for action in actions if not action.isEnabled()}
    assert {action.objectName() for action in actions if action.statusTip()} == off
    quick = tree["Financial"]["Payment Event Quick Add"]["Add"]
    assert quick.isEnabled() == ("quick_add" in PAGES)
    assert tree["Financial"]["Payment Event"]["Add"].isEnabled()


def test_r4_check_database_stands_in_admin_for_those_who_may(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard
) -> None:
    window = show_window(
        qtbot, surround(office, theme, tmp_path, office.actors["auditor"]).context, keys
    )
    entries(window.menuBar())["Admin"]["Check database"].trigger()
    settle()
    page = window.page
    assert isinstance(page, CheckPage)
    assert page.says.text() == "Everything is in order"
    with office.db.begin() as s:
        guard = s.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalar()
        s.exec_driver_sql(f'DROP TRIGGER "{guard}"')
    keys.press(Qt.Key.Key_F9)
    assert page.says.text() != "Everything is in order"
    assert window.banners.texts()[0].startswith("The database is not in order")
    assert "Admin" in entries(window.menuBar())


def test_a_menu_entry_runs_without_the_checked_that_qt_passes(window: MainWindow) -> None:
    tree = entries(window.menuBar())
    tree["Help"]["About"].trigger()
    settle()
    (dialog,) = window.findChildren(AboutDialog)
    assert dialog.isVisible()


def test_add_without_an_account_leads_to_the_search(window: MainWindow) -> None:
    window.page.setFocus()  # type: ignore[union-attr]
    tree = entries(window.menuBar())
    tree["Financial"]["Payment Event"]["Add"].trigger()
    assert window.header.search.hasFocus()
    assert "Find the account that pays, then press F5." in window.banners.texts()


# Search and pages


def test_search_account_and_f5_by_keys(window: MainWindow, office: Office, keys: Keyboard) -> None:
    account = owing(office)
    owing(office, "Lindqvist, Per")
    keys.press(F2)
    keys.type("okaf")
    keys.press(ENTER)
    page = window.page
    assert isinstance(page, AccountPage)
    assert page.number == account
    assert window.header.search.text() == ""


def test_esc_goes_back_page_by_page_and_then_to_the_search(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    first, second = owing(office), owing(office, "Lindqvist, Per")
    window.open_page("account", first)
    window.open_page("account", second)
    settle()
    keys.press(ESC)
    assert window.page is not None
    assert window.page.number == first
    keys.press(ESC)
    assert isinstance(window.page, HomePage)
    keys.press(ESC)
    assert window.header.search.hasFocus()
    assert isinstance(window.page, HomePage)


def test_esc_in_the_search_line_clears_it_before_it_goes_back(
    qtbot: QtBot, window: MainWindow, office: Office, keys: Keyboard
) -> None:
    account = owing(office)
    window.open_page("account", account)
    keys.press(F2)
    keys.type("okaf")
    qtbot.waitUntil(lambda: bool(window.header.search.hits_shown()))
    keys.press(ESC)
    assert window.header.search.hits_shown() == ()
    assert window.header.search.text() == "okaf"
    keys.press(ESC)
    assert window.header.search.text() == ""
    assert window.page is not None
    assert window.page.number == account
    keys.press(ESC)
    assert isinstance(window.page, HomePage)


def test_f2_marks_what_is_there_to_be_typed_over(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    window.header.search.setText("okafor")
    window.page.setFocus()  # type: ignore[union-attr]
    keys.press(F2)
    assert window.header.search.selectedText() == "okafor"


def test_the_page_shown_is_not_stacked_twice(window: MainWindow, office: Office) -> None:
    account = owing(office)
    window.open_page("account", account)
    page = window.page
    window.open_page("account", account)
    assert window.page is page
    assert window.pages.count() == 2


def test_only_a_dozen_pages_are_kept(window: MainWindow, office: Office) -> None:
    accounts = [office.account(f"Person {n}") for n in range(15)]
    for account in accounts:
        window.open_page("account", account)
    assert window.pages.count() == 12
    assert isinstance(window.pages.widget(0), HomePage)
    window.open_page("home", 0)
    assert window.pages.count() == 1


def test_use_3_a_scan_works_wherever_the_focus_is(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    account = owing(office)
    office.item(account, "4000771", 11500)
    window.panel.setFocus()
    handle = window.windowHandle()
    for char in "4000771":
        QTest.keyClick(handle, char)
    QTest.keyClick(handle, ENTER)
    settle()
    assert window.page is not None
    assert (window.page.KIND, window.page.number) == ("account", account)


def test_a_scan_that_names_nothing_is_searched_for(window: MainWindow) -> None:
    search = window.header.search
    search.take_scan("99887766")
    settle()
    assert search.text() == "99887766"
    assert search._popup is not None
    assert search._popup.isVisible(), "it says that nothing fits"
    assert search.hits_shown() == ()


def test_a_plate_without_its_state_opens_the_account_it_fits(
    window: MainWindow, office: Office
) -> None:
    account = office.account("Novak, Jana", keys=(("PLATE", "695492C NY"),))
    with office.db.begin() as s:
        index_accounts(s, [account])
    window.header.search.take_scan("695492C")
    settle()
    page = window.page
    assert isinstance(page, AccountPage)
    assert page.number == account


def test_a_hidden_page_is_read_again_only_when_it_is_shown(
    window: MainWindow, office: Office, desk: Surroundings
) -> None:
    first, second = owing(office), owing(office, "Lindqvist, Per")
    window.open_page("account", first)
    page = window.page
    assert isinstance(page, AccountPage)
    window.open_page("account", second)
    command = AddEvent(
        new_request_id(),
        first,
        (TenderDraft("CASH", Money(6135)),),
        (PaymentDraft(first, Money(6135)),),
        DistributeAction.FREEZE,
    )
    work = office.services.payment_events.add
    desk.context.runner.run(window, lambda: work(command, office.cashier), lambda _saved: None)
    assert page.head.balances["current_balance"].text() == "$61.35"
    window.back()
    assert page.head.balances["current_balance"].text() == "$0.00"


@every(
    ("kind", "matched", "right"),
    [
        ("name", "Okafor, Ngozi", ""),
        ("account", "", ""),
        ("key", "plate NY OKA 1", "plate NY OKA 1"),
        ("bill", "778", "Bill 778"),
        ("item", "4000771", "Item 4000771"),
        ("contact", "555 0142", "555 0142"),
    ],
)
def test_a_hit_says_what_matched_unless_it_shows_anyway(
    kind: str, matched: str, right: str
) -> None:
    found = AccountHit(AccountId(1_000_000_123), "Okafor, Ngozi", "118 Elm St", matched, kind)
    hit = hit_of(found)
    assert (hit.title, hit.detail, hit.right) == (
        "Okafor, Ngozi", "1000 000 123 · 118 Elm St", right,
    )  # fmt: skip


@every(
    ("number", "shown_number"),
    [("1000000123", "1000 000 123"), ("001000000123", "0010 0000 0123"), ("42", "42")],
)
def test_ids_are_shown_in_groups(number: str, shown_number: str) -> None:
    assert grouped(number) == shown_number


# Strips, status, theme, help


def test_taste_3_strips_of_one_colour_share_a_line() -> None:
    one, two = Notice("First.", Tone.AMBER), Notice("Second.", Tone.AMBER)
    red, button = Notice("Bad.", Tone.RED), Notice("Press.", Tone.AMBER, "Now")
    assert merged((one, red, two, button)) == (
        Notice("First. Second.", Tone.AMBER), red, button,
    )  # fmt: skip


@every(
    ("url", "shown_place"),
    [
        ("postgresql://cashier@db1:5432,db2:5432/posapp?target_session_attrs=any", "db1:5432,db2:5432/posapp"),
        ("postgresql://desk/posapp", "desk/posapp"),
        ("postgresql://cashier@/posapp?host=/run/postgresql&sslmode=prefer", "posapp"),
    ],
)  # fmt: skip
def test_the_status_bar_says_server_and_database_and_not_all_of_an_address(
    url: str, shown_place: str
) -> None:
    assert server_words(url) == shown_place


def test_the_status_bar_says_where_things_are(window: MainWindow) -> None:
    status = window.status
    assert status.connection.text() == "Connected · posapp.db"
    assert status.printer.text() == "Receipts: default printer"
    assert status.day.text() == "Business date 2026-11-20"
    assert not status.demo.isVisible()
    status.show_busy(True)
    assert status.connection.text() == "Working…"
    status.show_busy(False)
    assert status.connection.text() == "Connected · posapp.db"


def test_the_printer_of_the_settings_is_named(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard
) -> None:
    for settings, says in (
        (WorkstationSettings(printer="Window_2"), "Receipts: Window_2"),
        (WorkstationSettings(print_folder="/receipts"), "Receipts: folder /receipts"),
    ):
        desk = surround(office, theme, tmp_path, settings=settings)
        assert show_window(qtbot, desk.context, keys).status.printer.text() == says


def test_d18_the_business_date_moves_on_over_night(window: MainWindow, clock: FixedClock) -> None:
    clock.advance(hours=20)
    window.status.show_day()
    assert window.status.day.text() == "Business date 2026-11-21"


def test_a_demo_database_is_marked(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard
) -> None:
    with office.db.begin() as s:
        s.execute(text("UPDATE installation SET demo = 1, setup_version = setup_version + 1"))
    window = show_window(qtbot, surround(office, theme, tmp_path).context, keys)
    assert window.header.demo.text() == "DEMO"
    assert window.status.demo.isVisible()


def test_the_theme_changes_while_the_window_is_open(
    window: MainWindow, office: Office, theme: Theme
) -> None:
    account = office.account(points=200)
    window.open_page("account", account)
    light = window.grab().toImage().pixelColor(5, 300)
    theme.choose("dark", 100)
    settle()
    dark = window.grab().toImage().pixelColor(5, 300)
    assert light.lightness() > 200
    assert dark.lightness() < 60
    assert any("Cash-only" in one for one in window.banners.texts())


@pytest.mark.dressed
def test_p14_a_page_that_is_not_seen_puts_a_theme_on_when_it_is_shown(
    window: MainWindow, office: Office, theme: Theme
) -> None:
    behind = window.page
    assert behind is not None
    window.open_page("account", owing(office))
    theme.choose("dark", 100)
    assert window.page is not None
    assert window.page.styleSheet() == style_sheet(DARK, 1.0)
    assert behind.styleSheet() == style_sheet(LIGHT, 1.0)
    window.back()
    settle()
    assert window.page is behind
    assert behind.styleSheet() == style_sheet(DARK, 1.0)
    later = behind.grab().toImage()
    for choice in ("light", "dark"):
        theme.choose(choice, 100)
        settle()
        at_once = behind.grab().toImage()
        assert (at_once == later) is (choice == "dark")


@pytest.mark.dressed
def test_taste_6_a_text_size_reaches_what_is_not_seen_and_the_marks_of_strips(
    window: MainWindow, office: Office, theme: Theme
) -> None:
    behind = window.page
    assert behind is not None
    window.open_page("account", office.account(points=200))
    settle()
    theme.choose("light", 150)
    settle()
    assert behind.styleSheet() == style_sheet(LIGHT, 1.5)
    assert {part.font().pixelSize() for part in behind.findChildren(QLineEdit)} <= {20}
    marks = [one.pixmap() for one in window.banners.findChildren(QLabel)]
    widths = {one.deviceIndependentSize().width() for one in marks if not one.isNull()}
    assert widths == {dp(18)}


@pytest.mark.dressed
def test_taste_6_what_opens_over_the_window_wears_the_theme_too(
    window: MainWindow, theme: Theme
) -> None:
    asking = ConfirmDialog(["Sure?"], window, title="Question", yes="Yes", yes_key="F9")
    menu = open_menu(window, [("Entry", lambda: None)], QPoint(5, 5))
    asking.show()
    theme.choose("dark", 100)
    for part in (asking, menu):
        assert part is not None
        assert part.styleSheet() == style_sheet(DARK, 1.0)
        part.close()


@pytest.mark.dressed
def test_taste_6_what_lies_over_the_content_wears_the_theme_too(
    window: MainWindow, theme: Theme
) -> None:
    assert window.page is not None
    hits, cover = HitsPopup(window.page), Cover(window)
    preview = LinePreview(window.context, window.page)
    for part in (hits, preview, cover):
        part.show()
        assert part.styleSheet() == style_sheet(LIGHT, 1.0)
    settle()
    assert undressed(window) == []
    theme.choose("dark", 100)
    for part in (hits, preview, cover):
        assert part.styleSheet() == style_sheet(DARK, 1.0)


def undressed(window: MainWindow) -> list[QWidget]:
    """Parts that are seen and that no style sheet reaches; the ground under the pages is drawn."""

    def reached(part: QWidget | None) -> bool:
        while part is not None and not part.isWindow():
            if part.styleSheet():
                return True
            part = part.parentWidget()
        return False

    ground = window.pages, window.centralWidget()
    seen = (one for one in window.findChildren(QWidget) if one.isVisible() and one not in ground)
    return [one for one in seen if not one.isWindow() and not reached(one)]


def test_f1_lists_the_keys_of_this_page_and_its_how_to(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    window.open_page("account", owing(office))
    keys.press(F1)
    (dialog,) = window.findChildren(HelpDialog)
    caps = {one.accessibleName() for one in dialog.findChildren(QLabel) if one.accessibleName()}
    assert {"F5: Take payment", "F2: Search", "F1: This help"} <= caps
    how_to = dialog.findChild(QTextBrowser, "how_to")
    assert how_to is not None
    assert "Take a payment" in how_to.toPlainText()


@every("kind", ["home", "account", "control", "event", "check"])
def test_every_page_has_a_how_to(kind: str) -> None:
    assert kind in PAGES


def test_keys_of_the_settings_are_bound_and_shown(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard
) -> None:
    settings = replace(WorkstationSettings(), key_search="F12", key_take_payment="Ctrl+T")
    desk = surround(office, theme, tmp_path, settings=settings)
    window = show_window(qtbot, desk.context, keys)
    account = owing(office)
    window.open_page("account", account)
    settle()
    page = window.page
    assert isinstance(page, AccountPage)
    assert page.take.hint == "Ctrl+T"
    page.owed.setFocus()
    keys.press(Qt.Key.Key_F12)
    assert window.header.search.hasFocus()


def test_the_tab_order_starts_in_the_search_and_reaches_lists_and_panel(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    window.open_page("account", owing(office))
    keys.press(F2)
    seen = []
    for _ in range(8):
        keys.press(Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget().objectName())
    assert seen == [
        "mandates",
        "more_of_account",
        "take_payment",
        "what_is_owed",
        "recent_payments",
        "show_drawer",
        "panel_no_sale",
        "last_payments",
    ]


def test_use_9_everything_that_takes_the_focus_has_a_name(
    window: MainWindow, office: Office
) -> None:
    account = owing(office)
    for kind, number in (("home", 0), ("account", account), ("control", office.control)):
        window.open_page(kind, number)
        settle()
        nameless = [
            one
            for one in window.findChildren(QPushButton)
            if one.isVisible() and not one.accessibleName() and not one.text()
        ]
        assert nameless == []


# The real runner


@pytest.fixture
def live(office: Office, theme: Theme, tmp_path: Path) -> Iterator[tuple[Surroundings, TaskRunner]]:
    signals = AppSignals()
    runner = TaskRunner(signals)
    yield surround(office, theme, tmp_path, runner=runner, signals=signals), runner
    runner.close()


def test_use_4_no_statement_runs_on_the_gui_thread(
    qtbot: QtBot, live: tuple[Surroundings, TaskRunner], office: Office, keys: Keyboard
) -> None:
    desk, runner = live
    account = owing(office)
    gui, wrong = threading.get_ident(), []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if threading.get_ident() == gui:
            wrong.append(statement)

    window = show_window(qtbot, desk.context, keys)
    sql_event.listen(office.db.engine, "before_cursor_execute", note)
    try:
        qtbot.waitUntil(lambda: not runner.pending())
        window.open_page("account", account)
        qtbot.waitUntil(lambda: window.windowTitle().startswith("Okafor"))
        window.open_page("control", office.control)
        qtbot.waitUntil(lambda: window.windowTitle().startswith("Tender control"))
        window.back()
        keys.press(F5)
        qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
        keys.press(ENTER)
        qtbot.waitUntil(lambda: window.page is not None and window.page.KIND == "event")
        qtbot.waitUntil(lambda: bool(desk.printer.papers))
        qtbot.waitUntil(lambda: not runner.pending())
    finally:
        sql_event.remove(office.db.engine, "before_cursor_execute", note)
    assert wrong == []


def test_menus_close_and_leave_no_object_behind(window: MainWindow, keys: Keyboard) -> None:
    before = len(window.findChildren(QMenu))
    for _ in range(3):
        window.commands.show_about()
        settle()
        keys.press(ESC)
    assert window.findChildren(AboutDialog) == []
    assert len(window.findChildren(QMenu)) == before
