"""The payments grid of an event, filtered by account, with what may be done to a payment (2.2)."""

from functools import partial
from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from posapp.domain.codes import PaymentStatus
from posapp.domain.event_views import EventView, PaymentView
from posapp.domain.ids import PaymentId, long_id
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.context_menu import open_menu
from posapp.ui.models.event_lists import payment_columns
from posapp.ui.models.records import RecordTableModel
from posapp.ui.payment_acts import PaymentActs
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.account_filter import AccountFilter
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.looks import set_look, text_label
from posapp.ui.widgets.side_by_side import SideBySide
from posapp.ui.widgets.table import DataTable

_ADD: Final = "Ins"
_CHANGE: Final = "F4"
_DELETE: Final = "Ctrl+Del"
_OPEN: Final = "Ctrl+Return"


class EventPayments(Card):
    """The payments; ``marked`` carries the one the user is on, or ``None``.

    Enter changes a payment that is not frozen and opens the page of one that is.
    """

    marked = Signal(object)

    def __init__(self, context: UiContext, acts: PaymentActs) -> None:
        super().__init__()
        self.setAccessibleName(_("Payments"))
        self._context = context
        self._acts = acts
        self._event: EventView | None = None
        self._chosen: PaymentId | None = None
        self._may = True
        self.account_filter = AccountFilter(context)
        self.table = DataTable("payments_grid", _("Payments"))
        self.add_button = KeyButton(_("Add\u2026"), self.add_payment, name="add_payment")
        self.add_button.setAccessibleName(_("Add payment\u2026"))
        self.change_button = KeyButton(_("Change\u2026"), self._change, name="change_payment")
        self.delete_button = KeyButton(_("Delete"), self._delete, name="delete_payment")
        self.open_button = KeyButton(_("Open"), self._open, name="open_payment")
        self._lay_out()
        self._bind()
        self.table.set_empty_text(_("No payments"), _("Press Ins to add one."))

    def show_event(self, event: EventView) -> None:
        """Show the payments of an event; the one that was looked at stays marked."""
        self._follow(event)
        self._event = event
        columns = payment_columns(event, self._context.setup, self._context.formats)
        self.table.set_model(RecordTableModel(columns, (), self.table), self._context.state)
        self._show()

    def _follow(self, event: EventView) -> None:
        """Go from a payment that was just canceled to the one that took its place."""
        known = {} if self._event is None else {one.id: one for one in self._event.payments}
        was = known.get(self._chosen) if self._chosen is not None else None
        now = next((one for one in event.payments if was is not None and one.id == was.id), None)
        new = [
            one for one in event.payments
            if one.id not in known and one.status is not PaymentStatus.CANCELED
        ]  # fmt: skip
        gone = now is None or now.status is PaymentStatus.CANCELED
        if was is not None and was.status is not PaymentStatus.CANCELED and gone and new:
            self._chosen = new[-1].id

    def mark_error(self) -> bool:
        """Go to the first payment in Error; False without one."""
        model = self.table.record_model()
        if model is None:
            return False
        rows = range(model.rowCount())
        row = next((at for at in rows if model.record(at).status is PaymentStatus.ERROR), None)
        if row is not None:
            self.table.select_line(row)
        return row is not None

    def let_mend(self, may: bool, main: str) -> None:
        """Make *Change...* the one thing to do next, with the page's main key, or one of many."""
        set_look(self.change_button, "kind", "primary" if may else "")
        self.change_button.show_hint(main if may else _CHANGE)

    def change_error(self) -> None:
        """Open the first payment in Error, to be mended (PY-3)."""
        if self._may and self.mark_error():
            self._change()

    def let_act(self, may: bool) -> None:
        """Rest while an action of the page runs."""
        self._may = may
        self._enable()

    def add_payment(self) -> None:
        """Add a further payment (PE-8)."""
        if self._event is not None:
            self._acts.add(self._event)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of the grid."""
        opens = (_("Open the page of the marked payment"), "Ctrl+Enter")
        if not self._acts.is_allowed["change"]:
            return (opens,)
        return (
            (_("Add a payment"), _ADD),
            (_("Change the marked payment, or open it when it is frozen"), "Enter"),
            opens,
            (_("Delete the marked payment"), f"{_DELETE}, Del"),
        )

    def _lay_out(self) -> None:
        """One line above the grid, so that it keeps the height; two where they do not fit."""
        titled = QWidget()
        line = QHBoxLayout(titled)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(dp(GRID))
        line.addWidget(text_label(_("Payments"), "heading"))
        line.addSpacing(dp(GRID))
        for button in (self.add_button, self.change_button, self.delete_button, self.open_button):
            line.addWidget(button)
            button.rests_at = self.table
        for button in (self.add_button, self.change_button, self.delete_button):
            button.offer(self._acts.is_allowed["change"])
        self.add(SideBySide(titled, self.account_filter))
        self.add(self.table, 1)

    def _bind(self) -> None:
        self.add_button.bind_key(QKeySequence(_ADD))
        self.add_button.show_hint(_ADD)
        self.change_button.bind_key(QKeySequence(_CHANGE))
        self.change_button.show_hint(_CHANGE)
        self.delete_button.show_hint(_DELETE)
        self.open_button.bind_key(QKeySequence(_OPEN))
        self.open_button.show_hint("Ctrl+Enter")
        for keys, deed in ((_DELETE, self._delete), ("Del", self._delete), ("+", self.add_payment)):
            shortcut = QShortcut(QKeySequence(keys), self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(deed)
        self.account_filter.changed.connect(self._show)
        self.table.current_changed.connect(self._on_marked)
        self.table.chosen.connect(self._on_chosen)
        self.table.menu_wanted.connect(self._open_menu)

    def _show(self) -> None:
        model = self.table.record_model()
        if self._event is None or not isinstance(model, RecordTableModel):
            return
        shown, chosen = self.account_filter.kept(self._event.payments), self._chosen
        model.set_records(shown)
        places = [row for row, payment in enumerate(shown) if payment.id == chosen]
        self.table.select_line(places[0] if places else 0)
        if not shown:
            self._on_marked(None)
        self._enable()

    def _enable(self) -> None:
        payment = self._marked()
        may_change = self._may and self._acts.may_change(payment)
        self.add_button.setEnabled(self._may and self._acts.may_add)
        self.change_button.setEnabled(may_change)
        self.delete_button.setEnabled(may_change)
        self.open_button.setEnabled(payment is not None)

    def _marked(self) -> PaymentView | None:
        found: PaymentView | None = self.table.current_record()
        return found

    def _on_marked(self, payment: PaymentView | None) -> None:
        self._chosen = None if payment is None else payment.id
        self._enable()
        self.marked.emit(payment)

    def _on_chosen(self, payment: PaymentView) -> None:
        """Enter or a double click; the amount leads to the payment's page (2.2)."""
        model, column = self.table.record_model(), self.table.currentIndex().column()
        on_amount = model is not None and model.columns[column].title == _("Payment Amount")
        clicked = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        if self._acts.may_change(payment) and self._may and not (on_amount and clicked):
            self._acts.change(payment)
        else:
            self._open()

    def _change(self) -> None:
        payment = self._marked()
        if payment is not None and self._acts.may_change(payment):
            self._acts.change(payment)

    def _delete(self) -> None:
        payment = self._marked()
        if self._event is not None and payment is not None and self.delete_button.isEnabled():
            self._acts.delete(self._event, payment)

    def _open(self) -> None:
        payment = self._marked()
        if payment is not None:
            self._context.open_page("payment", payment.id)

    def _open_menu(self, payment: PaymentView, place: QPoint) -> None:
        """Everything that hangs on a payment (ui.md, rules of use 8)."""
        if self._event is None:
            return
        show = self._context.open_page
        copy = QGuiApplication.clipboard().setText
        acts = [
            *(self._acts.deeds(self._event, payment) if self._may else ()),
            (_("Open payment"), partial(show, "payment", payment.id)),
            (_("Open account"), partial(show, "account", payment.account_id)),
            (_("Payment history"), partial(show, "payment_history", payment.account_id)),
            (_("Copy number"), partial(copy, long_id(payment.id))),
        ]
        open_menu(self, acts, place)
