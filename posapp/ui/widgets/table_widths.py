"""How wide a table's columns are: as many letters after the text grew as before (taste 6)."""

from typing import Final

from PySide6.QtWidgets import QHeaderView, QTableView

from posapp.ui.theme import dp

_UNIT: Final = 1000


class TableWidths:
    """Lets the columns of a table that is open grow and shrink with the text."""

    def __init__(self, table: QTableView) -> None:
        """Keep the widths of ``table``."""
        self._table = table
        self._unit = dp(_UNIT)

    def start(self) -> None:
        """The widths were set for the text as it is now."""
        self._unit = dp(_UNIT)

    def measure(self) -> None:
        """Follow the size of the text; a column that takes what is left does so anyway."""
        before, self._unit = self._unit, dp(_UNIT)
        if before == self._unit:
            return
        header = self._table.horizontalHeader()
        for section in range(header.count()):
            if header.sectionResizeMode(section) is not QHeaderView.ResizeMode.Stretch:
                wide = round(header.sectionSize(section) * self._unit / before)
                header.resizeSection(section, wide)
