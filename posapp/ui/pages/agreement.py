"""The page of a service agreement: what it is, what it owes since when, what changed it (0.1)."""

from functools import partial
from operator import attrgetter
from typing import ClassVar, Final

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from posapp.domain.debts import Debit
from posapp.domain.history import FinancialEntry
from posapp.domain.ids import AgreementId, short_id
from posapp.domain.inquiry import AgreementCard
from posapp.domain.listing import Page as Rows
from posapp.domain.listing import PageRequest
from posapp.i18n import _, plural
from posapp.ui.context import UiContext
from posapp.ui.formats import grouped, joined
from posapp.ui.history_ways import entry_number, entry_ways
from posapp.ui.leading import Way, lead, to_transaction
from posapp.ui.models.inquiry_lists import entry_columns
from posapp.ui.models.record_lists import cell_columns
from posapp.ui.models.records import RecordTableModel
from posapp.ui.pages.record import RecordPage
from posapp.ui.theme import dp
from posapp.ui.tokens import Tone
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.fact_grid import FactGrid
from posapp.ui.widgets.paged_card import PagedCard
from posapp.ui.widgets.table import DataTable
from posapp.ui.words import word

_CELL_ROWS: Final = 3
_LEFT_WIDTH: Final = 360


class AgreementPage(RecordPage):
    """One service agreement."""

    KIND: ClassVar[str] = "agreement"
    FIGURES: ClassVar[tuple[tuple[str, str], ...]] = (
        ("current_balance", "Current balance"),
        ("payoff_balance", "Payoff balance"),
        ("past_due", "Past due"),
        ("disputed", "In dispute"),
    )
    WAYS: ClassVar[tuple[tuple[str, str], ...]] = (("account", "Account"),)

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(context, number)
        self.facts = FactGrid(1)
        self.cells = DataTable("debt_cells", _("Unpaid charges"))
        self.cells.set_empty_text(_("Nothing is unpaid"))
        lead(context, self.cells, _cell_ways)
        self.history = PagedCard(
            context, "agreement_history", _("Financial history"), title=_("Financial history")
        )
        self.history.table.set_empty_text(
            _("Nothing was posted yet"), _("Bills, adjustments and payments stand here.")
        )
        self.history.failed.connect(self.on_failed)
        lead(context, self.history.table, partial(entry_ways, with_agreement=False), entry_number)
        self._lay_out()

    def load(self) -> None:
        """Read the agreement."""
        inquiry, actor = self.context.services.inquiry, self.context.actor
        self.read(partial(inquiry.agreement, AgreementId(self.number), actor), self._on_card)

    def focus_first(self) -> None:
        """Start in the history."""
        self.history.table.setFocus()

    def _lay_out(self) -> None:
        about = Card(_("Service agreement"))
        about.add(self.facts)
        debt = Card(_("Unpaid charges"), grow=True)
        self.cells.keep_rows(_CELL_ROWS)
        debt.add(self.cells, 1)
        left = QVBoxLayout()
        left.setSpacing(dp(12))
        for card in (about, debt):
            card.setFixedWidth(dp(_LEFT_WIDTH))
        left.addWidget(about)
        left.addWidget(debt, 1)
        line = QHBoxLayout()
        line.setSpacing(dp(12))
        line.addLayout(left)
        line.addWidget(self.history, 1)
        self.body.addLayout(line, 1)

    def _on_card(self, card: AgreementCard) -> None:
        self._account = card.account_id
        kind = self.context.setup.sa_types[card.sa_type]
        number = grouped(short_id(card.id))
        title = f"{number} \u00b7 {kind.description}"
        self.show_title(title)
        account = _("Account {number}").format(number=grouped(short_id(card.account_id)))
        status = word(card.status)
        states = [(status.text, status.tone)]
        if card.disputed:
            states.append((_("In dispute"), Tone.RED))
        self.head.show_record(title, joined(card.account_name, account), states)
        money = partial(self.money, currency=card.currency)
        self.head.show_figure("current_balance", money(card.current_balance))
        differs = card.payoff_balance != card.current_balance
        self.head.show_figure("payoff_balance", money(card.payoff_balance), wanted=differs)
        self.head.show_figure("past_due", money(card.past_due), wanted=bool(card.past_due))
        self.head.show_figure("disputed", money(card.disputed), wanted=bool(card.disputed))
        self.facts.show_facts(self._facts(card))
        columns = cell_columns(self.context.formats, card.currency)
        self.cells.set_model(RecordTableModel(columns, card.cells, self.cells))
        entries = entry_columns(self.context.formats, with_agreement=False)
        self.history.show_list(entries, self._fetch, attrgetter("id"))
        self.lead_to([("account", "account", card.account_id)])

    def _fetch(self, request: PageRequest) -> Rows[FinancialEntry]:
        history = self.context.services.inquiry.agreement_history
        return history(AgreementId(self.number), request, self.context.actor)

    def _facts(self, card: AgreementCard) -> list[tuple[str, str]]:
        kind, formats = self.context.setup.sa_types[card.sa_type], self.context.formats
        found = [
            (_("SA Type"), f"{card.sa_type} \u00b7 {kind.description}"),
            (_("Service point"), card.service),
            (_("Payable item"), card.item),
            (_("Start Date"), formats.date(card.start_date)),
            (_("End Date"), formats.date(card.end_date)),
            (_("Debt age"), _age(card.age)),
            (_("Payment priority"), str(kind.payment_priority)),
            (_("Distribution code"), kind.distribution_code),
            (_("May be overpaid"), _("No") if kind.do_not_overpay or kind.item_kind else _("Yes")),
        ]
        return [fact for fact in found if fact[1]]


def _cell_ways(cell: Debit) -> tuple[Way, ...]:
    """What charged it, where that is known."""
    return (to_transaction(cell.ft_id),)


def _age(days: int | None) -> str:
    """Days since the oldest unpaid part fell due; nothing before that."""
    if days is None or days < 0:
        return ""
    return plural("{n} day", "{n} days", days).format(n=days)
