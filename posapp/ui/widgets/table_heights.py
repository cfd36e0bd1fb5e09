"""How tall a table is: by its titles and rows, measured again when what they need changes."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtWidgets import QTableView

from posapp.ui.theme import ROW_PX, dp

_EMPTY_ROWS: Final = 2
_NO_LIMIT: Final = 16_777_215


class TableHeights:
    """Least and greatest height of a table in rows.

    A page is built before its window dresses it with the style sheet, which makes titles taller.
    """

    def __init__(self, table: QTableView) -> None:
        """Keep the heights of ``table``."""
        self._table = table
        self._settings: dict[str, Callable[[], None]] = {}
        self.wanted = 0
        """Pixels that come before the rest of others; 0 where the table wants none."""

    def keep(self, least: int) -> None:
        """Titles and ``least`` rows always."""
        self._set("keep", partial(self._keep, least, titled=self._is_titled()))

    def cap(self, most: int, *, wanted: bool) -> None:
        """Never more than titles and ``most`` rows, 0 for no limit."""
        self._set("cap", partial(self._cap, most, wanted=wanted, titled=self._is_titled()))

    def fit(self, rows: int, least: int) -> None:
        """Titles and ``rows`` rows, or room for the sentence of an empty table; 0 for no least."""
        shown = rows or _EMPTY_ROWS
        self._set("fit", partial(self._fit, shown, min(shown, least)))

    def measure(self) -> None:
        """Set the heights again, in the order that they were asked for."""
        for setting in self._settings.values():
            setting()

    def _set(self, what: str, setting: Callable[[], None]) -> None:
        self._settings.pop(what, None)
        self._settings[what] = setting
        setting()

    def _is_titled(self) -> bool:
        return self._table.model() is not None

    def _keep(self, least: int, *, titled: bool) -> None:
        self._table.setMinimumHeight(self._height_of(least, titled=titled))

    def _cap(self, most: int, *, wanted: bool, titled: bool) -> None:
        tall = self._height_of(most, titled=titled) if most else _NO_LIMIT
        self._table.setMaximumHeight(tall)
        self.wanted = tall if wanted and most else self.wanted
        self._table.updateGeometry()

    def _fit(self, rows: int, least: int) -> None:
        titles = self._table.horizontalHeader().sizeHint().height() + 2
        row = self._table.verticalHeader().defaultSectionSize()
        self.wanted = rows * row + titles
        self._table.setFixedHeight(self.wanted)
        if least:
            self._table.setMinimumHeight(least * row + titles)
            self._table.updateGeometry()

    def _height_of(self, rows: int, *, titled: bool) -> int:
        """Titles, rows, and the scroll bar that a narrow window puts below them."""
        bar = self._table.horizontalScrollBar().sizeHint().height()
        titles = self._table.horizontalHeader().sizeHint().height() if titled else 0
        return rows * dp(ROW_PX) + titles + bar
