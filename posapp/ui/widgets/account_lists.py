"""What hangs on an account in tabs: unpaid bills, items, recent payments (SR-3, OI-3)."""

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabWidget

from posapp.domain.accounts import AccountCard
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.formats import Formats
from posapp.ui.models.account_lists import bill_columns, item_columns, recent_columns
from posapp.ui.models.columns import Column
from posapp.ui.models.records import RecordTableModel
from posapp.ui.shortcuts import Key
from posapp.ui.state import WindowState
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.table import DataTable

_LEAST_ROWS: Final = 2


class AccountLists(Card):
    """Bills and items are there where the account has some; recent payments always are."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(_("Recent payments"), grow=True)
        self._context = context
        self.bills = DataTable("unpaid_bills", _("Unpaid bills"))
        self.items = DataTable("items", _("Items"))
        self.recent = DataTable("recent_payments", _("Recent payments"))
        self.tabs = QTabWidget()
        self.tabs.setObjectName("account_lists")
        for table in (self.bills, self.items, self.recent):
            table.keep_rows(_LEAST_ROWS)
            self.tabs.addTab(table, table.accessibleName())
        self.add(self.tabs, 1)
        key = context.shortcuts.shown(Key.TAKE_PAYMENT)
        self.recent.set_empty_text(
            _("No payments yet"), _("Press {key} to take the first one.").format(key=key)
        )
        self.items.set_empty_text(_("No items"))
        self.bills.set_empty_text(_("No unpaid bills"))

    def show_card(self, card: AccountCard) -> None:
        """Show what hangs on an account; the user stays on the same line when only data changed."""
        setup, formats, currency = self._context.setup, self._context.formats, card.account.currency
        show, state = show_lines, self._context.state
        show(self.bills, bill_columns(formats, currency), card.bills, attrgetter("bill_id"), state)
        show(
            self.items, item_columns(setup, formats, currency), card.items, attrgetter("id"), state
        )
        recent = attrgetter("payment_id")
        show(self.recent, recent_columns(formats, currency), card.recent, recent, state)
        self._count(self.bills, _bill_words(card, formats), card.unpaid_bills)
        self._count(self.items, _("Items \u00b7 {n}"), len(card.items))
        self._name(has_tabs=bool(card.bills or card.items))

    def _count(self, table: DataTable, words: str, count: int) -> None:
        at = self.tabs.indexOf(table)
        self.tabs.setTabText(at, words.format(n=self._context.formats.count(count)))
        self.tabs.setTabVisible(at, bool(count))

    def _name(self, *, has_tabs: bool) -> None:
        """A single list needs no tabs, only its name."""
        self.tabs.tabBar().setVisible(has_tabs)
        # A hidden tab bar would hold Tab back: it takes the focus for its widget and cannot.
        policy = Qt.FocusPolicy.TabFocus if has_tabs else Qt.FocusPolicy.NoFocus
        self.tabs.setFocusPolicy(policy)
        self.heading.setVisible(not has_tabs)
        self.caption.setVisible(not has_tabs)


def _bill_words(card: AccountCard, formats: Formats) -> str:
    """How many bills are unpaid, and how many of them stand here where these are not all."""
    if card.unpaid_bills == len(card.bills):
        return _("Unpaid bills \u00b7 {n}")
    shown = formats.count(len(card.bills))
    return _("Unpaid bills \u00b7 the oldest {shown} of {n}").replace("{shown}", shown)


def show_lines(
    table: DataTable,
    columns: Sequence[Column[Any]],
    records: Sequence[Any],
    identity: Callable[[Any], object],
    state: WindowState,
) -> None:
    """Show records; the user stays on the same one when only data changed."""
    model = table.record_model()
    if isinstance(model, RecordTableModel) and len(model.columns) == len(columns):
        table.show_records(records, identity)
    else:
        table.set_model(RecordTableModel(columns, records, table), state)
