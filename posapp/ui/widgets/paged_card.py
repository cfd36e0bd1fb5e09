"""A long list in a card: read page by page, kept in place when its data changed (C.4)."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import Signal

from posapp.domain.listing import Page, PageRequest
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.models.columns import Column
from posapp.ui.models.paged import PagedTableModel
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.table import DataTable

_KEPT_ROWS: Final = 4

Fetch = Callable[[PageRequest], Page[Any]]


class PagedCard(Card):
    """One long list.

    ``failed`` carries the error of a read.
    """

    failed = Signal(object)

    def __init__(self, context: UiContext, name: str, label: str, *, title: str = "") -> None:
        """Make it empty.

        Args:
            context: the surroundings.
            name: object name of the list; its columns are remembered under it.
            label: accessible name of the list.
            title: heading of the card; none where a tab says it.
        """
        super().__init__(title, " " if title else "", grow=True)
        self._context = context
        self.model: PagedTableModel[Any] | None = None
        self._kept: Any = None
        self._identity: Callable[[Any], object] = id
        self.table = DataTable(name, label)
        self.table.keep_rows(_KEPT_ROWS)
        self.add(self.table, 1)

    def show_list(
        self, columns: Sequence[Column[Any]], fetch: Fetch, identity: Callable[[Any], object]
    ) -> None:
        """Read the list, or read it again; the user stays on the same line.

        Args:
            columns: its columns, with the sort keys that the service offers.
            fetch: gives one page; runs off the GUI thread.
            identity: what makes two readings of a record the same one, such as its id.
        """
        if self.model is not None:
            marked = self.table.current_record()
            self._kept = None if marked is None else identity(marked)
            self.model.reload()
            return
        self._identity = identity
        model = self.model = PagedTableModel(columns, fetch, self._context.runner, parent=self)
        model.loaded.connect(self._on_loaded)
        model.failed.connect(self.failed)
        self.table.set_model(model, self._context.state)
        model.load()

    def _on_loaded(self, rows: int, more: bool) -> None:
        first = _("The first {n}").format(n=self._context.formats.count(rows))
        if self.caption.text():
            self.caption.setText(first if more else " ")
        if self._kept is not None and self.model is not None:
            found = [self._identity(record) for record in self.model.records]
            if self._kept in found:
                self.table.select_line(found.index(self._kept))
            self._kept = None
        elif rows and self.table.hasFocus() and self.table.current_record() is None:
            self.table.select_line(0)
