"""Booked differences in the window: found by date, cashier and reason, summed, drawn by day (OU-10)."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from posapp.domain.day_paper import DayPaper
from posapp.domain.ids import EventId, new_request_id
from posapp.domain.over_unders import BookOverUnder
from posapp.ui.dialogs.paper import PaperDialog
from posapp.ui.pages.over_unders import OverUndersPage
from posapp.ui.theme import Theme
from posapp.ui.window import MainWindow
from tests.helpers.drawers import count, payor, start, submit, take
from tests.helpers.office import DAY, Office
from tests.helpers.surroundings import Keyboard, settle, show_window, surround

F9, ENTER, ESC = Qt.Key.Key_F9, Qt.Key.Key_Return, Qt.Key.Key_Escape
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
LEFT, DOWN, TAB = Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_Tab


@pytest.fixture
def booked(office: Office) -> tuple[EventId, EventId]:
    """The cashier's drawer one dollar short, then two dollars over."""
    take(office, payor(office), "CASH", 100_00)
    start(office)
    events = []
    for cents, reason in ((249_00, "COUNT"), (251_00, "CHANGE")):
        count(office, office.supervisor, CASH=cents)
        submit(office, office.supervisor)
        order = BookOverUnder(new_request_id(), office.control, reason, f"why {reason}")
        events.append(office.services.over_unders.book(order, office.supervisor).value.event_id)
    return events[0], events[1]


@pytest.fixture
def window(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard
) -> MainWindow:
    context = surround(office, theme, tmp_path, actor=office.supervisor).context
    return show_window(qtbot, context, keys)


def opened(window: MainWindow) -> OverUndersPage:
    action = window.findChild(QAction, "reports_over_and_under")
    assert action is not None
    action.trigger()
    settle()
    page = window.page
    assert isinstance(page, OverUndersPage)
    return page


def amounts(page: OverUndersPage) -> list[int]:
    model = page.table.record_model()
    assert model is not None
    return [one.amount.minor for one in model.records]


def test_ou10_differences_are_found_summed_and_lead_to_their_events(
    window: MainWindow, office: Office, booked: tuple[EventId, EventId], keys: Keyboard
) -> None:
    page = opened(window)
    assert amounts(page) == [200, -100]
    assert page.totals.texts() == (
        "USD \u00b7 Over $2.00 \u00b7 Under $1.00 \u00b7 Together $1.00 \u00b7 2 bookings",
    )
    ModelTester(page.table.record_model())
    page.reason.setFocus()
    page.reason.select("COUNT")
    keys.press(F9)
    assert amounts(page) == [-100]
    page.clear_button.click()
    assert page.first.hasFocus()
    keys.type("+1")
    keys.press(ENTER)
    assert page.first.value() == DAY + timedelta(days=1)
    assert amounts(page) == []
    assert page.totals.texts() == ()
    keys.press(TAB)
    keys.type("t")
    keys.press(F9)
    assert "ends before" in page.form.errors()["last"]
    page.clear_button.click()
    page.cashier.select(office.supervisor.user_id)
    keys.press(F9)
    assert amounts(page) == []
    page.cashier.select(office.cashier.user_id)
    keys.press(F9)
    assert amounts(page) == [200, -100]
    page.table.select_line(1)
    page.focus_first()
    keys.press(ENTER)
    assert (window.page.KIND, window.page.number) == ("event", booked[0])


def test_ou10_a_bar_for_each_day_says_who_was_over_or_under(
    window: MainWindow, booked: tuple[EventId, EventId], keys: Keyboard
) -> None:
    assert booked
    page = opened(window)
    (bar,) = page.chart.chart.bars
    assert (bar.label, bar.values) == (f"{DAY:%m-%d}", (100,))
    page.chart.chart.setFocus()
    keys.press(LEFT)
    assert page.chart.words.whole == f"{DAY.isoformat()} \u00b7 Cashier: over $2.00, under $1.00"
    keys.press((CTRL, Qt.Key.Key_P))
    paper = QApplication.activeModalWidget()
    assert isinstance(paper, PaperDialog)
    assert paper.wish.order().kind is DayPaper.OVER_UNDER
    keys.press(ESC)


def test_ou10_a_cashier_sees_the_own_ones(
    qtbot: QtBot, office: Office, theme: Theme, tmp_path: Path, keys: Keyboard,
    booked: tuple[EventId, EventId],
) -> None:  # fmt: skip
    assert booked
    mine = opened(show_window(qtbot, surround(office, theme, tmp_path).context, keys))
    assert amounts(mine) == [200, -100]
    assert mine.cashier.isHidden()
    other = surround(office, theme, tmp_path, actor=office.colleague()).context
    assert amounts(opened(show_window(qtbot, other, keys))) == []
