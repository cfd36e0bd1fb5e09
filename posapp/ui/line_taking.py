"""Taking a payment that was said in one line of the search: sent once, asked about, then as always."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from posapp.domain.one_line import LineView
from posapp.domain.payment_events import AddedEvent
from posapp.domain.topics import Saved
from posapp.ui.context import UiContext
from posapp.ui.pages.base import Page
from posapp.ui.widgets.counter_line import CounterLine

Taken = Callable[[Saved[AddedEvent]], object]


class LineTaking(QObject):
    """Goes the way of the add dialog: draft in hand, concerns asked once, receipt (AD-7, D-21)."""

    def __init__(
        self,
        context: UiContext,
        window: QWidget,
        page: Callable[[], Page | None],
        open_drawer: Callable[[Callable[[], object]], None],
        on_taken: Taken,
    ) -> None:
        """Make it.

        Args:
            context: the surroundings.
            window: where errors go while no page is shown.
            page: the page that is shown, for strips and questions.
            open_drawer: asks for the float and goes on once the drawer is open.
            on_taken: what follows every payment: its page and its receipt.
        """
        super().__init__(window)
        self._context = context
        self._window = window
        self._page = page
        self._open_drawer = open_drawer
        self._on_taken = on_taken

    def take(self, line: CounterLine, view: LineView, request_id: str) -> None:
        """Take the payment as it was shown; without a drawer open one first (AD-6)."""
        if self._context.drawer.state.is_open:
            self._send(line, view, request_id, frozenset())
        else:
            # Once the drawer is open the line is still there, and Enter takes it.
            self._open_drawer(line.setFocus)

    def _send(
        self, line: CounterLine, view: LineView, request_id: str, confirmed: frozenset[str]
    ) -> None:
        context = self._context
        line.hold(busy=True)
        command = view.command(request_id, confirmed=confirmed)
        work = partial(context.services.in_hand.submit, command, context.actor)
        failed = partial(self._on_failed, line, view, request_id, confirmed)
        context.runner.run(self, work, partial(self._on_done, line), failed)

    def _on_done(self, line: CounterLine, saved: Saved[AddedEvent]) -> None:
        line.taken()
        self._on_taken(saved)

    def _on_failed(
        self,
        line: CounterLine,
        view: LineView,
        request_id: str,
        confirmed: frozenset[str],
        error: BaseException,
    ) -> None:
        """What must be confirmed is asked, anything else said; the line stays as it was typed."""
        line.hold(busy=False)
        page = self._page()
        if page is None:
            self._context.failures.unhandled(error, self._window)
            return
        again = partial(self._send, line, view, request_id)
        self._context.failures.present(
            error,
            page,
            confirm=lambda codes: again(confirmed | codes),
            retry=partial(again, confirmed),
        )
