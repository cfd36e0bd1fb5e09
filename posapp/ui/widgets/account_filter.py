"""Account Filter of the payments grid: Account, All, Person Name (PE-7)."""

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from posapp.domain.event_views import PaymentView
from posapp.domain.ids import short_id
from posapp.i18n import _
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.looks import text_label

_LEAST_VALUE = 120


class FilterBy(StrEnum):
    """What the payments are restricted by."""

    ALL = "all"
    ACCOUNT = "account"
    PERSON = "person"


class AccountFilter(QWidget):
    """Restricts what the grid shows, never the totals."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.by = ChoiceBox(
            [
                Choice(FilterBy.ALL, _("All")),
                Choice(FilterBy.ACCOUNT, _("Account")),
                Choice(FilterBy.PERSON, _("Person Name")),
            ]
        )
        self.text = QLineEdit()
        self.text.setClearButtonEnabled(True)
        self.text.setPlaceholderText(_("Filter Value"))
        self.text.setMinimumWidth(dp(_LEAST_VALUE))
        caption = text_label(_("Account Filter"), "caption")
        caption.setBuddy(self.by)
        fields = (
            ("account_filter", caption.text(), self.by),
            ("filter_value", _("Filter Value"), self.text),
        )
        for name, words, field in fields:
            field.setObjectName(name)
            field.setAccessibleName(words)
        # In one line with its grid's heading, so that the grid keeps the height.
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(dp(GRID))
        for part in (caption, self.by, self.text):
            layout.addWidget(part)
        self.by.value_changed.connect(self._on_by)
        self.text.textChanged.connect(self._on_text)
        self._on_by(FilterBy.ALL)

    def kept(self, payments: Sequence[PaymentView]) -> tuple[PaymentView, ...]:
        """The payments that pass; a name matches by its beginning, case does not count."""
        wanted = self.text.text().strip().casefold()
        by = self.by.value()
        if by == FilterBy.ALL or not wanted:
            return tuple(payments)
        if by == FilterBy.ACCOUNT:
            number = wanted.replace(" ", "")
            return tuple(p for p in payments if number in short_id(p.account_id))
        return tuple(p for p in payments if p.account_name.casefold().startswith(wanted))

    def _on_by(self, by: FilterBy) -> None:
        self.text.setEnabled(by != FilterBy.ALL)
        if by == FilterBy.ALL:
            self.text.clear()
        self.changed.emit()

    def _on_text(self, _text: str) -> None:
        self.changed.emit()
