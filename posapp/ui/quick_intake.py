"""Rows of Quick Add that come in many: pasted, out of a file, kept from before."""

from collections.abc import Sequence

from PySide6.QtCore import QObject

from posapp.domain.quick_add import QuickKind
from posapp.i18n import _, plural
from posapp.ui.models.quick_lines import ShownLine
from posapp.ui.models.quick_paste import pasted_rows
from posapp.ui.pages.base import Page
from posapp.ui.quick_file import choose_file, read_file
from posapp.ui.quick_look_ups import QuickLookUps
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice
from posapp.ui.widgets.quick_rows import QuickRows


class QuickIntake(QObject):
    """Puts such rows into the grid of a page and has them looked up."""

    def __init__(
        self, page: Page, kind: QuickKind, rows: QuickRows, look_ups: QuickLookUps
    ) -> None:
        """Make it.

        Args:
            page: where it is said that rows were left out.
            kind: rules, or accounts.
            rows: the grid.
            look_ups: finds the payors.
        """
        super().__init__(page)
        self._page, self._kind, self._rows, self._look_ups = page, kind, rows, look_ups

    def paste(self, text: str) -> None:
        """Rows of a spreadsheet go to where the cursor is."""
        at, grid = self._rows.table.currentIndex(), self._rows.grid
        field = grid.field_at(at.column()) or grid.first_field
        rows = pasted_rows(text, self._kind, self._page.context.setup, field)
        self.take(rows, at.row() if at.isValid() else None)

    def choose_file(self) -> None:
        """Rows of a file go behind those that are there."""
        choose_file(self._page, self._kind, self.take)

    def take_file(self, name: str) -> None:
        """Rows of a file, by its name."""
        read_file(self._page, self._kind, self.take, name)

    def take(self, rows: Sequence[ShownLine], at: int | None = None) -> None:
        """Put rows into the grid; what is beyond the limit is said."""
        grid = self._rows.grid
        if grid.is_closed:
            says = _("These rows are sent already. Clear the grid for the next batch.")
            self._page.show_notice(Notice(says, Tone.BLUE))
            return
        left = grid.take(rows, at)
        self._look_ups.ask_all()
        self._rows.table.go_to_free_row()
        if left:
            self._page.show_notice(Notice(self._left_out(left), Tone.AMBER))

    def _left_out(self, left: int) -> str:
        words = plural(
            "{n} row was left out: this page has {most} rows.",
            "{n} rows were left out: this page has {most} rows.",
            left,
        )
        count = self._page.context.formats.count
        return words.format(n=count(left), most=count(self._rows.grid.offer.limit or 0))
