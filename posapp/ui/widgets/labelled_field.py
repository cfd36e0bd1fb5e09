"""A labelled field with room for what is said about it: an error, a warning, or a hint.

A field's accessible name is its label, its ``objectName`` its name in snake_case (ui.md, rules of
use 9). What is said stands beside the field and the typed text stays (rules of taste 5).
"""

from typing import Final, Protocol, runtime_checkable

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QVBoxLayout, QWidget

from posapp.i18n import _
from posapp.ui.announce import announce
from posapp.ui.formats import in_order
from posapp.ui.theme import dp
from posapp.ui.widgets.looks import set_look, text_label

_HINT_PX: Final = 12


@runtime_checkable
class ErrorSource(Protocol):
    """A field that finds its own errors while one types."""

    error_changed: SignalInstance


class LabelledField(QWidget):
    """Label above, field, one line for a hint or an error below."""

    def __init__(
        self,
        name: str,
        label: str,
        field: QWidget,
        hint: str = "",
        *,
        room: bool = True,
        lines: int = 1,
    ) -> None:
        """Make the parts.

        Args:
            name: the field's name in snake_case.
            label: the field's words; the letter after ``&`` leads to the field with Alt.
            field: the input.
            hint: shown under the field while there is no error.
            room: keep room below free even without a hint.
            lines: how many lines of an error that room holds.
        """
        super().__init__()
        self.field = field
        self._hint = hint
        field.setObjectName(name)
        field.setAccessibleName(label.replace("&", ""))
        field.setAccessibleDescription(hint)
        self._label = text_label(label, "caption")
        self._label.setBuddy(field)
        self._line = text_label(hint, "hint")
        self._line.setWordWrap(True)
        self._line.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        if room or hint:
            # By the font in force: screens differ in how tall a line of one size is.
            font = self._line.font()
            font.setPixelSize(dp(_HINT_PX))
            line = max(dp(15), QFontMetrics(font).lineSpacing())
            self._line.setMinimumHeight(dp(1) + lines * line)
        else:
            self._line.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(dp(3))
        layout.addWidget(self._label)
        layout.addWidget(field)
        layout.addWidget(self._line)
        self._error = self._warning = ""
        if isinstance(field, ErrorSource):
            field.error_changed.connect(self.show_error)

    @property
    def error(self) -> str:
        """The error shown, empty for none."""
        return self._error

    @property
    def warning(self) -> str:
        """The warning that stands at the field, empty for none."""
        return self._warning

    @property
    def label(self) -> str:
        """The field's words."""
        return self._label.text().replace("&", "").removesuffix(" *")

    def mark_required(self) -> None:
        """Show that the field may not stay empty; screen readers are told in words."""
        self._label.setText(f"{self._label.text()} *")
        self.field.setAccessibleName(f"{self.field.accessibleName()}, {_('required')}")

    def show_label(self, label: str) -> None:
        """Call the field otherwise: what it holds depends on another field."""
        self._label.setText(label)
        self.field.setAccessibleName(label.replace("&", ""))

    def show_hint(self, hint: str) -> None:
        """Say something else under the field; an error that stands there stays."""
        self._hint = hint
        self._say()

    def show_error(self, sentence: str) -> None:
        """Show an error under the field, or the hint again for an empty sentence."""
        if sentence == self._error:
            return
        self._error = sentence
        set_look(self.field, "wrong", "true" if sentence else "false")
        self._say()
        announce(self.field, sentence, urgent=True)

    def show_warning(self, sentence: str) -> None:
        """Say what is doubtful and stops nobody; it stays while fields are checked."""
        if sentence == self._warning:
            return
        self._warning = sentence
        self._say()
        announce(self.field, sentence)

    def _say(self) -> None:
        """The error before the warning before the hint."""
        says = self._error or self._warning or self._hint
        self._line.setText(in_order(says))
        self._line.setVisible(bool(says) or self._line.minimumHeight() > 0)
        role = "error" if self._error else "warning" if self._warning else "hint"
        set_look(self._line, "role", role)
        self.field.setAccessibleDescription(says)
