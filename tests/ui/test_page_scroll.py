"""Pages in the window: a new one begins at its top, and none is wider than its place (taste 7)."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from posapp.domain.codes import DistributeAction
from posapp.domain.ids import AccountId, EventId, new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.ui.pages.account import AccountPage
from posapp.ui.pages.base import Page
from posapp.ui.theme import Theme
from posapp.ui.window import MainWindow
from tests.helpers.office import DAY, Office
from tests.helpers.surroundings import Keyboard, settle, show_window, surround

pytestmark = pytest.mark.dressed

ENTER, TAB, ESC, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape, Qt.Key.Key_Down


@pytest.fixture
def window(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard
) -> MainWindow:
    return show_window(qtbot, surround(office, theme, tmp_path).context, keys, (1366, 768))


def owing(office: Office, name: str, agreements: int = 7) -> AccountId:
    account = office.account(name)
    for _ in range(agreements):
        office.agreement(account, "WATER", (DAY, 6135))
    for number in range(4):
        office.item(account, f"{name[:2].upper()}{number}", 1200)
    return account


def pay(office: Office, account: AccountId, cents: int = 2000) -> EventId:
    """An event that is not frozen: its page has the most buttons."""
    command = AddEvent(
        new_request_id(),
        account,
        (TenderDraft("CASH", Money(cents)),),
        (PaymentDraft(account, Money(cents)),),
        action=DistributeAction.NONE,
    )
    return office.services.payment_events.add(command, office.cashier).value.event_id


def opened(window: MainWindow, kind: str, number: int) -> Page:
    window.open_page(kind, number)
    settle()
    assert window.page is not None
    return window.page


def is_in_sight(window: MainWindow, part: QWidget) -> bool:
    """Whether all of a part can be seen; parts of it may lie under the edge of a scroll area."""
    return part.isVisible() and part.visibleRegion().boundingRect().size() == part.size()


def test_taste_7_a_new_page_begins_at_its_top(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    window.resize(1366, 560)
    first = opened(window, "account", owing(office, "Okafor, Ngozi"))
    keys.press(TAB, TAB, TAB)
    assert isinstance(first, AccountPage)
    second = opened(window, "account", owing(office, "Szabó, Anna"))
    assert isinstance(second, AccountPage)
    assert is_in_sight(window, second.head.name)
    assert is_in_sight(window, second.head.badges)


def test_taste_7_the_way_back_from_a_wide_page_narrows_it_again(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    account = owing(office, "Ashley, Joette", 1)
    event = pay(office, account)
    page = opened(window, "account", account)
    width = page.width()
    opened(window, "event", event)
    assert not window.panel.isVisible()
    window.to_search()
    keys.press(ESC)
    assert window.page is page
    assert window.panel.isVisible()
    assert page.width() == width
    assert isinstance(page, AccountPage)
    assert is_in_sight(window, page.take)
