"""Mandates: those of an account, or of all accounts for who sets up (controls 11.1)."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout

from posapp.domain.accounts import AccountCard
from posapp.domain.ids import AccountId
from posapp.domain.mandate import MandateLine
from posapp.domain.rights import Actor, Right
from posapp.domain.topics import Topic
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.mandate import MandateDialog
from posapp.ui.formats import isolated
from posapp.ui.models.mandate_lists import mandate_columns
from posapp.ui.models.records import RecordTableModel
from posapp.ui.pages.base import Page
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.table import DataTable

if TYPE_CHECKING:
    from posapp.services.bundle import Services


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one read of the page brings; ``card`` is of the account, if it is one."""

    card: AccountCard | None
    lines: tuple[MandateLine, ...]


class MandatesPage(Page):
    """Mandates of the account ``number``, or of all for 0."""

    KIND: ClassVar[str] = "mandates"
    TOPICS: ClassVar[frozenset[Topic]] = frozenset({Topic.ACCOUNTS, Topic.EVENTS})
    SHOWS_DRAWER: ClassVar[bool] = False

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(context, number)
        self._card: AccountCard | None = None
        self.table = DataTable("mandates", _("Mandates"))
        self.new = KeyButton(_("New mandate…"), self._on_new, name="new_mandate")
        self.change = KeyButton(_("Change…"), self._on_change, name="change_mandate")
        self.open = KeyButton(_("Open the account"), self._on_open, name="open_account")
        for button, key in ((self.new, "Ins"), (self.change, "F4"), (self.open, "Ctrl+O")):
            button.bind_key(QKeySequence(key))
            button.show_hint(key)
        columns = mandate_columns(context.formats, of_all=not number)
        self.table.set_model(RecordTableModel(columns, (), self.table), context.state)
        self.table.set_empty_text(
            _("No mandates yet"), _("A mandate lets bills be paid by direct debit.")
        )
        self.box = Card(_("Mandates"), grow=True)
        self._lay_out()
        self.table.chosen.connect(self._on_chosen)
        self.table.current_changed.connect(lambda _line: self._enable())
        self.show_title(_("Mandates"))

    def load(self) -> None:
        """Read the mandates."""
        account = AccountId(self.number) if self.number else None
        services, actor = self.context.services, self.context.actor
        self.read(partial(_look, services, account, actor), self._on_seen)

    def focus_first(self) -> None:
        """Start in the list."""
        self.table.setFocus()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page."""
        buttons = (self.new, self.change, self.open)
        return tuple((one.text(), one.hint) for one in buttons if one.isVisibleTo(self))

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        for button in (self.new, self.change):
            buttons.addWidget(button)
        buttons.addStretch()
        buttons.addWidget(self.open)
        self.box.add(buttons)
        self.box.add(self.table, 1)
        self.body.addWidget(self.box, 1)
        may = self.context.actor.may(Right.MANDATES)
        self.new.setVisible(may and bool(self.number))
        self.change.setVisible(may)
        self._enable()

    def _on_seen(self, seen: _Seen) -> None:
        self._card = seen.card
        if seen.card is not None:
            says = _("Mandates of {name}").format(name=isolated(seen.card.account.name))
            self.box.heading.setText(says)
            self.show_title(says)
        self.table.show_records(seen.lines, lambda line: line.mandate.id)
        if self.table.current_record() is None and seen.lines:
            self.table.select_line(0)
        self._enable()

    def _enable(self) -> None:
        some = self._line() is not None
        self.new.setEnabled(self._card is not None)
        self.change.setEnabled(some)
        self.open.setEnabled(some or self._card is not None)

    def _line(self) -> MandateLine | None:
        found: MandateLine | None = self.table.current_record()
        return found

    def _on_chosen(self, line: MandateLine) -> None:
        if not self.number:
            self.context.open_page("mandates", line.mandate.account_id)
        elif self.change.isVisibleTo(self):
            self._on_change()

    def _on_new(self) -> None:
        if self._card is not None:
            self._ask(self._card.account.id, self._card.account.currency, None)

    def _on_change(self) -> None:
        line = self._line()
        if line is not None:
            self._ask(line.mandate.account_id, line.currency, line)

    def _on_open(self) -> None:
        line = self._line()
        number = self.number or (0 if line is None else line.mandate.account_id)
        if number:
            self.context.open_page("account", number)

    def _ask(self, account: AccountId, currency: str, line: MandateLine | None) -> None:
        context = self.context
        today = context.today()
        dialog = MandateDialog(context, account, currency, today, line, self.window())
        dialog.completed.connect(lambda _saved: self.load())
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _look(services: "Services", account: AccountId | None, actor: Actor) -> _Seen:
    card = None if account is None else services.accounts.card(account, actor)
    return _Seen(card, services.mandates.listing(account, actor))
