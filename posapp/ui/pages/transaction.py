"""The page of a financial transaction: what it is, what it hangs on, its GL lines (16.1, 16.3)."""

from functools import partial
from typing import ClassVar

from posapp.domain.ids import FtId, long_id, short_id
from posapp.domain.inquiry import TransactionCard
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.formats import grouped, joined
from posapp.ui.pages.record import RecordPage
from posapp.ui.tokens import Tone
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.fact_grid import FactGrid
from posapp.ui.widgets.ledger_lines import LedgerLines
from posapp.ui.words import word


class TransactionPage(RecordPage):
    """One financial transaction."""

    KIND: ClassVar[str] = "transaction"
    FIGURES: ClassVar[tuple[tuple[str, str], ...]] = (
        ("current_amount", "Current amount"),
        ("payoff_amount", "Payoff amount"),
    )
    WAYS: ClassVar[tuple[tuple[str, str], ...]] = (
        ("account", "Account"),
        ("agreement", "Service agreement"),
        ("bill", "Bill"),
        ("payment", "Payment"),
        ("event", "Payment event"),
        ("match_event", "Match event"),
        ("reverses", "What it reverses"),
        ("reversed_by", "Its reversal"),
    )

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(context, number)
        self.facts = FactGrid(2)
        about = Card(_("Financial transaction"))
        about.add(self.facts)
        self.lines = LedgerLines(context, _("Ledger lines"))
        self.body.addWidget(about)
        self.body.addWidget(self.lines, 1)

    def load(self) -> None:
        """Read the transaction."""
        inquiry, actor = self.context.services.inquiry, self.context.actor
        self.read(partial(inquiry.transaction, FtId(self.number), actor), self._on_card)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Its lines lead nowhere; the buttons do."""
        return ()

    def _on_card(self, card: TransactionCard) -> None:
        self._account = card.account_id
        kind = card.adjustment or word(card.ft_type).text
        number = grouped(long_id(card.id))
        title = f"{kind} \u00b7 {number}"
        self.show_title(title)
        account = _("Account {number}").format(number=grouped(short_id(card.account_id)))
        reversed_state = [(_("Reversed"), Tone.RED)] if card.reversed_by else []
        self.head.show_record(title, joined(card.account_name, account), reversed_state)
        money = partial(self.money, currency=card.currency)
        self.head.show_figure("current_amount", money(card.current_amount))
        differs = card.payoff_amount != card.current_amount
        self.head.show_figure("payoff_amount", money(card.payoff_amount), wanted=differs)
        self.facts.show_facts([fact for fact in self._facts(card) if fact[1]])
        self.lines.show_lines(card.lines, card.currency)
        self.lead_to(
            [
                ("account", "account", card.account_id),
                ("agreement", "agreement", card.agreement_id),
                ("bill", "bill", card.bill_id),
                ("payment", "payment", card.payment_id),
                ("event", "event", card.event_id),
                ("match_event", "match_event", card.match_event_id),
                ("reverses", "transaction", card.reverses_id),
                ("reversed_by", "transaction", card.reversed_by),
            ]
        )

    def _facts(self, card: TransactionCard) -> list[tuple[str, str]]:
        formats, setup = self.context.formats, self.context.setup
        agreement = (grouped(short_id(card.agreement_id)), setup.sa_types[card.sa_type].description)
        return [
            (_("Transaction ID"), grouped(long_id(card.id))),
            (_("Transaction Type"), f"{card.ft_type.value} \u00b7 {word(card.ft_type).text}"),
            (_("Service Agreement"), joined(*agreement, card.service)),
            (_("Payable item"), card.item),
            (_("Bill"), card.bill),
            (_("Comment"), card.comment),
            (_("Accounting Date"), formats.date(card.accounting_date)),
            (_("Arrears Date"), formats.date(card.arrears_date)),
            (_("Frozen"), formats.stamp(card.frozen_at)),
            (_("Frozen by"), card.frozen_by),
            (_("Show on bill"), _("Yes") if card.show_on_bill else _("No")),
            (_("Currency"), card.currency),
        ]
