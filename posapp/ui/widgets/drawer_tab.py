"""Tabs of a tender control's page: each shows the control as read, and reads what only it shows."""

from collections.abc import Callable
from typing import ClassVar, TypeVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from posapp.domain.ids import ControlId
from posapp.domain.tender_controls import ControlView
from posapp.ui.context import UiContext
from posapp.ui.pages.base import Page
from posapp.ui.theme import dp
from posapp.ui.widgets.event_tabs import TurningTabs

T = TypeVar("T")


class ControlTab(QWidget):
    """One tab; a subclass names itself and fills ``column``.

    Attributes:
        NAME: object name.
    """

    NAME: ClassVar[str] = ""

    def __init__(self, context: UiContext, page: Page) -> None:
        """Make it empty.

        Args:
            context: the surroundings.
            page: the page it stands on, which shows what reads fail with.
        """
        super().__init__()
        self.setObjectName(self.NAME)
        self.context = context
        self.page = page
        self._generation = 0
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, dp(12), 0, 0)
        self.column.setSpacing(dp(12))

    @property
    def control_id(self) -> ControlId:
        """The tender control of the page."""
        return ControlId(self.page.number)

    def label(self, view: ControlView | None) -> str:
        """Words of the tab, the letter for Alt marked."""
        raise NotImplementedError

    def show_view(self, view: ControlView) -> None:
        """Show the control as read; nothing by default."""

    def load(self) -> None:
        """Read what only this tab shows; called when it is looked at and when data changed."""

    def focus_first(self) -> None:
        """Put the focus where work on this tab starts."""
        self.setFocus()

    def read(self, work: Callable[[], T], on_done: Callable[[T], None]) -> None:
        """Run a read elsewhere; only the answer of the newest one is shown."""
        self._generation += 1
        asked = self._generation

        def answered(found: T) -> None:
            if asked == self._generation:
                on_done(found)

        self.context.runner.run(self, work, answered, self.page.on_failed)


class ControlTabs(TurningTabs):
    """The tabs in the order of adding; the one shown is read when it is turned to."""

    def __init__(self) -> None:
        super().__init__("control_tabs")
        self._view: ControlView | None = None
        self.currentChanged.connect(self._on_turned)

    def add(self, tab: ControlTab) -> None:
        """Append a tab."""
        self.addTab(tab, tab.label(None))

    def show_view(self, view: ControlView) -> None:
        """Show the control on every tab, and read the one in front."""
        self._view = view
        for tab in self.tabs:
            tab.show_view(view)
            self.setTabText(self.indexOf(tab), tab.label(view))
        self._on_turned()

    @property
    def tabs(self) -> tuple[ControlTab, ...]:
        """The tabs from the left."""
        found = (self.widget(at) for at in range(self.count()))
        return tuple(tab for tab in found if isinstance(tab, ControlTab))

    @property
    def shown(self) -> ControlTab | None:
        """The tab in front."""
        found = self.currentWidget()
        return found if isinstance(found, ControlTab) else None

    def focus_first(self) -> None:
        """Start in the tab shown."""
        if self.shown is not None:
            self.shown.focus_first()

    def _on_turned(self, _index: int = 0) -> None:
        if self._view is not None and self.shown is not None:
            self.shown.load()
