"""Account Filter of the payments grid: Account, All, Person Name (PE-7)."""

from collections.abc import Sequence
from enum import StrEnum
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from posapp.domain.event_views import PaymentView
from posapp.domain.ids import AccountId, parse_id
from posapp.i18n import _
from posapp.ui.context import UiContext
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
    """Restricts what the grid shows, never the totals.

    An account is named whole: by our id, or by any number that leads to it (PE-7, AD-1).
    """

    changed = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._account: AccountId | None = None
        self._look_up = 0
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
        """The payments that pass; a name matches by its beginning, case does not count.

        A text that names no account lets none pass.
        """
        wanted = self.text.text().strip().casefold()
        by = self.by.value()
        if by == FilterBy.ALL or not wanted:
            return tuple(payments)
        if by == FilterBy.ACCOUNT:
            return tuple(p for p in payments if p.account_id == self._account)
        return tuple(p for p in payments if p.account_name.casefold().startswith(wanted))

    def _on_by(self, by: FilterBy) -> None:
        self.text.setEnabled(by != FilterBy.ALL)
        if by == FilterBy.ALL:
            self.text.clear()
        self._on_text(self.text.text())

    def _on_text(self, text: str) -> None:
        """Our own ids need no look-up; an answer about a text that was typed over is dropped."""
        self._look_up += 1
        number = parse_id(text)
        self._account = None if number is None else AccountId(number)
        self.changed.emit()
        if self.by.value() == FilterBy.ACCOUNT and number is None and text.strip():
            context, found = self._context, partial(self._on_account, self._look_up)
            work = partial(
                context.services.accounts.resolve, text, context.actor, field="filter_value"
            )
            context.runner.run(self, work, found, _on_unknown)

    def _on_account(self, look_up: int, account: AccountId) -> None:
        if look_up == self._look_up:
            self._account = account
            self.changed.emit()


def _on_unknown(_error: BaseException) -> None:
    """A text that names no account yet: most are on their way to one."""
