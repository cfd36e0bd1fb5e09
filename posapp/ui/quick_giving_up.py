"""Gives rows of a kept batch of Quick Add up: one by Ctrl+Delete, or all that are not in (D-35)."""

from collections.abc import Collection
from functools import partial

from PySide6.QtCore import QObject

from posapp.domain.quick_add import BatchId, BatchView
from posapp.domain.quick_states import RowAct, may, state_of
from posapp.domain.topics import Saved
from posapp.ui.dialogs.give_up_rows import GiveUpRowsDialog
from posapp.ui.pages.base import Page
from posapp.ui.quick_run import QuickRun
from posapp.ui.quick_words import outcome_notice, settled_words
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice
from posapp.ui.widgets.quick_rows import QuickRows


class QuickGivingUp(QObject):
    """Asks once for a page, then shows the batch as it is; corrected texts stay on the page."""

    def __init__(self, page: Page, rows: QuickRows, run: QuickRun) -> None:
        """Make it.

        Args:
            page: where it is said why a row cannot be given up.
            rows: the rows; they say which is meant.
            run: holds the batch.
        """
        super().__init__(page)
        self._page, self._rows, self._run = page, rows, run
        rows.give_up_wanted.connect(self.give_row)
        rows.mend.rest_wanted.connect(self.give_rest)

    def give_row(self, row: int) -> None:
        """A kept row is given up; one that cannot be says why."""
        self._rows.table.commit_open_editor()
        grid = self._rows.grid
        line, state = grid.record(row), grid.state_at(row)
        if line.result is not None and may(state, RowAct.GIVE_UP):
            self._ask({line.result.line})
        elif not line.is_empty:
            self._page.show_notice(Notice(settled_words(state, row + 1), Tone.BLUE))

    def give_rest(self) -> None:
        """Every row that is not in is given up."""
        self._rows.table.commit_open_editor()
        self._ask(None)

    def _ask(self, lines: Collection[int] | None) -> None:
        batch, context = self._run.batch, self._page.context
        if batch is None or self._run.is_running:
            return
        rows = [
            one
            for one in batch.rows
            if may(state_of(one.outcome), RowAct.GIVE_UP) and (lines is None or one.line in lines)
        ]
        if not rows:
            return
        dialog = GiveUpRowsDialog(context, batch.id, rows, self._page.window())
        dialog.completed.connect(self._on_given_up)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_given_up(self, saved: Saved[BatchId]) -> None:
        context = self._page.context
        show = partial(context.services.quick_add.show, saved.value, context.actor)
        context.runner.run(self._page, show, self._on_view, self._page.on_failed)

    def _on_view(self, view: BatchView) -> None:
        self._run.take_view(view)
        if self._run.batch is not None:
            says = outcome_notice(self._run.batch, self._page.context.formats)
            self._page.show_notices((says,))
