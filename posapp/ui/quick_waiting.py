"""Strips about batches that wait, on a Quick Add page; they go once the batches are finished (D-21)."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject

from posapp.domain.quick_add import BatchItem, QuickKind
from posapp.ui.pages.base import Page
from posapp.ui.quick_run import QuickRun
from posapp.ui.quick_start import QuickStart, open_batches, start_notices


class QuickWaiting(QObject):
    """Shows them while nothing of the page's own is shown in their place."""

    def __init__(self, page: Page, kind: QuickKind, run: QuickRun) -> None:
        """Make it.

        Args:
            page: has the strips.
            kind: rules, or accounts.
            run: the batch of the page, which is said more about than of others.
        """
        super().__init__(page)
        self._page, self._kind, self._run = page, kind, run
        self._shown: QuickStart | None = None

    def show(self, start: QuickStart) -> None:
        """Say what was left unfinished."""
        self._shown = start
        self._page.show_notices(start_notices(start, self._page.context))

    def look_again(self) -> None:
        """The page is shown anew: such a batch may be finished since."""
        if self._is_shown:
            context = self._page.context
            work = partial(open_batches, context.services, self._kind, context.actor)
            context.runner.run(self, work, self._on_read, self._page.on_failed, "reports")

    @property
    def _is_shown(self) -> bool:
        if self._shown is None or not self._shown.open or self._run.batch is not None:
            return False
        says = start_notices(self._shown, self._page.context)
        return {one.text for one in says} <= {one.text for one in self._page.notices}

    def _on_read(self, batches: tuple[BatchItem, ...]) -> None:
        if self._shown is not None and self._is_shown:
            self.show(replace(self._shown, open=batches))
