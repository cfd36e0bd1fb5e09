"""The main window: menus, header, page stack, drawer panel, status bar; nothing else."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from posapp.domain.rights import Right
from posapp.domain.topics import Topic
from posapp.i18n import _
from posapp.ui.commands import Commands
from posapp.ui.context import UiContext
from posapp.ui.drawer_notices import drawer_notices
from posapp.ui.dressing import InParts, wear
from posapp.ui.finding import Finding
from posapp.ui.formats import isolated, leading
from posapp.ui.leaving import Leaving
from posapp.ui.line_watch import LineWatch
from posapp.ui.menus import build_menus
from posapp.ui.naming import found_by, is_scan_line
from posapp.ui.open_file import OpenFile
from posapp.ui.page_stack import PageStack
from posapp.ui.pages.base import Page
from posapp.ui.pages.registry import PAGES
from posapp.ui.shortcuts import Key
from posapp.ui.theme import dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import BannerStack, Notice, merged
from posapp.ui.widgets.drawer_panel import DrawerPanel
from posapp.ui.widgets.header_bar import HeaderBar
from posapp.ui.widgets.scanner import ScannerFilter
from posapp.ui.widgets.status_line import StatusLine

_SIZE = (1366, 768)
# Small enough for a screen of 1366 x 768 at 150 %, and at 200 %.
_LEAST = (880, 500)
_LEAST_LOW = (640, 340)
# Narrower than this, the drawer panel makes room for the page.
_PANEL_FROM = 1000
_LOOKS: Final = frozenset({QEvent.Type.PaletteChange, QEvent.Type.FontChange})
_TAB: Final = Qt.FocusPolicy.TabFocus.value


class MainWindow(QMainWindow, InParts):
    """What one signed-in user works in.

    ``closed`` tells that the window is gone and nothing of it is being written any more.
    """

    closed = Signal()

    def __init__(self, context: UiContext, *, pending: Callable[[], int] = lambda: 0) -> None:
        """Make the window; ``start`` fills it.

        Args:
            context: the surroundings; the window puts its own pages and search line into it.
            pending: how many writes are under way; the window waits for them when it closes.
        """
        super().__init__()
        self.setObjectName("main_window")
        low = self.screen().availableSize().height() < _LEAST[1]
        self.setMinimumSize(*(_LEAST_LOW if low else _LEAST))
        self._pending = pending
        self._closing = False
        placed = replace(
            context, open_page=self.open_page, has_page=PAGES.__contains__, to_search=self.to_search
        )
        self.commands = Commands(placed, self)
        self.context = replace(placed, doings=self.commands)
        self.header = HeaderBar(
            self.context, partial(found_by, self.context), partial(is_scan_line, self.context)
        )
        self.open_file = OpenFile(self.context, self.header.file)
        self.finding = Finding(self.context, self.header.search, self._shown_page)
        self.status = StatusLine(self.context)
        self.banners = BannerStack(self.status.done)
        self.pages = PageStack(self._make_page)
        self.panel = DrawerPanel(self.context, self.commands)
        self._scanner = ScannerFilter(context.settings.scanner_gap_ms, self)
        self.leaving = Leaving(self, context.runner)
        self.line = LineWatch(self.context, self)
        context.failures.line = self.line
        self._lay_out()
        for part in self.worn(hidden=True):
            wear(part)
        self._connect()
        if not context.state.restore_window(self):
            self.resize(*_SIZE)

    @property
    def page(self) -> Page | None:
        """The page shown."""
        return self.pages.page

    def start(self) -> None:
        """Show the first page and read the drawer."""
        self.context.drawer.refresh()
        self.pages.restart("home")

    def open_page(self, kind: str, number: int) -> None:
        """Show a page of what ``number`` names; ``home`` is where the way back ends."""
        if kind == "home":
            self.pages.restart(kind)
        else:
            self.pages.open(kind, number)

    def back(self) -> None:
        """Stop long work, else go to the page before; from the first one into the search line."""
        if self.page is not None and self.page.stop_work():
            return
        if not self.pages.back():
            self.to_search()

    def to_search(self) -> None:
        """Put the focus into the search line, ready to type over what is there."""
        self.header.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.header.search.selectAll()

    def showEvent(self, event: QShowEvent) -> None:
        """Listen for scans once there is a native window to listen to."""
        super().showEvent(event)
        if not event.spontaneous():
            self._scanner.watch(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window belongs to the page."""
        super().resizeEvent(event)
        self._place_panel()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unfinished work, wait for what is being written; then remember the place and go."""
        if event.spontaneous() and self.commands.leaves_unfrozen:
            event.ignore()
            self.commands.quit()
            return
        if not self.leaving.may_go():
            event.ignore()
            return
        self.context.state.save_window(self)
        self.context.state.flush()
        if self._pending():
            self._closing = True
            self.setEnabled(False)
            self.status.show_words(_("Finishing what is being written…"))
            event.ignore()
            return
        super().closeEvent(event)
        self.closed.emit()

    def on_drained(self) -> None:
        """Nothing is being written any more: a window that waits can close."""
        if self._closing:
            self._closing = False
            QTimer.singleShot(0, self.close)

    def changeEvent(self, event: QEvent) -> None:
        """Draw strips anew when theme or text size changed: their marks are pictures."""
        super().changeEvent(event)
        if event.type() in _LOOKS and hasattr(self, "banners"):
            self.banners.show_notices(())
            self._show_notices()
            self._place_panel()

    def worn(self, *, hidden: bool) -> Sequence[QWidget]:
        """What wears the style sheet; pages that are not seen put it on when they are shown."""
        chrome = (self.menuBar(), self.header, self.banners, self.panel, self.status)
        return (*chrome, *self.pages.worn(hidden=hidden))

    def _lay_out(self) -> None:
        build_menus(self.menuBar(), self.context, self.commands)
        left = QVBoxLayout()
        left.setSpacing(dp(12))
        left.addWidget(self.banners)
        left.addWidget(self.pages, 1)
        content = QHBoxLayout()
        content.setContentsMargins(dp(16), dp(14), dp(16), dp(14))
        content.setSpacing(dp(12))
        content.addLayout(left, 1)
        content.addWidget(self.panel)
        whole = QWidget()
        whole.setProperty("role", "page")
        outer = QVBoxLayout(whole)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.header)
        outer.addLayout(content, 1)
        self.setCentralWidget(whole)
        self.setStatusBar(self.status)

    def _connect(self) -> None:
        context, search = self.context, self.header.search
        context.shortcuts.bind(Key.BACK, self, self.back)
        self.leaving.agreed.connect(self.close)
        search.posted.connect(partial(self.commands.take_line, search))
        self._scanner.scanned.connect(search.take_scan)
        self.pages.page_changed.connect(self._on_page)
        self.pages.page_changed.connect(self._order_focus)
        self.pages.page_moved.connect(self._on_page)
        self.commands.page = self._shown_page
        self.commands.said = lambda: self.header.search
        self.commands.file = lambda: self.open_file.number
        self.pages.work_ended.connect(self._on_work_ended)
        context.drawer.changed.connect(self._show_notices)
        context.drawer.failed.connect(self.finding.on_failed)
        context.signals.data_changed.connect(self._on_data_changed)
        self.line.changed.connect(self._on_line)

    def _shown_page(self) -> Page | None:
        return self.pages.page

    def _make_page(self, kind: str, number: int) -> Page:
        return PAGES[kind](self.context, number)

    def _on_page(self) -> None:
        page = self.page
        # A name from right to left must not turn the whole title around, in the task bar neither.
        title = f"{isolated(page.title)} – " if page is not None and page.title else ""
        self.setWindowTitle(leading(f"{title}posapp"))
        home = page is None or page.KIND == "home"
        self.open_file.follow(page.account_numbers if page is not None else (), home=home)
        self._place_panel()
        self.panel.show_last(wanted=page is None or page.KIND != "home")
        self._show_notices()

    def _place_panel(self) -> None:
        """The drawer stands beside the page where there is room and where the user has one."""
        page, wide = self.page, self.width() >= dp(_PANEL_FROM)
        takes_money = self.context.actor.may(Right.OPEN_CONTROL)
        wanted = page is None or page.SHOWS_DRAWER
        self.panel.setVisible(wide and takes_money and wanted)

    def _order_focus(self) -> None:
        """Tab goes from the page to the panel; a new page would come after it."""
        last = _last_stop(self.page) if self.page is not None else None
        first = () if last is None else (last,)
        for before, part in pairwise((*first, *self.panel.stops)):
            QWidget.setTabOrder(before, part)

    def _show_notices(self) -> None:
        page = self.page
        own = page.notices if page is not None else ()
        limit = page is None or not page.TELLS_LIMIT
        self.banners.show_notices(
            merged(
                (
                    *self.line.notices,
                    *own,
                    *drawer_notices(self.context, limit=limit),
                    *self._working_notices(),
                )
            )
        )

    def _on_line(self) -> None:
        """The database went or came back."""
        self.status.show_line(self.line.since)
        self._show_notices()

    def _working_notices(self) -> tuple[Notice, ...]:
        """Work that goes on behind the page shown, and the way to it, where it can be stopped."""
        return tuple(
            Notice(page.working, Tone.BLUE, _("Show"), partial(self.open_page, page.KIND, 0))
            for page in self.pages.working
        )

    def _on_work_ended(self, says: Notice) -> None:
        page = self.page
        if page is not None:
            page.show_notice(says)
        self._show_notices()

    def _on_data_changed(self, topics: frozenset[Topic]) -> None:
        self.context.drawer.on_data_changed(topics)
        self.pages.on_data_changed(topics)


def _last_stop(page: Page) -> QWidget | None:
    """Where Tab stops last on a page; its parts follow each other in the chain of the window."""
    parts: list[QWidget] = []
    one = page.nextInFocusChain()
    while one is not None and page.isAncestorOf(one):
        parts.append(one)
        one = one.nextInFocusChain()
    # A page has hundreds of parts, and only few come after the last that one stops at.
    stops = (one for one in reversed(parts) if one.focusPolicy().value & _TAB)
    return next(stops, None)
