"""Lists with a box to tick in front of each line: what is paid, which credits are used (CK-1)."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final, TypeVar, cast

from PySide6.QtCore import QObject, Qt

from posapp.i18n import _
from posapp.ui.models.columns import EditColumn
from posapp.ui.models.grid import EditableGridModel, Errors, no_errors
from posapp.ui.models.table import Index

TICK: Final = "ticked"
_WIDTH: Final = 44


T = TypeVar("T")


class TickGrid(EditableGridModel[T]):
    """A complete list whose first column is a box; records have ``ticked`` and ``may_tick``."""

    def __init__(
        self,
        columns: Sequence[EditColumn[T]],
        *,
        check: Callable[[tuple[T, ...]], Errors] = no_errors,
        parent: QObject | None = None,
    ) -> None:
        """Make an empty list.

        Args:
            columns: what stands after the box.
            check: finds errors by (line, column name).
            parent: parent object.
        """
        tick: EditColumn[T] = EditColumn(_("Pay"), _words, width=_WIDTH, name=TICK)
        super().__init__((tick, *columns), check=check, parent=parent)

    @property
    def ticked(self) -> tuple[T, ...]:
        """The chosen records."""
        return tuple(one for one in self.records if _is_ticked(one))

    def toggle(self, row: int) -> None:
        """Tick a line, or take the tick away; one that may not be chosen stays as it is."""
        if 0 <= row < self.rowCount():
            self._tick(row, wanted=not _is_ticked(self.record(row)))

    def tick_all(self) -> None:
        """Tick every line that may be; where all are ticked, none."""
        open_ = [one for one in self.records if _may(one)]
        wanted = not all(map(_is_ticked, open_))
        for row in range(self.rowCount()):
            self._tick(row, wanted=wanted)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The box is a check state for screen readers."""
        if role == Qt.ItemDataRole.CheckStateRole and index.isValid() and index.column() == 0:
            ticked = _is_ticked(self.record(index.row()))
            return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        return super().data(index, role)

    def _tick(self, row: int, *, wanted: bool) -> None:
        record: Any = self.record(row)
        if _may(record) and record.ticked != wanted:
            self.replace_record(row, cast("T", replace(record, ticked=wanted)))


def _is_ticked(record: Any) -> bool:
    return bool(record.ticked)


def _may(record: Any) -> bool:
    return bool(record.may_tick)


def _words(record: Any) -> str:
    return _("Yes") if _is_ticked(record) else ""
