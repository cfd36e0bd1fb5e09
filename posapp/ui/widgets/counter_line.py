"""The search line at the counter: also takes a payment said in one line, or a typed scan line.

``4512 ca 100 ck 84.20 #1043`` shows what it would do; Enter takes exactly what is shown. A scan never
takes a payment, whatever its text is (T19): it only ever finds something.
"""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from posapp.domain.ids import new_request_id
from posapp.domain.one_line import LineView
from posapp.ui.announce import announce
from posapp.ui.context import UiContext
from posapp.ui.widgets.hits import Hit
from posapp.ui.widgets.line_preview import LinePreview
from posapp.ui.widgets.scanner import time_of
from posapp.ui.widgets.search_line import SearchLine

IsScanLine = Callable[[str], bool]


class CounterLine(SearchLine):
    """``posted`` carries the line that was taken with Enter, and the id of its request (D-21)."""

    posted = Signal(object, str)

    def __init__(
        self,
        context: UiContext,
        look_up: Callable[[str], Sequence[Any]],
        present: Callable[[Any], Hit],
        is_scan_line: IsScanLine,
        *,
        label: str,
        parent: QWidget | None = None,
    ) -> None:
        """Make the line.

        Args:
            context: the surroundings.
            look_up: gives hits, or one ``LineView``; runs off the GUI thread.
            present: says how a hit looks.
            is_scan_line: whether a typed text is the line of a stub.
            label: accessible name and placeholder.
            parent: parent widget.
        """
        super().__init__(
            context.runner,
            look_up,
            present,
            label=label,
            scanner_gap_ms=context.settings.scanner_gap_ms,
            parent=parent,
        )
        self._context = context
        self._is_scan_line = is_scan_line
        self._preview: LinePreview | None = None
        self._request = ("", "")
        self._last_key = float("-inf")
        self._hasty = False

    @property
    def preview(self) -> LineView | None:
        """What the line would do, while that is shown."""
        return None if self._preview is None else self._preview.view

    @property
    def preview_words(self) -> str:
        """The same as a screen reader says it."""
        return "" if self.preview is None or self._preview is None else self._preview.words()

    def hold(self, *, busy: bool) -> None:
        """While a payment is written nothing is typed over it, and no second Enter counts."""
        self.setReadOnly(busy)

    def taken(self) -> None:
        """The payment is made: the next line is another request."""
        self.hold(busy=False)
        self._request = ("", "")
        self._finish()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Know whether a key came at the speed of a scanner."""
        at_ms = time_of(event)
        self._hasty = at_ms - self._last_key <= self._context.settings.scanner_gap_ms
        self._last_key = at_ms
        super().keyPressEvent(event)

    def _on_enter(self, at_ms: float) -> None:
        if self.isReadOnly():
            return
        if self._is_scan_line(self.text()):
            self.take_scan(self.text().strip())
            return
        super()._on_enter(at_ms)

    def _choose(self, found: Any) -> None:
        if not isinstance(found, LineView):
            super()._choose(found)
        elif self.preview is not found:
            # Enter came before the answer: show it first, the next Enter takes it.
            self._show(found)
        elif found.refused is not None or self._hasty:
            # A device that types an Enter of its own takes no payment (T19).
            announce(self, self.preview_words)
        else:
            self.posted.emit(found, self._request_of(self.text()))

    def _request_of(self, text: str) -> str:
        """One id for the same text until its payment is made, so that a retry is harmless (D-21)."""
        if self._request[0] != text:
            self._request = (text, new_request_id())
        return self._request[1]

    def _open(self, hits: list[tuple[Any, Hit]]) -> None:
        found = hits[0][0] if hits else None
        if isinstance(found, LineView):
            self._show(found)
            return
        if self._preview is not None:
            self._preview.hide()
        super()._open(hits)

    def _show(self, view: LineView) -> None:
        super()._close()
        if self._preview is None or self._preview.parent() is not self.window():
            self._preview = LinePreview(self._context, self)
        self._preview.show_view(view)
        announce(self, self._preview.words())

    def _current(self) -> Any:
        return self.preview or super()._current()

    def _move(self, lines: int) -> None:
        if self.preview is None:
            super()._move(lines)

    def _is_open(self) -> bool:
        return self.preview is not None or super()._is_open()

    def _close(self) -> None:
        super()._close()
        if self._preview is not None:
            self._preview.hide()
