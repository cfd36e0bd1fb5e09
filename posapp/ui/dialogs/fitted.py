"""A dialog that fits its screen: the middle scrolls, heading and buttons keep their place (taste 7)."""

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from posapp.ui.dialogs.centred import CentredDialog
from posapp.ui.screen_room import fit_to_screen
from posapp.ui.widgets.fitting_scroll import FittingScroll


class FittedDialog(CentredDialog):
    """``body``, the layout of ``inside``, scrolls where the screen is low, ``below`` keeps its place under it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.inside = QWidget()
        self.body = QVBoxLayout(self.inside)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.below = QVBoxLayout()
        self.field_scroll = FittingScroll(self.inside, "dialog_fields")
        self.field_scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.field_scroll.grown.connect(self._on_grown)
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self.show_focus)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)

    def show_focus(self) -> None:
        """Scroll to the field that has the focus."""
        focus = self.focusWidget()
        if self.field_scroll.isAncestorOf(focus):
            self.field_scroll.ensureWidgetVisible(focus)

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Show the field that the focus went to, also from the buttons below."""
        if now is not None and self.field_scroll.isAncestorOf(now):
            self.field_scroll.ensureWidgetVisible(now)
            # Once more when a row that was just added has its place.
            self._later.start()

    def grow(self) -> None:
        """Be as tall as the fields want, as far as the screen reaches."""
        if self.isVisible() and self.sizeHint().height() > self.height():
            fit_to_screen(self, QSize(self.width(), self.sizeHint().height()))

    def _on_grown(self) -> None:
        low = self.height()
        self.grow()
        if self.height() != low:
            self.place_again()
        self.show_focus()
