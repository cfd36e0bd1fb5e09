"""Scheduled automatic payments of budgets and pay plans: list, add, stop (AP-06)."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout

from posapp.domain.accounts import AccountCard
from posapp.domain.autopay_codes import DebitStatus
from posapp.domain.ids import AccountId, new_request_id, short_id
from posapp.domain.rights import Actor, Right
from posapp.domain.scheduled_payments import ScheduledPayment
from posapp.domain.topics import Saved, Topic
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.dialogs.confirm import ConfirmDialog
from posapp.ui.dialogs.schedule import ScheduleDialog
from posapp.ui.formats import isolated
from posapp.ui.leading import Way, lead
from posapp.ui.models.debit_lists import schedule_columns
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
    payments: tuple[ScheduledPayment, ...]


class ScheduledPaymentsPage(Page):
    """Scheduled payments of the account ``number``, or of all for 0."""

    KIND: ClassVar[str] = "scheduled_payments"
    TOPICS: ClassVar[frozenset[Topic]] = frozenset({Topic.ACCOUNTS, Topic.EVENTS})
    SHOWS_DRAWER: ClassVar[bool] = False

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(context, number)
        self._card: AccountCard | None = None
        self.table = DataTable("scheduled_payments", _("Scheduled payments"))
        self.new = KeyButton(_("Schedule payments…"), self._on_new, name="schedule_payments")
        self.stop = KeyButton(_("Stop…"), self._on_stop, kind="danger", name="stop_scheduled")
        for button, key in ((self.new, "Ins"), (self.stop, "Ctrl+Del")):
            button.bind_key(QKeySequence(key))
            button.show_hint(key)
        self.box = Card(_("Scheduled payments"), grow=True)
        self._lay_out()
        lead(context, self.table, self._ways, lambda one: short_id(one.id))
        self.table.current_changed.connect(lambda _line: self._enable())
        self.show_title(_("Scheduled payments"))

    def load(self) -> None:
        """Read the schedule."""
        account = AccountId(self.number) if self.number else None
        services, actor = self.context.services, self.context.actor
        self.read(partial(_look, services, account, actor), self._on_seen)

    def focus_first(self) -> None:
        """Start in the list."""
        self.table.setFocus()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page."""
        buttons = (self.new, self.stop)
        return tuple((one.text(), one.hint) for one in buttons if one.isVisibleTo(self))

    def _lay_out(self) -> None:
        columns = schedule_columns(self.context.formats, of_all=not self.number)
        model = RecordTableModel(columns, (), self.table)
        self.table.set_model(model, self.context.state)
        self.table.set_empty_text(
            _("Nothing is scheduled"),
            _("Budgets and pay plans are debited on dates of their own, from the account's page."),
        )
        buttons = QHBoxLayout()
        for button in (self.new, self.stop):
            buttons.addWidget(button)
        buttons.addStretch()
        self.box.add(buttons)
        self.box.add(self.table, 1)
        self.body.addWidget(self.box, 1)
        may = self.context.actor.may(Right.MANDATES)
        self.new.setVisible(may and bool(self.number))
        self.stop.setVisible(may)
        self._enable()

    def _on_seen(self, seen: _Seen) -> None:
        self._card = seen.card
        if seen.card is not None:
            name = isolated(seen.card.account.name)
            says = _("Scheduled payments of {name}").format(name=name)
            self.box.heading.setText(says)
            self.show_title(says)
        self.table.show_records(seen.payments, lambda one: one.id)
        if self.table.current_record() is None and seen.payments:
            self.table.select_line(0)
        self._enable()

    def _enable(self) -> None:
        marked: ScheduledPayment | None = self.table.current_record()
        self.new.setEnabled(self._card is not None)
        self.stop.setEnabled(marked is not None and marked.status is DebitStatus.WAITING)

    def _on_new(self) -> None:
        if self._card is None:
            return
        dialog = ScheduleDialog(self.context, self._card, self.window())
        dialog.completed.connect(self._on_changed)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_stop(self) -> None:
        marked: ScheduledPayment | None = self.table.current_record()
        if marked is None:
            return
        formats = self.context.formats
        says = _("{amount} of {name} on {date} is not debited then.").format(
            amount=formats.money(marked.amount, marked.currency),
            name=marked.account_name,
            date=formats.date(marked.scheduled_date),
        )
        question = ConfirmDialog(
            [says], self.window(), title=_("Stop the payment?"), yes=_("Stop it"), yes_key="F9"
        )
        question.accepted.connect(partial(self._stop, marked, new_request_id()))
        question.finished.connect(question.deleteLater)
        question.open()

    def _stop(self, payment: ScheduledPayment, request_id: str) -> None:
        stop = self.context.services.scheduled_payments.stop
        work = partial(stop, payment.id, request_id, self.context.actor)
        self.context.runner.run(self, work, self._on_changed, self.on_failed)

    def _on_changed(self, _saved: Saved[Any]) -> None:
        self.load()

    def _ways(self, one: ScheduledPayment) -> tuple[Way, ...]:
        """Its event where it was made; in the list of all the account's page comes first."""
        event = (
            () if one.event_id is None else (Way(_("Open payment event"), "event", one.event_id),)
        )
        own = (
            Way(_("Open service agreement"), "agreement", one.agreement_id),
            Way(_("Open account"), "account", one.account_id),
        )
        if self.number:
            return (*event, *own)
        of_account = Way(_("Scheduled payments of the account"), self.KIND, one.account_id)
        return (of_account, *event, *own)


def _look(services: "Services", account: AccountId | None, actor: Actor) -> _Seen:
    card = None if account is None else services.accounts.card(account, actor)
    return _Seen(card, services.scheduled_payments.listing(account, actor))
