"""The pages of the window: the one shown, and the way back to the ones before it."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget

from posapp.domain.topics import Topic
from posapp.ui.pages.base import Page

Make = Callable[[str, int], Page]

# More steps back than anybody remembers; older pages are let go.
_DEPTH: Final = 12


class PageStack(QStackedWidget):
    """Shows one page; older ones keep their state until one goes back to them.

    ``page_changed`` tells when another page is shown, ``page_moved`` when its title or strips
    changed, ``work_ended`` carries the strip of long work of a page that is not shown.
    """

    work_ended = Signal(object)
    page_changed = Signal()
    page_moved = Signal()

    def __init__(self, make: Make) -> None:
        """Make an empty stack.

        Args:
            make: makes a page by kind and number.
        """
        super().__init__()
        self._make = make
        self._stale: set[Page] = set()
        self._apart: list[Page] = []

    @property
    def page(self) -> Page | None:
        """The page shown."""
        found = self.currentWidget()
        return found if isinstance(found, Page) else None

    @property
    def may_go_back(self) -> bool:
        """Whether there is a page before this one."""
        return self.count() > 1

    def open(self, kind: str, number: int) -> None:
        """Show a page; the one that is shown already is read again."""
        page = self.page
        if page is not None and (page.KIND, page.number) == (kind, number):
            page.load()
            page.focus_first()
            return
        working = self._working(kind)
        if working is not None:
            self._return_to(working)
            return
        self._push(self._make(kind, number))

    @property
    def working(self) -> tuple[Page, ...]:
        """Pages with long work under way that are not shown."""
        behind = (self.widget(index) for index in range(self.count()))
        pages = [one for one in behind if isinstance(one, Page)]
        return tuple(one for one in (*pages, *self._apart) if one.working and one is not self.page)

    def restart(self, kind: str) -> None:
        """Show a page as the first one; there is no way back from it."""
        self._push(self._make(kind, 0))
        while self.count() > 1:
            self._drop(0)

    def back(self) -> bool:
        """Return to the page before; False when this is the first one."""
        if not self.may_go_back:
            return False
        last = self.count() - 1
        self.setCurrentIndex(last - 1)
        self._drop(last)
        page = self.page
        if page is not None:
            if page in self._stale:
                self._stale.discard(page)
                page.load()
            self.page_changed.emit()
            page.focus_again()
        return True

    def on_data_changed(self, topics: frozenset[Topic]) -> None:
        """Reload the page that is shown if a topic concerns it; others when they are shown."""
        for index in range(self.count()):
            page = self.widget(index)
            if not isinstance(page, Page) or not page.is_concerned(topics):
                continue
            if page is self.page:
                page.load()
            else:
                self._stale.add(page)

    def minimumSizeHint(self) -> QSize:
        """What the page shown needs; pages behind it must not hold the window wide."""
        page = self.page
        return page.minimumSizeHint() if page is not None else super().minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The page shown fills its place, also when it was laid out for a wider one."""
        super().resizeEvent(event)
        page = self.page
        if page is not None:
            page.setGeometry(self.contentsRect())

    def _working(self, kind: str) -> Page | None:
        return next((one for one in self.working if kind == one.KIND), None)

    def _return_to(self, page: Page) -> None:
        """Show a page whose work goes on; it is not read again."""
        if page in self._apart:
            self._apart.remove(page)
        else:
            self.removeWidget(page)
        self.addWidget(page)
        self.setCurrentWidget(page)
        self.page_changed.emit()
        page.focus_first()

    def _on_work_ended(self, page: Page, says: object) -> None:
        """Tell it where the user is now; a page that was left long ago goes."""
        if page is self.page:
            return
        self.work_ended.emit(says)
        if page in self._apart:
            self._apart.remove(page)
            page.deleteLater()

    def _push(self, page: Page) -> None:
        page.title_changed.connect(self.page_moved)
        page.notices_changed.connect(self.page_moved)
        page.work_ended.connect(partial(self._on_work_ended, page))
        self.addWidget(page)
        self.setCurrentWidget(page)
        if self.count() > _DEPTH:
            # The first one is where one starts from; it stays.
            self._drop(1)
        self.page_changed.emit()
        page.load()
        page.focus_first()

    def _drop(self, index: int) -> None:
        page = self.widget(index)
        if isinstance(page, Page):
            self._stale.discard(page)
            self.removeWidget(page)
            if page.working:
                page.hide()
                self._apart.append(page)
            else:
                page.deleteLater()
