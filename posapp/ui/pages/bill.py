"""The page of a bill: its charges, what paid it, its match events (payments 15, PY-12)."""

from functools import partial
from operator import attrgetter
from typing import ClassVar, Final

from PySide6.QtWidgets import QHBoxLayout

from posapp.domain.bills import BillCard, BillCharge, BillPayment
from posapp.domain.ids import BillId, long_id, short_id
from posapp.domain.matching import MatchEventView
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.formats import grouped, joined
from posapp.ui.leading import Way, lead, to_agreement, to_event, to_match_event, to_payment
from posapp.ui.models.inquiry_lists import match_event_columns
from posapp.ui.models.record_lists import bill_payment_columns, charge_columns
from posapp.ui.pages.record import RecordPage
from posapp.ui.theme import dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.account_lists import show_lines
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.table import DataTable

_ROWS: Final = 4
_MATCH_ROWS: Final = 3


class BillPage(RecordPage):
    """One bill."""

    KIND: ClassVar[str] = "bill"
    FIGURES: ClassVar[tuple[tuple[str, str], ...]] = (
        ("unpaid", "Unpaid"),
        ("bill_amount", "Amount"),
        ("bill_tax", "Tax in it"),
        ("bill_date", "Bill date"),
        ("due_date", "Due date"),
    )
    WAYS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("account", "Account"),
        ("match_event", "Match event"),
    )

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(context, number)
        self.charges = DataTable("bill_charges", _("Charge lines"))
        self.payments = DataTable("bill_payments", _("What paid it"))
        self.matches = DataTable("bill_match_events", _("Match events"))
        self.charges.set_empty_text(_("This bill has no lines"))
        lead(context, self.charges, _charge_ways, lambda line: short_id(line.agreement_id))
        lead(context, self.payments, _payment_ways, lambda paid: long_id(paid.payment_id))
        lead(context, self.matches, _match_ways, lambda match: short_id(match.id))
        self.match_card = Card(_("Match events"))
        self._lay_out()

    def load(self) -> None:
        """Read the bill."""
        inquiry, actor = self.context.services.inquiry, self.context.actor
        self.read(partial(inquiry.bill, BillId(self.number), actor), self._on_card)

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(dp(12))
        for table, room in ((self.charges, 2), (self.payments, 3)):
            table.keep_rows(_ROWS)
            card = Card(table.accessibleName(), grow=True)
            card.add(table, 1)
            line.addWidget(card, room)
        self.match_card.add(self.matches)
        self.body.addLayout(line, 1)
        self.body.addWidget(self.match_card)

    def _on_card(self, card: BillCard) -> None:
        self._account = card.account_id
        formats, setup, state = self.context.formats, self.context.setup, self.context.state
        title = _("Bill {number}").format(number=card.number)
        self.show_title(title)
        account = _("Account {number}").format(number=grouped(short_id(card.account_id)))
        about = joined(card.account_name, account, card.description)
        self.head.show_record(title, about, self._states(card))
        money = partial(self.money, currency=card.currency)
        open_item = card.unpaid is not None
        self.head.show_figure("unpaid", money(card.unpaid), wanted=open_item)
        self.head.show_figure("bill_amount", money(card.amount))
        self.head.show_figure("bill_tax", money(card.tax), wanted=bool(card.tax))
        self.head.show_figure("bill_date", formats.date(card.bill_date))
        self.head.show_figure("due_date", formats.date(card.due_date))
        charges = charge_columns(setup, formats, card.currency)
        show_lines(self.charges, charges, card.charges, attrgetter("seq"), state)
        paid = bill_payment_columns(setup, formats, card.currency)
        show_lines(self.payments, paid, card.payments, attrgetter("segment_id"), state)
        self._say_empty(open_item=open_item)
        matches = match_event_columns(formats)
        show_lines(self.matches, matches, card.matches, attrgetter("id"), state)
        self.matches.fit_rows(_MATCH_ROWS, 1)
        self.match_card.setVisible(bool(card.matches))
        newest = next(iter(card.matches), None)
        match_id = None if newest is None else newest.id
        self.lead_to(
            [("account", "account", card.account_id), ("match_event", "match_event", match_id)]
        )

    def _say_empty(self, *, open_item: bool) -> None:
        if open_item:
            says = _("No payment names this bill yet"), _("A payment names it with BILL-ID.")
        else:
            says = (
                _("Payments of this account are not for one bill"),
                _("They pay the oldest debt of its agreements first."),
            )
        self.payments.set_empty_text(*says)

    def _states(self, card: BillCard) -> list[tuple[str, Tone]]:
        if card.unpaid is None:
            return []
        if not card.unpaid:
            return [(_("Paid"), Tone.GREEN)]
        late = card.due_date < self.context.today()
        part = _("Partly paid") if card.unpaid != card.amount else _("Unpaid")
        states = [(part, Tone.AMBER)]
        if late:
            states.append((_("Past due"), Tone.RED))
        if any(match.disputed for match in card.matches):
            states.append((_("In dispute"), Tone.RED))
        return states


def _charge_ways(line: BillCharge) -> tuple[Way, ...]:
    return (to_agreement(line.agreement_id),)


def _payment_ways(paid: BillPayment) -> tuple[Way, ...]:
    return (to_payment(paid.payment_id), to_event(paid.event_id), to_agreement(paid.agreement_id))


def _match_ways(match: MatchEventView) -> tuple[Way, ...]:
    return (to_match_event(match.id),)
