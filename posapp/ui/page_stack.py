"""The pages of the window: the one shown, and the way back to the ones before it."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from posapp.domain.topics import Topic
from posapp.i18n import _
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.dressing import wear
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
        working = self._held(kind, number)
        if working is not None:
            self._return_to(working)
            return
        self._push(self._make(kind, number))

    @property
    def working(self) -> tuple[Page, ...]:
        """Pages with long work under way that are not shown."""
        return tuple(one for one in self._all if one.working and one is not self.page)

    def restart(self, kind: str) -> None:
        """Show a page as the first one; there is no way back from it."""
        self._push(self._make(kind, 0))
        while self.count() > 1:
            self._drop(0)

    def back(self) -> bool:
        """Return to the page before; False when this is the first one."""
        if not self.may_go_back:
            return False
        if self.page is not None and self.page.unfinished:
            self._ask(self.page)
            return True
        last = self.count() - 1
        before = self.widget(last - 1)
        if before is not None:
            self._show(before)
        self._drop(last)
        page = self.page
        if page is not None:
            if page in self._stale:
                self._stale.discard(page)
                page.load()
            self.page_changed.emit()
            page.focus_again()
        return True

    def worn(self, *, hidden: bool) -> tuple[Page, ...]:
        """The page shown, and with ``hidden`` those behind it: what wears the style sheet."""
        shown = () if self.page is None else (self.page,)
        return self._all if hidden else shown

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

    def _held(self, kind: str, number: int) -> Page | None:
        """A page of a kind whose work goes on, or that page with something unfinished."""
        left = (one for one in self._all if one.unfinished and one.number == number)
        held = (one for one in (*self.working, *left) if one is not self.page)
        return next((one for one in held if kind == one.KIND), None)

    @property
    def _all(self) -> tuple[Page, ...]:
        behind = (self.widget(index) for index in range(self.count()))
        return (*(one for one in behind if isinstance(one, Page)), *self._apart)

    def _ask(self, page: Page) -> None:
        """Before what is unfinished is left: it stays in hand, where it can be kept (D-21)."""
        kept = _("What is typed is kept for you.") if page.keep_work() is not None else ""
        question = ConfirmDialog(
            [f"{page.unfinished} {kept}".rstrip()],
            self.window(),
            title=_("Leave unfinished work?"),
            yes=_("Leave"),
            yes_key="F9",
        )
        question.accepted.connect(self._on_agreed)
        question.finished.connect(question.deleteLater)
        question.open()

    def _on_agreed(self) -> None:
        if self.page is not None:
            self.page.give_up()
        self.back()

    def _return_to(self, page: Page) -> None:
        """Show a page whose work goes on; it is not read again."""
        if page in self._apart:
            self._apart.remove(page)
        else:
            self.removeWidget(page)
        self.addWidget(page)
        self._show(page)
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

    def _show(self, page: QWidget) -> None:
        """Show a page in the look of today: a switch of the theme leaves out what is not seen."""
        wear(page)
        self.setCurrentWidget(page)

    def _push(self, page: Page) -> None:
        if self.page is not None:
            self.page.forget_done()
        page.title_changed.connect(self.page_moved)
        page.notices_changed.connect(self.page_moved)
        page.work_ended.connect(partial(self._on_work_ended, page))
        self.addWidget(page)
        self._show(page)
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
            if page.working or page.unfinished:
                page.hide()
                self._apart.append(page)
            else:
                page.deleteLater()
