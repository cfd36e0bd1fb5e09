"""Search line: hits while one types, scans known by their speed, late replies dropped.

One look-up is in flight; when its reply comes and the text has changed, the newest text is asked
for. So a slow database never queues up work, and a fast one answers each key (P5). Keys that come
at scanner speed wait, so a scan asks once.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from posapp.i18n import _
from posapp.ui.announce import announce
from posapp.ui.icons import icon
from posapp.ui.tasks import Runner
from posapp.ui.theme import tokens_of
from posapp.ui.widgets.hits import MAX_HITS, Hit, HitsPopup
from posapp.ui.widgets.scanner import ScanDetector, is_character, time_of

LONGEST_TYPED: Final = 1_000
"""No scan is longer; a longer text, pasted by mistake, would stop the window while it is drawn."""
_SHOWN: Final = 60

# Lines take these with Ctrl as end of line, delete to the end, delete the line on some systems.
_OF_PAGE: Final = (Qt.Key.Key_E, Qt.Key.Key_K, Qt.Key.Key_U, Qt.Key.Key_D)

LookUp = Callable[[str], Sequence[Any]]

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS: Final = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 7,
    Qt.Key.Key_PageUp: -7,
}


class SearchLine(QLineEdit):
    """Finds things by what one types.

    ``chosen`` carries the object of a hit, ``scanned`` the text of a scan, ``failed`` the error of
    a look-up.
    """

    chosen = Signal(object)
    scanned = Signal(str)
    failed = Signal(object)

    def __init__(
        self,
        runner: Runner,
        look_up: LookUp,
        present: Callable[[Any], Hit],
        *,
        name: str = "search",
        label: str = "",
        debounce_ms: int = 40,
        scanner_gap_ms: int = 35,
        parent: QWidget | None = None,
    ) -> None:
        """Make the line.

        Args:
            runner: runs the look-ups.
            look_up: gives at most fifty objects for a text; runs off the GUI thread.
            present: says how an object looks as a hit.
            name: object name.
            label: accessible name and placeholder.
            debounce_ms: pause after a key before asking; short, so the first hits are there
                within 100 ms of the last key.
            scanner_gap_ms: keys at most this far apart come from a scanner.
            parent: parent widget.
        """
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setPlaceholderText(label)
        self.setMaxLength(LONGEST_TYPED)
        self.setProperty("role", "search")
        self.setProperty("takes_scans", True)
        self._runner = runner
        self._look_up = look_up
        self._present = present
        self._detector = ScanDetector(scanner_gap_ms)
        self._generation = 0
        self._answered = 0
        self._in_flight = False
        self._choose_first = False
        self._popup: HitsPopup | None = None
        self._pause = QTimer(self, singleShot=True, interval=debounce_ms)
        self._pause.timeout.connect(self._ask)
        self.textEdited.connect(self._on_edited)
        self._dress()

    def take_scan(self, text: str) -> None:
        """A scan that came while the focus was elsewhere."""
        self._finish()
        self.scanned.emit(text)

    def search_for(self, text: str) -> None:
        """Search for a text as if it had been typed with Enter; the only hit is chosen at once."""
        self.setText(text)
        self.setFocus()
        self._generation += 1
        self._choose_first = True
        self._ask()

    def hits_shown(self) -> tuple[Hit, ...]:
        """The hits on the screen."""
        if self._popup is None or self._popup.isHidden():
            return ()
        model = self._popup.model
        return tuple(model.hit(row) for row in range(model.rowCount()))

    def event(self, event: QEvent) -> bool:
        """Take Escape before the window's key does, while there is something to close or clear.

        Keys of the page go before those that edit a line: Ctrl+E is the end of the line on some
        systems only, where the page's Ctrl+E would do nothing while the focus is here.
        """
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape and (self._is_open() or self.text()):
                event.accept()
                return True
            if event.modifiers() == Qt.KeyboardModifier.ControlModifier and event.key() in _OF_PAGE:
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses or ends a scan, arrows move in the hits, Escape closes them."""
        key = Qt.Key(event.key())
        if event.modifiers() == Qt.KeyboardModifier.AltModifier:
            # A letter of a menu or a tab that is not there; it is no search.
            event.ignore()
            return
        if key in _ENTER:
            self._on_enter(time_of(event))
            return
        if is_character(event):
            self._detector.character(event.text(), time_of(event))
        if self._is_open() and key in _STEPS:
            self._move(_STEPS[key])
            return
        if key == Qt.Key.Key_Escape and (self._is_open() or self.text()):
            self._on_escape()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hits close when the focus leaves."""
        super().focusOutEvent(event)
        self._close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hits do not float away from the line."""
        super().resizeEvent(event)
        self._close()

    def changeEvent(self, event: QEvent) -> None:
        """Tint the icon anew when the theme changes."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and self.actions():
            self.actions()[0].setIcon(icon("search", tokens_of(self.palette()).muted))

    def _dress(self) -> None:
        colour = tokens_of(self.palette()).muted
        self.addAction(icon("search", colour), QLineEdit.ActionPosition.LeadingPosition)

    def _on_edited(self) -> None:
        self._generation += 1
        self._choose_first = False
        if self.text().strip():
            self._pause.start()
        else:
            self._pause.stop()
            self._close()

    def _ask(self) -> None:
        text = self.text().strip()
        if self._in_flight or not text:
            return
        self._in_flight = True
        replied = partial(self._on_reply, self._generation)
        self._runner.run(self, partial(self._look_up, text), replied, self._on_failed)

    def _on_reply(self, generation: int, found: Sequence[Any]) -> None:
        self._in_flight = False
        if generation != self._generation:
            # Older than the text; ask for the newest unless the pause does so anyway.
            if not self._pause.isActive():
                self._ask()
            return
        self._answered = generation
        hits = [(one, self._present(one)) for one in found[:MAX_HITS]]
        if self._choose_first and hits:
            self._choose_first = False
            if len(hits) == 1:
                self._choose(hits[0][0])
                return
        if self.hasFocus():
            self._open(hits)

    def _on_failed(self, error: BaseException) -> None:
        self._in_flight = False
        self._choose_first = False
        self._close()
        self.failed.emit(error)

    def _on_enter(self, at_ms: float) -> None:
        scan = self._detector.enter(at_ms)
        if scan and self.text().strip().endswith(scan.strip()):
            self.take_scan(scan.strip())
            return
        if not self.text().strip():
            return
        if self._answered != self._generation:
            # The hits on the screen belong to an older text; choose when the right ones are here.
            self._choose_first = True
            self._pause.stop()
            self._ask()
        elif self._is_open():
            found = self._current()
            if found is not None:
                self._choose(found)
        else:
            self._ask()

    def _current(self) -> Any:
        """What Enter chooses among what is shown, ``None`` for nothing."""
        return None if self._popup is None else self._popup.current()

    def _choose(self, found: Any) -> None:
        self._finish()
        self.chosen.emit(found)

    def _finish(self) -> None:
        """Be empty and quiet again; replies that are still out are dropped."""
        self._generation += 1
        self._answered = self._generation
        self._pause.stop()
        self._detector.reset()
        self.clear()
        self._close()

    def _open(self, hits: list[tuple[Any, Hit]]) -> None:
        popup = self._popup_here()
        note = ""
        if not hits:
            note = _("Nothing fits “{text}”. Try an account, name, address, bill or plate.").format(
                text=_shown(self.text().strip())
            )
        elif len(hits) >= MAX_HITS:
            note = _("The first {n} hits. Type more to narrow them down.").format(n=MAX_HITS)
        popup.open_with(hits, note)
        announce(self, note or popup.current_words())

    def _popup_here(self) -> HitsPopup:
        if self._popup is None or self._popup.parent() is not self.window():
            self._popup = HitsPopup(self)
            self._popup.chosen.connect(self._choose)
        return self._popup

    def _move(self, lines: int) -> None:
        if self._popup is not None:
            self._popup.move_by(lines)
            announce(self, self._popup.current_words())

    def _on_escape(self) -> None:
        if self._is_open():
            self._close()
        else:
            self._finish()

    def _is_open(self) -> bool:
        return self._popup is not None and self._popup.isVisible()

    def _close(self) -> None:
        if self._popup is not None:
            self._popup.hide()


def _shown(text: str) -> str:
    """A text for a sentence, cut where nobody reads on."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
