"""The tenders of a single event: payor, amount, type and papers of each (payments 10.3, QA-9)."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from posapp.domain.accounts import AccountCard
from posapp.domain.autopay import offered_kinds
from posapp.domain.money import Money, total
from posapp.domain.payment_events import TenderDraft
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.models.quick_tender_grid import (
    TenderEntry,
    TenderGrid,
    wants_check,
    with_card,
    with_wrong,
)
from posapp.ui.payor_look_ups import PayorLookUps
from posapp.ui.theme import dp
from posapp.ui.widgets.autopay_block import TypedBlock
from posapp.ui.widgets.looks import text_label
from posapp.ui.widgets.pass_table import PassTable
from posapp.ui.widgets.tender_line import TypedTender
from posapp.ui.widgets.tender_section import TenderSection

_ROWS = 2
_BLOCK = frozenset({"autopay_source", "external_account", "expires_on", "entity_name"})
_CELLS = frozenset(
    {"payor", "amount_tendered", "tender_type", "check_number", "micr"}
    | {"customer_id", "external_reference", "name"}
)
_NAMES = {"account": "payor", "tenders": "amount_tendered", "currency": "payor"}


class QuickTenders(QWidget):
    """A grid of tenders with the section of the row at hand.

    ``edited`` tells of any change; ``payor_found`` that the payor of a row was looked up.
    """

    edited = Signal()
    payor_found = Signal(object)

    def __init__(self, context: UiContext, rest: Callable[[], Money | None]) -> None:
        """Make it empty.

        Args:
            context: the window's surroundings.
            rest: gives what is still missing, which a further row starts with.
        """
        super().__init__()
        setup = context.setup
        self.grid = TenderGrid(
            context.formats,
            offered_kinds(setup),
            setup.installation.quick_add_tender_type,
            setup.entry.words,
            self,
        )
        self.table = PassTable("single_tenders", _("Tenders"), "payor", self._way)
        self.table.set_grid(self.grid, self.grid.delegates(), context.state)
        self.table.keep_rows(_ROWS)
        self.section = TenderSection(setup, context.formats, context.today)
        self._payors = PayorLookUps(context, self.grid, self.section, rest)
        caption = text_label(_("&Tenders"), "caption")
        caption.setBuddy(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(dp(6))
        column.addWidget(caption)
        column.addWidget(self.table, 1)
        column.addWidget(self.section)
        self._payors.found.connect(self._on_payor)
        self.grid.row_edited.connect(self._on_row)
        self.grid.edited.connect(self.edited)
        self.section.edited.connect(self.edited)
        self.section.code_typed.connect(self._on_code)
        self.table.selectionModel().currentRowChanged.connect(self._on_current)
        self.show_section()

    @property
    def payor(self) -> AccountCard | None:
        """The account of the first row, which the event is in the currency of."""
        return next((one.card for one in self.grid.records if one.card is not None), None)

    @property
    def all_debited(self) -> bool:
        """Whether every tender is debited later, so that no drawer is needed (D-06)."""
        rows = self.grid.records
        return bool(rows) and all(self.grid.kind(one).generate_auto_pay for one in rows)

    def typed(self) -> tuple[TypedTender, ...]:
        """What all rows say."""
        return tuple(
            TypedTender(self.grid.kind(one), one.amount, one.check_number, one.micr)
            for one in self.grid.records
        )

    @property
    def sum(self) -> Money:
        """What is handed over."""
        return total(one.amount for one in self.grid.records if one.amount is not None)

    def begin_with(self, card: AccountCard, amount: Money | None) -> None:
        """Start with one tender of an account."""
        blank = self.grid.record(self.grid.rowCount() - 1)
        self.grid.set_records([with_card(replace(blank, amount=amount), card)])
        self.section.belong(blank.key, card.account.id)
        self.table.go_to(0, "amount_tendered")
        self.show_section()

    def clear(self) -> None:
        """Start again with nothing."""
        self.section.clear()
        self._payors.forget()
        self.grid.set_records([])
        self.show_section()

    def set_currency(self, currency: str) -> None:
        """Take amounts of another currency."""
        self.grid.set_currency(currency)

    def is_right(self) -> bool:
        """Whether every row can be used; what is wrong is shown in its cell."""
        self.grid.clear_errors()
        rows = self.grid.records
        for row, entry in enumerate(rows):
            for name, says in self._missing(entry):
                self.grid.refuse_cell(row, name, says)
        if not rows:
            self.grid.replace_record(0, with_wrong(self.grid.record(0), "payor", _no_payor()))
        wrong = next(iter(sorted(self.grid.errors)), None)
        if wrong is not None:
            self.focus_cell(*wrong)
            return False
        return self._blocks_are_right()

    def drafts(self) -> tuple[TenderDraft, ...]:
        """The tenders as drafts, their auto-pay blocks unsealed; each names its payor (QA-9)."""
        first = self.payor
        home = None if first is None else first.account.id
        return tuple(
            TenderDraft(
                one.tender_type,
                one.amount or Money(0),
                one.check_number,
                micr=one.micr,
                customer_id=one.customer_id,
                external_reference=one.external_reference,
                name=one.name,
                payor=None if one.payor_id == home else one.payor_id,
            )
            for one in self.grid.records
        )

    def blocks(self) -> tuple[TypedBlock | None, ...]:
        """The auto-pay blocks, one for each tender."""
        return tuple(
            self.section.typed(one.key) if self.grid.kind(one).generate_auto_pay else None
            for one in self.grid.records
        )

    def show_error(self, field: str, sentence: str, place: int | None) -> bool:
        """Show an error at the row that it can speak of."""
        name, rows = _NAMES.get(field, field), self.grid.records
        if name in _BLOCK:
            for row, entry in enumerate(rows):
                if self.grid.kind(entry).generate_auto_pay:
                    self.table.go_to(row, "tender_type")
                    return self.section.show_error(entry.key, name, sentence)
        if name not in _CELLS or not rows:
            return False
        empty = (row for row, entry in enumerate(rows) if self._lacks(entry, name))
        row = next(empty, 0) if place is None else place
        self.grid.refuse_cell(row, name, sentence)
        self.focus_cell(row, name)
        return True

    def focus_cell(self, row: int, name: str) -> None:
        """Put the cursor into a cell; the code of an authorization is typed below the grid."""
        self.table.go_to(row, name)
        self.show_section()
        code = name == "external_reference" and self.section.code.isVisible()
        (self.section.code if code else self.table).setFocus()

    def show_section(self) -> None:
        """Show what the row at hand needs."""
        row = min(self.table.currentIndex().row(), len(self.grid.records) - 1)
        if row < 0:
            self.section.show_nothing(_("Type the account that pays, or its plate or meter."))
            return
        entry = self.grid.record(row)
        kind = self.grid.kind(entry)
        self.section.show_row(row, entry, kind)
        if kind.generate_auto_pay:
            self._payors.read_mandate(entry)
        self.table.scrollTo(self.table.currentIndex())

    def _missing(self, entry: TenderEntry) -> list[tuple[str, str]]:
        """Cells of a row that must be typed and are not."""
        found: list[tuple[str, str]] = []
        if entry.card is None and "payor" not in entry.wrong:
            found.append(("payor", _no_payor()))
        if entry.amount is None:
            found.append(("amount_tendered", _("Enter an amount.")))
        if self._lacks(entry, "check_number"):
            found.append(("check_number", _("Enter the check number.")))
        if self._lacks(entry, "external_reference"):
            found.append(("external_reference", _("Enter the authorization code.")))
        return found

    def _lacks(self, entry: TenderEntry, name: str) -> bool:
        kind = self.grid.kind(entry)
        if name == "external_reference":
            return kind.requires_authorization and not entry.external_reference
        wants = name == "check_number" and wants_check(kind) and kind.requires_check_number
        return wants and not entry.check_number

    def _blocks_are_right(self) -> bool:
        for row, entry in enumerate(self.grid.records):
            if self.grid.kind(entry).generate_auto_pay:
                wrong = self.section.first_wrong(entry.key)
                if wrong is not None:
                    self.table.go_to(row, "tender_type")
                    wrong.setFocus()
                    return False
        return True

    def _way(self, row: int, name: str) -> str:
        """Enter goes to the amount, to the check number where one is needed, to the next row."""
        wants = self.grid.kind(self.grid.record(row)).requires_check_number
        after = "check_number" if wants else ""
        return {"payor": "amount_tendered", "amount_tendered": after, "tender_type": after}.get(
            name, ""
        )

    def _on_row(self, row: int) -> None:
        self.show_section()
        self._payors.ask(row)

    def _on_payor(self, card: AccountCard) -> None:
        self.show_section()
        self.payor_found.emit(card)

    def _on_current(self, _current: QModelIndex, _before: QModelIndex) -> None:
        self.show_section()

    def _on_code(self, code: str) -> None:
        """The authorization code is the tender's external reference."""
        row = min(self.table.currentIndex().row(), len(self.grid.records) - 1)
        if row >= 0:
            entry = self.grid.record(row)
            wrong = {at: says for at, says in entry.wrong.items() if at != "external_reference"}
            changed = replace(entry, external_reference=code.strip(), wrong=wrong)
            self.grid.replace_record(row, changed)


def _no_payor() -> str:
    return _("Enter who hands it over.")
