"""The *Items and credits* tab of a payment event: the checkout that it pays, the credit it added (CK-7b)."""

from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout

from posapp.domain.checkouts import Checkout
from posapp.domain.credits import Adjustment
from posapp.domain.event_views import EventView
from posapp.domain.ids import AccountId, EventId
from posapp.domain.rights import Actor
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.formats import joined
from posapp.ui.leading import Way, lead
from posapp.ui.models.checkout_lists import adjustment_columns, paid_line_columns, use_columns
from posapp.ui.theme import dp
from posapp.ui.widgets.account_lists import show_lines
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.event_tabs import EventTab
from posapp.ui.widgets.table import DataTable
from posapp.ui.words import word

if TYPE_CHECKING:
    from posapp.services.bundle import Services

_ROWS: Final = 3
_Found = tuple[Checkout | None, tuple[Adjustment, ...]]


class EventItems(EventTab):
    """What a checkout pays with this event, and the credits it used; or the pair of *Add Credit*."""

    NAME: ClassVar[str] = "event_items"

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._read = 0
        self._is_read = False
        self._event: EventView | None = None
        self.checkout: Checkout | None = None
        self.items = DataTable("event_items_paid", _("Items"))
        self.credits = DataTable("event_credits_used", _("Credits used"))
        self.adjustments = DataTable("event_adjustments", _("Adjustments"))
        self.items.set_empty_text(
            _("No checkout"), _("This event was not made by the payments page.")
        )
        self.credits.set_empty_text(_("No credit was used"))
        self.adjustments.set_empty_text(_("No credit was added with it"))
        lead(context, self.items, _line_ways)
        self.items_card = Card(_("Items"), " ", grow=True)
        self.credits_card = Card(_("Credits used"), grow=True)
        self.added_card = Card(_("Adjustments"), grow=True)
        self.open_checkout = KeyButton(
            _("Open checkout"), self._on_open, kind="quiet", name="open_checkout"
        )
        self._lay_out()

    def label(self, event: EventView | None) -> str:  # noqa: ARG002 - the checkout is read later
        """Words of the tab."""
        return _("Item&s and credits")

    def show_event(self, event: EventView) -> None:
        """Another reading of the event: look again, once the tab is seen."""
        self._event = event
        self._is_read = False
        if self.isVisible():
            self._look()

    def showEvent(self, shown: QShowEvent) -> None:
        """The tab is seen: read what it shows, unless that is done."""
        super().showEvent(shown)
        self._look()

    def _look(self) -> None:
        """Read the checkout; a late answer of an older reading is dropped."""
        event, context = self._event, self._context
        if event is None or self._is_read:
            return
        self._is_read = True
        self._read += 1
        accounts = frozenset(payment.account_id for payment in event.payments)
        work = partial(_look, context.services, EventId(event.id), accounts, context.actor)
        context.runner.run(self, work, partial(self._on_found, self._read, event.currency))

    def focus_first(self) -> None:
        """Start in the items, or the adjustments where there is no checkout."""
        (self.adjustments if self.items_card.isHidden() else self.items).setFocus()

    def _lay_out(self) -> None:
        for table in (self.items, self.credits, self.adjustments):
            table.keep_rows(_ROWS)
        self.items_card.aside.addWidget(self.open_checkout)
        self.items_card.add(self.items, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, dp(12), 0, 0)
        column.setSpacing(dp(12))
        column.addWidget(self.items_card, 1)
        for card, table in ((self.credits_card, self.credits), (self.added_card, self.adjustments)):
            card.add(table, 1)
            column.addWidget(card, 1)
        self.added_card.hide()
        self.open_checkout.hide()

    def _on_found(self, read: int, currency: str, found: _Found) -> None:
        if read != self._read:
            return
        self.checkout, adjusted = found
        one, context = self.checkout, self._context
        formats, setup, state = context.formats, context.setup, context.state
        lines, uses = (one.lines, one.uses) if one is not None else ((), ())
        show_lines(
            self.items, paid_line_columns(formats, currency), lines, attrgetter("seq"), state
        )
        columns = use_columns(formats, setup, currency)
        show_lines(self.credits, columns, uses, attrgetter("use.id"), state)
        pair = adjustment_columns(formats, setup)
        show_lines(self.adjustments, pair, adjusted, attrgetter("id"), state)
        self.open_checkout.setVisible(one is not None)
        self.items_card.setVisible(not adjusted)
        self.credits_card.setVisible(not adjusted)
        self.added_card.setVisible(bool(adjusted))
        says = "" if one is None else joined(one.number, word(one.state).text)
        self.items_card.caption.setText(says or " ")

    def _on_open(self) -> None:
        if self.checkout is not None:
            self._context.open_page("checkout", self.checkout.id)


def _look(
    services: "Services", event_id: EventId, accounts: frozenset[AccountId], actor: Actor
) -> _Found:
    """The checkout of an event, and the adjustments that it paid; runs off the GUI thread."""
    checkout = services.event_checkouts.of_event(event_id, actor)
    if checkout is not None or len(accounts) != 1:
        return checkout, ()
    every = services.adjustments.of_account(next(iter(accounts)), actor)
    debits = {one.id for one in every if one.event_id == event_id}
    return None, tuple(one for one in every if one.id in debits or one.linked_id in debits)


def _line_ways(line: object) -> tuple[Way, ...]:
    return (Way(_("Open item"), "item", getattr(line, "item_id", None)),)
