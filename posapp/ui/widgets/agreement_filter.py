"""Which agreements a list shows, by their type; long lists start empty (PY-7)."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from posapp.i18n import _
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.looks import text_label

MOST_SHOWN: Final = 25
_ALL: Final = "*"


class AgreementFilter(QWidget):
    """All, or one SA type; more than 25 lines wait until something is chosen."""

    changed = Signal()

    def __init__(self, name: str) -> None:
        """Make it offering nothing; ``name`` is the object name of its field."""
        super().__init__()
        self.by = ChoiceBox()
        self.by.setObjectName(name)
        self.by.setAccessibleName(_("SA Type"))
        caption = text_label(_("SA Type"), "caption")
        caption.setBuddy(self.by)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(dp(GRID))
        layout.addWidget(caption)
        layout.addWidget(self.by)
        self.by.value_changed.connect(self._on_value)

    @property
    def waits(self) -> bool:
        """Whether nothing is shown until a type is chosen."""
        chosen: str | None = self.by.value()
        return chosen == ""

    def offer(self, types: Mapping[str, str], count: int) -> None:
        """Offer the types of a list, code to words, that has so many lines."""
        first = [Choice("", _("Choose\u2026"))] if count > MOST_SHOWN else []
        named = sorted(types.items(), key=lambda found: found[1])
        choices = [*first, Choice(_ALL, _("All")), *(Choice(code, text) for code, text in named)]
        self.by.set_choices(choices)

    def passes(self, sa_type: str) -> bool:
        """Whether a line of this type is shown."""
        chosen: str = self.by.value()
        return chosen in {_ALL, sa_type}

    def _on_value(self, _value: object) -> None:
        self.changed.emit()
