"""Tabs of the payment event page: they are reached by keys and each shows the event."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from posapp.domain.event_views import EventView
from posapp.ui.widgets.event_tabs import EventTab, EventTabs
from tests.helpers.surroundings import Keyboard, settle
from tests.helpers.views import event, payment, tender


class Words(EventTab):
    """A tab with one field."""

    NAME = "words_tab"

    def __init__(self, name: str) -> None:
        self.NAME = name
        super().__init__()
        self.field = QLineEdit()
        self.shown: list[EventView] = []
        self.may: list[bool] = []
        QVBoxLayout(self).addWidget(self.field)

    def label(self, event: EventView | None) -> str:
        count = "" if event is None else f" {len(event.payments)}"
        return f"&{self.NAME}{count}"

    def show_event(self, event: EventView) -> None:
        self.shown.append(event)

    def let_act(self, may: bool) -> None:
        self.may.append(may)

    def focus_first(self) -> None:
        self.field.setFocus()

    def keys(self) -> tuple[tuple[str, str], ...]:
        return ((self.NAME, "F4"),)


def shown(qtbot: QtBot, *names: str) -> tuple[QWidget, QLineEdit, EventTabs]:
    window, above, tabs = QWidget(), QLineEdit(), EventTabs()
    for name in names:
        tabs.add(Words(name))
    layout = QVBoxLayout(window)
    layout.addWidget(above)
    layout.addWidget(tabs)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    above.setFocus()
    settle()
    return window, above, tabs


def test_ctrl_tab_goes_round_from_anywhere_on_the_page(qtbot: QtBot) -> None:
    _window, above, tabs = shown(qtbot, "main", "tenders", "log")
    keys, control = Keyboard(), Qt.KeyboardModifier.ControlModifier
    assert above.hasFocus()
    keys.press((control, Qt.Key.Key_Tab))
    assert tabs.currentWidget().objectName() == "tenders"
    assert tabs.tabs[1].field.hasFocus()
    keys.press((control, Qt.Key.Key_Tab), (control, Qt.Key.Key_Tab))
    assert tabs.currentIndex() == 0
    both = control | Qt.KeyboardModifier.ShiftModifier
    keys.press((both, Qt.Key.Key_Backtab))
    assert tabs.currentIndex() == 2


def test_alt_and_the_marked_letter_lead_to_a_tab(qtbot: QtBot) -> None:
    _window, _above, tabs = shown(qtbot, "main", "tenders", "log")
    Keyboard().press((Qt.KeyboardModifier.AltModifier, Qt.Key.Key_L))
    assert tabs.currentIndex() == 2


def test_every_tab_shows_the_event_and_rests_while_the_page_acts(qtbot: QtBot) -> None:
    _window, _above, tabs = shown(qtbot, "main", "tenders")
    view = event((tender("25.00"),), (payment("25.00"),))
    tabs.show_event(view)
    tabs.let_act(False)
    assert [tab.shown for tab in tabs.tabs] == [[view], [view]]
    assert [tab.may for tab in tabs.tabs] == [[False], [False]]
    assert tabs.tabText(1) == "&tenders 1"


def test_keys_are_those_of_the_tab_shown(qtbot: QtBot) -> None:
    _window, _above, tabs = shown(qtbot, "main", "tenders")
    tabs.setCurrentIndex(1)
    assert tabs.keys() == (("tenders", "F4"), ("Next tab", "Ctrl+Tab"))
    _window, _above, alone = shown(qtbot, "main")
    assert alone.keys() == (("main", "F4"),)
