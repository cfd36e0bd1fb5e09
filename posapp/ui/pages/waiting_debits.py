"""Automatic payments that wait to be sent: look at them, open them, cancel them (AP-16, AP-17)."""

from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout

from posapp.domain.ids import AccountId, long_id
from posapp.domain.rights import Right
from posapp.domain.topics import Saved, Topic
from posapp.domain.waiting_debits import CanceledDebits, WaitingDebit
from posapp.i18n import _, plural
from posapp.ui.context import UiContext
from posapp.ui.dialogs.cancel_debits import CancelDebitsDialog
from posapp.ui.formats import isolated
from posapp.ui.leading import Way, lead
from posapp.ui.models.debit_lists import debit_columns
from posapp.ui.models.records import RecordTableModel
from posapp.ui.pages.base import Page
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.table import DataTable

if TYPE_CHECKING:
    from PySide6.QtCore import QItemSelectionModel

_CANCEL: Final = "Ctrl+Del"
_MOST_TOLD: Final = 3


class WaitingDebitsPage(Page):
    """Debits of the account ``number`` that were not sent yet, or of all for 0."""

    KIND: ClassVar[str] = "waiting_debits"
    TOPICS: ClassVar[frozenset[Topic]] = frozenset({Topic.EVENTS, Topic.ACCOUNTS})
    SHOWS_DRAWER: ClassVar[bool] = False

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(context, number)
        self.table = DataTable("waiting_debits", _("Waiting debits"))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.cancel = KeyButton(_("Cancel…"), self._on_cancel, kind="danger", name="cancel_debits")
        self.cancel.bind_key(QKeySequence(_CANCEL))
        self.cancel.show_hint(_CANCEL)
        self.cancel.offer(context.actor.may(Right.CANCEL_ANY))
        self.box = Card(_("Waiting debits"), " ", grow=True)
        self._lay_out()
        lead(context, self.table, _ways, lambda one: long_id(one.event_id))
        self._chosen().selectionChanged.connect(lambda *_rows: self._enable())
        self.show_title(_("Waiting debits"))

    def load(self) -> None:
        """Read what waits."""
        account = AccountId(self.number) if self.number else None
        listing = self.context.services.autopay_batches.waiting.listing
        self.read(partial(listing, self.context.actor, account), self._on_debits)

    def focus_first(self) -> None:
        """Start in the list."""
        self.table.setFocus()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page."""
        opens = (_("Open the payment event"), "Enter")
        marks = (_("Mark several"), "Shift+Down, Ctrl+A")
        if not self.cancel.isVisibleTo(self):
            return (opens,)
        return (opens, marks, (_("Cancel what is marked"), self.cancel.hint))

    def marked(self) -> tuple[WaitingDebit, ...]:
        """The debits that are marked, in the order of the list."""
        model = self.table.record_model()
        rows = sorted(index.row() for index in self._chosen().selectedRows())
        return () if model is None else tuple(model.records[row] for row in rows)

    def _chosen(self) -> "QItemSelectionModel":
        return self.table.selectionModel()

    def _lay_out(self) -> None:
        columns = debit_columns(self.context.formats, of_all=not self.number)
        model = RecordTableModel(columns, (), self.table)
        self.table.set_model(model, self.context.state)
        self.table.set_empty_text(_("Nothing waits"), _("Every automatic payment was sent."))
        self.box.add(self.table, 1)
        self.body.addWidget(self.box, 1)
        footer = QHBoxLayout()
        footer.addStretch(1)
        footer.addWidget(self.cancel)
        self.foot.addLayout(footer)
        self._enable()

    def _on_debits(self, debits: tuple[WaitingDebit, ...]) -> None:
        if self.number and debits:
            name = isolated(debits[0].account_name)
            self.show_title(_("Waiting debits of {name}").format(name=name))
        count = plural("{n} debit", "{n} debits", len(debits))
        self.box.caption.setText(count.format(n=self.context.formats.count(len(debits))))
        self.table.show_records(debits, lambda one: one.tender_id)
        if self.table.current_record() is None and debits:
            self.table.select_line(0)
        self._enable()

    def _enable(self) -> None:
        self.cancel.setEnabled(bool(self.marked()))

    def _on_cancel(self) -> None:
        marked = self.marked()
        if not marked:
            return
        dialog = CancelDebitsDialog(self.context, marked, self.window())
        dialog.completed.connect(self._on_canceled)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_canceled(self, saved: Saved[CanceledDebits]) -> None:
        done, count = saved.value, self.context.formats.count
        says = plural("{n} was canceled.", "{n} were canceled.", len(done.canceled))
        words = says.format(n=count(len(done.canceled)))
        if done.failed:
            told = plural("{n} stays:", "{n} stay:", len(done.failed))
            reasons = " ".join(one.message for one in done.failed[:_MOST_TOLD])
            words = f"{words} {told.format(n=count(len(done.failed)))} {reasons}"
        self.show_notice(Notice(words, Tone.AMBER if done.failed else Tone.GREEN, stays=True))
        self.load()


def _ways(one: WaitingDebit) -> tuple[Way, ...]:
    return (
        Way(_("Open payment event"), "event", one.event_id),
        Way(_("Open account"), "account", one.account_id),
        *(() if one.bill_id is None else (Way(_("Open bill"), "bill", one.bill_id),)),
    )
