"""Tabs of the payment event page: *Main*, and every further widget that is an ``EventTab``.

Ctrl+Tab and Ctrl+Shift+Tab go round wherever the focus is on the page, Alt with the marked letter
goes to a tab.
"""

from functools import partial
from typing import ClassVar

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSizePolicy, QTabBar, QTabWidget, QWidget

from posapp.domain.event_views import EventView
from posapp.i18n import _


class EventTab(QWidget):
    """One tab of an event: a subclass names itself and shows the event that the page has read.

    Attributes:
        NAME: object name of the tab.
    """

    NAME: ClassVar[str] = ""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName(self.NAME)

    def label(self, event: EventView | None) -> str:
        """Words of the tab, the letter for Alt marked; ``None`` before the event is read."""
        raise NotImplementedError

    def show_event(self, event: EventView) -> None:
        """Show an event; called after each reading of the page."""
        raise NotImplementedError

    def let_act(self, may: bool) -> None:
        """Keep every action of the tab from being pressed while one of the page runs."""

    def focus_first(self) -> None:
        """Put the focus where work on this tab starts."""
        self.setFocus()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this tab, as (what it does, key)."""
        return ()


class _LetterBar(QTabBar):
    """``chosen`` when a tab is chosen by Alt with its letter."""

    chosen = Signal()

    def event(self, event: QEvent) -> bool:
        """Tell the letter from arrows, which stay on the bar."""
        taken = super().event(event)
        if event.type() is QEvent.Type.Shortcut:
            self.chosen.emit()
        return taken


class TurningTabs(QTabWidget):
    """Tabs that Ctrl+Tab and Ctrl+Shift+Tab turn from anywhere in the window.

    So does Alt with the marked letter; each puts the focus where work on the tab starts.
    """

    def __init__(self, name: str) -> None:
        """Make it empty; ``name`` is its object name."""
        super().__init__()
        self.setObjectName(name)
        bar = _LetterBar(self)
        self.setTabBar(bar)
        self.setDocumentMode(True)
        bar.chosen.connect(self._on_letter)
        self.currentChanged.connect(self._on_current)
        for keys, step in (("Ctrl+Tab", 1), ("Ctrl+Shift+Tab", -1)):
            QShortcut(QKeySequence(keys), self).activated.connect(partial(self._turn, step))

    def tabInserted(self, index: int) -> None:
        """Take the room of the new tab into account only when it is shown."""
        super().tabInserted(index)
        self._on_current()

    def _on_current(self, _index: int = 0) -> None:
        """Only the tab shown needs room: a taller one behind it would make the page scroll."""
        for at in range(self.count()):
            page, shown = self.widget(at), at == self.currentIndex()
            policy = QSizePolicy.Policy.Preferred if shown else QSizePolicy.Policy.Ignored
            if page is not None:
                page.setSizePolicy(policy, policy)
        self.updateGeometry()

    def focus_first(self) -> None:
        """Put the focus where work on the tab shown starts; a subclass knows where that is."""
        self.currentWidget().setFocus()

    def _on_letter(self) -> None:
        self.focus_first()

    def _turn(self, step: int) -> None:
        self.setCurrentIndex((self.currentIndex() + step) % self.count())
        self.focus_first()


class EventTabs(TurningTabs):
    """The tabs in the order of adding."""

    def __init__(self) -> None:
        super().__init__("event_tabs")

    @property
    def tabs(self) -> tuple[EventTab, ...]:
        """The tabs from the left."""
        found = (self.widget(at) for at in range(self.count()))
        return tuple(tab for tab in found if isinstance(tab, EventTab))

    def add(self, tab: EventTab) -> None:
        """Append a tab."""
        self.addTab(tab, tab.label(None))

    def show_event(self, event: EventView) -> None:
        """Show an event on every tab."""
        for at, tab in enumerate(self.tabs):
            self.setTabText(at, tab.label(event))
            tab.show_event(event)

    def let_act(self, may: bool) -> None:
        """Tell every tab whether its buttons may be pressed."""
        for tab in self.tabs:
            tab.let_act(may)

    def focus_first(self) -> None:
        """Put the focus where work on the tab shown starts."""
        self.tabs[self.currentIndex()].focus_first()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of the tab shown, and the one that leads to the others."""
        turn = ((_("Next tab"), "Ctrl+Tab"),) if self.count() > 1 else ()
        return (*self.tabs[self.currentIndex()].keys(), *turn)
