"""Home of those without a drawer, and what is said when something is left or deleted."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from posapp.domain.codes import DistributeAction, Role
from posapp.domain.ids import EventId, new_request_id
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.rights import ROLE_RIGHTS
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.menus import page_entries
from posapp.ui.pages.home import HomePage
from posapp.ui.pages.payment_event import PaymentEventPage
from posapp.ui.theme import Theme
from posapp.ui.widgets.ways import Ways
from posapp.ui.window import MainWindow
from tests.helpers.office import DAY, Office
from tests.helpers.surroundings import Keyboard, settle, show_window, surround

ENTER, ESC, F9 = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_F9
CTRL_Q = (Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Q)


def opened(
    qtbot: QtBot, office: Office, theme: Theme, folder: Path, keys: Keyboard, role: str
) -> MainWindow:
    return show_window(qtbot, surround(office, theme, folder, office.actors[role]).context, keys)


def take(office: Office, action: DistributeAction) -> EventId:
    account = office.account()
    office.agreement(account, "WATER", (DAY, 6135))
    command = AddEvent(
        new_request_id(),
        account,
        (TenderDraft("CASH", Money(2000)),),
        (PaymentDraft(account, Money(2000)),),
        action=action,
    )
    return office.services.payment_events.add(command, office.cashier).value.event_id


AUDITED = [
    f"way_{kind}"
    for kind in (
        "search", "exceptions", "quick_add_search", "checkouts", "items", "open_credits",
        "paper_proof", "supervisor", "controls", "deposit_controls", "end_of_day", "over_unders",
        "cancels", "approvals", "audit_log", "ledger_export", "payroll", "users", "check",
        "health", "copies",
    )
]  # fmt: skip


def test_d44_home_offers_an_auditor_every_page_of_the_menus() -> None:
    may = ROLE_RIGHTS[Role.AUDITOR]
    offered = {
        kind for kind, one in page_entries().items() if one.right is None or one.right in may
    }
    # Home itself, what is done for a customer at the counter, and what belongs to an account.
    offered -= {
        "home", "pay", "financial_history", "payment_history", "account_bills", "match_events",
        "credit_rating", "account_details",
    }  # fmt: skip
    assert {name.removeprefix("way_") for name in AUDITED} == offered


@pytest.mark.parametrize(
    ("role", "ways"),
    [
        ("setup", ["way_import", "way_search", "way_autopay", "way_setup", "way_check"]),
        ("auditor", AUDITED),
    ],
)
def test_taste_5_home_offers_what_the_role_can_do(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard,
    role: str, ways: list[str],
) -> None:  # fmt: skip
    window = opened(qtbot, office, theme, tmp_path, keys, role)
    assert isinstance(window.page, HomePage)
    (card,) = window.page.findChildren(Ways)
    assert list(card.buttons) == ways
    for name in ways:
        window.open_page("home", 0)
        settle()
        assert window.page is not None
        (card,) = window.page.findChildren(Ways)
        card.buttons[name].setFocus()
        keys.press(ENTER)
        assert name.removeprefix("way_") == window.page.KIND


def test_d44_an_auditor_sees_the_drawers_at_work(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard
) -> None:
    window = opened(qtbot, office, theme, tmp_path, keys, "auditor")
    page = window.page
    assert isinstance(page, HomePage)
    assert page.drawers.isVisible()
    page.drawers.setFocus()
    keys.press(ENTER)
    assert window.page is not None
    assert (window.page.KIND, window.page.number) == ("control", office.control)


def test_a_cashier_has_no_such_list(window: MainWindow) -> None:
    assert window.page is not None
    assert window.page.findChildren(Ways) == []


def test_pe5_a_deleted_event_is_said_on_the_page_that_follows(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard
) -> None:
    window = opened(qtbot, office, theme, tmp_path, keys, "supervisor")
    window.open_page("event", take(office, DistributeAction.NONE))
    settle()
    page = window.page
    assert isinstance(page, PaymentEventPage)
    page.delete.click()
    settle()
    question = QApplication.activeModalWidget()
    if isinstance(question, ConfirmDialog):
        question.accept()
        settle()
    assert window.page is not None
    assert window.page.KIND == "home"
    assert any(text.endswith("was deleted.") for text in window.banners.texts())


def test_pe2_leaving_with_unfrozen_payments_is_asked_once(
    window: MainWindow, office: Office, keys: Keyboard
) -> None:
    wanted: list[int] = []
    window.commands.quit_wanted.connect(lambda: wanted.append(1))
    take(office, DistributeAction.FREEZE)
    window.context.drawer.refresh()
    keys.press(CTRL_Q)
    assert wanted == [1], "everything is frozen"
    take(office, DistributeAction.NONE)
    window.context.drawer.refresh()
    keys.press(CTRL_Q)
    assert isinstance(QApplication.activeModalWidget(), ConfirmDialog)
    keys.press(ESC)
    assert wanted == [1]
    keys.press(CTRL_Q, F9)
    assert wanted == [1, 1]
    assert QApplication.activeModalWidget() is None


def test_taste_7_pages_offered_stand_in_more_lines_where_there_is_less_room(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard
) -> None:
    window = opened(qtbot, office, theme, tmp_path, keys, "auditor")
    assert window.page is not None
    (card,) = window.page.findChildren(Ways)
    for width, lines in ((1366, 3), (700, 6), (1366, 3)):
        window.resize(width, 768)
        settle()
        tops = {button.mapTo(card, QPoint()).y() for button in card.buttons.values()}
        assert len(tops) == lines
        assert all(one.geometry().right() < card.width() for one in card.buttons.values())
