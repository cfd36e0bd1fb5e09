"""Which agreements a list shows, by SA type or address; long lists start empty (PY-7)."""

from collections.abc import Sequence
from typing import Final, Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from posapp.i18n import _
from posapp.ui.formats import joined
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.looks import text_label

MOST_SHOWN: Final = 25
_ALL: Final = "*"
# Before an address, which may be written like the code of an SA type.
_AT: Final = "@"


class Served(Protocol):
    """A line of the list: an agreement by its type and where it is served."""

    @property
    def sa_type(self) -> str:
        """Code of the SA type."""

    @property
    def description(self) -> str:
        """The SA type in words."""

    @property
    def service(self) -> str:
        """Address or meter of the service, empty where there is none."""


class AgreementFilter(QWidget):
    """All, one SA type or one address; more than 25 lines wait until something is chosen."""

    changed = Signal()

    def __init__(self, name: str) -> None:
        """Make it offering nothing; ``name`` is the object name of its field."""
        super().__init__()
        self.by = ChoiceBox()
        self.by.setObjectName(name)
        self.by.setAccessibleName(_("SA Type or Address"))
        caption = text_label(_("SA Type or Address"), "caption")
        caption.setBuddy(self.by)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(dp(GRID))
        layout.addWidget(caption)
        layout.addWidget(self.by)
        self.by.value_changed.connect(self._on_value)

    @property
    def waits(self) -> bool:
        """Whether nothing is shown until something is chosen."""
        chosen: str | None = self.by.value()
        return chosen == ""

    def offer(self, lines: Sequence[Served], division: str) -> None:
        """Offer the types and addresses of a list; the division of the account stands beside."""
        types = {line.sa_type: joined(line.description, division) for line in lines}
        places = sorted({line.service for line in lines if line.service})
        first = [Choice("", _("Choose\u2026"))] if len(lines) > MOST_SHOWN else []
        named = sorted(types.items(), key=lambda found: found[1])
        self.by.set_choices(
            [
                *first,
                Choice(_ALL, _("All")),
                *(Choice(code, text) for code, text in named),
                *(Choice(f"{_AT}{place}", place) for place in places),
            ]
        )

    def passes(self, line: Served) -> bool:
        """Whether a line is shown."""
        chosen: str = self.by.value()
        return chosen in {_ALL, line.sa_type} or chosen == f"{_AT}{line.service}"

    def _on_value(self, _value: object) -> None:
        self.changed.emit()
