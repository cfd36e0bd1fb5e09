"""Long lists: rows arrive page by page from a lane, sorted and filtered by the database.

Two rules keep an asynchronous model right (X14): ``loading`` is set before the reset and cleared
after ``endInsertRows``, because the view calls ``fetchMore`` from inside those signals; and one
request is in flight. A reply of an older generation is dropped. No proxy may sort this (X12).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final, TypeVar

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal

from posapp.domain.listing import PAGE_SIZE, Page, PageRequest
from posapp.ui.models.columns import Column
from posapp.ui.models.table import NOWHERE, ColumnTableModel, Index
from posapp.ui.tasks import Lane, Runner

R = TypeVar("R")
Fetch = Callable[[PageRequest], Page[R]]

# A reload brings back what was there, up to this many rows.
_RELOAD_MOST: Final = 1000


class PagedTableModel(ColumnTableModel[R]):
    """A list of which only the rows looked at are loaded.

    ``loading_changed`` tells when a request starts and ends; ``loaded`` after each page how many
    rows there are and whether more exist; ``failed`` carries the error of a request.
    """

    loading_changed = Signal(bool)
    loaded = Signal(int, bool)
    failed = Signal(object)

    def __init__(
        self,
        columns: Sequence[Column[R]],
        fetch: Fetch[R],
        runner: Runner,
        *,
        lane: Lane = "db",
        page_size: int = PAGE_SIZE,
        parent: QObject | None = None,
    ) -> None:
        """Make an empty list; ``load`` fills it.

        Args:
            columns: columns with the sort keys that the list offers.
            fetch: gives one page; a method of the browse service, run on ``lane``.
            runner: runs it.
            lane: ``db`` or ``reports``.
            page_size: rows of one request.
            parent: parent object.
        """
        super().__init__(columns, parent)
        self._rows: list[R] = []
        self._fetch = fetch
        self._runner = runner
        self._lane: Lane = lane
        self._request = PageRequest(limit=page_size)
        self._next: tuple[Any, ...] | None = None
        self._generation = 0
        self._loading = False

    @property
    def loading(self) -> bool:
        """Whether a request is under way."""
        return self._loading

    @property
    def has_more(self) -> bool:
        """Whether rows exist that are not loaded yet."""
        return self._next is not None

    @property
    def request(self) -> PageRequest:
        """Sorting and filters in force."""
        return self._request

    def load(self, filters: Mapping[str, Any] | None = None) -> None:
        """Start anew, with other filters when they are given."""
        if filters is not None:
            self._request = replace(self._request, filters=dict(filters))
        self._generation += 1
        self._set_loading(True)
        self.beginResetModel()
        self._rows = []
        self._next = None
        self._forget_texts()
        self.endResetModel()
        self._send(self._request, partial(self._on_page, self._generation))

    def reload(self) -> None:
        """Read again what is shown; the old rows stay until the new ones are there."""
        self._generation += 1
        self._set_loading(True)
        limit = max(self._request.limit, min(len(self._rows), _RELOAD_MOST))
        wanted = replace(self._request, limit=limit)
        self._send(wanted, partial(self._on_reloaded, self._generation))

    def clear(self) -> None:
        """Show nothing; a reply that is still under way is dropped."""
        self._generation += 1
        self.beginResetModel()
        self._rows = []
        self._next = None
        self._forget_texts()
        self.endResetModel()
        self._set_loading(False)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort in the database by a column that offers a sort key; others are left alone."""
        if not 0 <= column < len(self._columns) or not self._columns[column].sort:
            return
        down = order is Qt.SortOrder.DescendingOrder
        self._request = replace(self._request, sort=self._columns[column].sort, descending=down)
        self.load()

    def canFetchMore(self, parent: Index = NOWHERE) -> bool:
        """Whether the view may ask for the next page now."""
        return not parent.isValid() and not self._loading and self._next is not None

    def fetchMore(self, parent: Index = NOWHERE) -> None:
        """Ask for the next page."""
        if not self.canFetchMore(parent):
            return
        self._set_loading(True)
        wanted = replace(self._request, after=self._next)
        self._send(wanted, partial(self._on_page, self._generation))

    def _send(self, request: PageRequest, on_page: Callable[[Page[R]], None]) -> None:
        failed = partial(self._on_failed, self._generation)
        self._runner.run(self, partial(self._fetch, request), on_page, failed, self._lane)

    def _on_page(self, generation: int, page: Page[R]) -> None:
        if generation != self._generation:
            return
        self._next = page.next if page.rows else None
        if page.rows:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(page.rows) - 1)
            self._rows.extend(page.rows)
            self.endInsertRows()
        self._arrived()

    def _on_reloaded(self, generation: int, page: Page[R]) -> None:
        if generation != self._generation:
            return
        self._next = page.next if page.rows else None
        if list(page.rows) != self._rows:
            self.beginResetModel()
            self._rows = list(page.rows)
            self._forget_texts()
            self.endResetModel()
        self._arrived()

    def _on_failed(self, generation: int, error: BaseException) -> None:
        if generation != self._generation:
            return
        # Without a next key the view does not ask again; the user reloads.
        self._next = None
        self._set_loading(False)
        self.failed.emit(error)

    def _arrived(self) -> None:
        self._set_loading(False)
        self.loaded.emit(len(self._rows), self.has_more)

    def _set_loading(self, loading: bool) -> None:
        if loading != self._loading:
            self._loading = loading
            self.loading_changed.emit(loading)
