"""Everything that is typed about a single event: tenders, details, and what is missing (10.3).

It decides nothing: while one types only pure rules run, and the command is made at the end.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from posapp.domain.accounts import AccountCard
from posapp.domain.distribution_rule import ValueType
from posapp.domain.distribution_rules import Detail, Remitter
from posapp.domain.ids import ControlId
from posapp.domain.money import ZERO, Money
from posapp.domain.payment_events import AddEvent
from posapp.domain.quick_add import QuickHeader
from posapp.ui.context import UiContext
from posapp.ui.models.detail_grid import DetailLine
from posapp.ui.single_words import sums_in_words
from posapp.ui.theme import dp
from posapp.ui.widgets.autopay_block import TypedBlock
from posapp.ui.widgets.detail_rows import DetailRows
from posapp.ui.widgets.non_cis_fields import NonCisFields
from posapp.ui.widgets.payment_sums import PaymentSums
from posapp.ui.widgets.quick_tenders import QuickTenders

_ROWS = 2
_DETAIL_FIELDS = frozenset({"rule", "rule_value", "detail_amount", "details", "account", "amount"})


class SingleFields(QWidget):
    """Tenders above, details below; ``sums`` has its fixed place beside the buttons of its owner.

    ``edited`` tells of any change, ``finished`` that Enter led out of the last grid.
    """

    edited = Signal()
    finished = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._currency = context.office.currency
        self._due: tuple[Money, Money] | None = None
        self._before: tuple[object, ...] = ()
        self._handed_out: tuple[Money, str] | None = None
        self.tenders = QuickTenders(context, self._rest)
        self.details = DetailRows(context, self._currency, None, self._offered)
        self.details.table.keep_rows(_ROWS)
        self.non_cis = NonCisFields(3)
        self.sums = PaymentSums(context.formats, context.texts, context.setup)
        # Amounts are never cut (taste 7).
        self.sums.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.says = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(dp(10))
        # Tenders have a section below their rows; with it the details hardly move.
        column.addWidget(self.tenders, 3)
        column.addWidget(self.details, 2)
        column.addWidget(self.non_cis)
        self.non_cis.hide()
        self.tenders.edited.connect(self._on_edited)
        self.tenders.payor_found.connect(self._on_payor)
        self.tenders.table.passed.connect(self._on_tenders_passed)
        self.details.edited.connect(self._on_edited)
        self.details.table.passed.connect(self.finished)
        self.clear()

    @property
    def holds_work(self) -> bool:
        """Whether anything was typed over what it started with."""
        return self._typed() != self._before

    @property
    def all_debited(self) -> bool:
        """Whether no drawer is needed (D-06)."""
        return self.tenders.all_debited

    @property
    def currency(self) -> str:
        """Of the event: its first payor's, the office's before there is one."""
        return self._currency

    def blocks(self) -> tuple[TypedBlock | None, ...]:
        """The auto-pay blocks, one for each tender; their numbers are in clear."""
        return self.tenders.blocks()

    def clear(self) -> None:
        """Be ready for the next event."""
        self._due = None
        self.tenders.clear()
        self.details.grid.set_records([])
        self.non_cis.hide()
        self._set_currency(self._context.office.currency)
        self._before = self._typed()
        self._on_edited()

    def show_handed_out(self, change: Money, currency: str) -> None:
        """Say large what is handed out for the event before, until the next one is typed."""
        self._handed_out = (change, currency) if change else None
        self._on_edited()

    def begin_with(self, card: AccountCard, line: DetailLine | None, amount: Money) -> None:
        """Start with an account that pays: what is due, and what it pays where that is known."""
        self.clear()
        self._set_currency(card.account.currency)
        self.tenders.begin_with(card, amount or None)
        if line is not None:
            self.details.grid.set_records([line])
            self.details.look_up(0)
        self._due = (amount, amount)
        self._before = self._typed()
        self._on_edited()

    def focus_start(self) -> None:
        """Start in the payor, or in the amount where the payor is known."""
        table = self.tenders.table
        table.setFocus()
        table.go_to(0, "payor" if self.tenders.payor is None else "amount_tendered")

    def command(
        self, request_id: str, header: QuickHeader, confirmed: frozenset[str]
    ) -> AddEvent | None:
        """The command as typed; what is wrong is shown instead and ``None`` returned."""
        if not self.tenders.is_right():
            return None
        if self.details.wrong:
            self._go_to_wrong_detail()
            return None
        payor = self.tenders.payor
        if payor is None:
            return None
        control: ControlId | None = None if self.all_debited else header.control_id
        values = self.non_cis.values() if self.non_cis.isVisibleTo(self) else {}
        return AddEvent(
            request_id=request_id,
            payor=payor.account.id,
            tenders=self.tenders.drafts(),
            payments=(),
            payment_date=header.payment_date,
            control_id=control,
            confirmed=confirmed,
            details=self.details.drafts,
            remitter=Remitter(**values),
        )

    def show_error(self, field: str, sentence: str, place: int | None = None) -> bool:
        """Show an error where it belongs; a payment without customer asks for its fields."""
        if field in {"non_cis_name", "reference", "comments"}:
            self.non_cis.show()
            shown = self.non_cis.show_error(field, sentence)
            self.non_cis.focus_first_error()
            return shown
        if field in _DETAIL_FIELDS and self.details.grid.records:
            self.says = sentence
            self.edited.emit()
            self.details.table.setFocus()
            return True
        return self.tenders.show_error(field, sentence, place)

    def _typed(self) -> tuple[object, ...]:
        rows = tuple(one.typed for one in self.tenders.grid.records)
        return rows, self.details.drafts, self.tenders.blocks(), self.non_cis.texts()

    def _rest(self) -> Money | None:
        """What the tenders still lack."""
        missing = self.details.grid.sum - self.tenders.sum
        return missing if missing > ZERO else None

    def _offered(self, detail: Detail) -> Money | None:
        """What a detail starts with: what is owed, at most what is left of the tenders (AD-4)."""
        if detail.rule.value_type is ValueType.TEMPLATE:
            # It pays an account without customer: who it is for is asked at once (NC-2, NC-7).
            self.non_cis.show()
        if not detail.rule.makers:
            return None
        left = self.tenders.sum - self.details.grid.sum
        due = detail.named.due
        if left <= ZERO:
            return due or None
        offered = min(due, left) if due else left
        if not self.details.grid.sum:
            self._due = (due or left, offered)
        return offered

    def _on_payor(self, card: AccountCard) -> None:
        first = self.tenders.payor
        if first is card or first == card:
            self._set_currency(card.account.currency)
        self._on_edited()

    def _set_currency(self, currency: str) -> None:
        self._currency = currency
        self.tenders.set_currency(currency)
        self.details.set_currency(currency)

    def _on_tenders_passed(self) -> None:
        """Enter on the empty tender: what is paid comes next, once somebody pays."""
        if not self.tenders.grid.records:
            return
        table = self.details.table
        table.setFocus()
        table.go_to_blank()

    def _on_edited(self) -> None:
        """Show what is to pay, handed over and given back, and what is missing."""
        self._follow()
        paid, tendered = self.details.grid.sum, self.tenders.sum
        # Without details the payors are paid what they hand over (DR-7).
        to_pay = paid if self.details.drafts else tendered
        self.sums.show_sums(to_pay, self.tenders.typed(), self._currency)
        if self.details.wrong:
            self.sums.show_unknown()
        if self.holds_work:
            self._handed_out = None
        elif self._handed_out is not None:
            self.sums.show_change(*self._handed_out)
        self.says = sums_in_words(
            self.tenders.typed(), self.details.drafts, self._context, self._currency
        )
        self.edited.emit()

    def _follow(self) -> None:
        """The one detail follows what is handed over until somebody types its amount (AD-4)."""
        grid = self.details.grid
        if self._due is None or len(grid.records) != 1:
            return
        due, offered = self._due
        line, tendered = grid.record(0), self.tenders.sum
        wanted = min(due, tendered) if due else tendered
        if line.amount != offered:
            self._due = None
        elif tendered and wanted != offered:
            self._due = (due, wanted)
            grid.set_amount(0, wanted)

    def _go_to_wrong_detail(self) -> None:
        self.says = self.details.wrong
        self.edited.emit()
        row, name = min(self.details.grid.errors, default=(0, "rule_value"))
        self.details.table.setFocus()
        self.details.table.go_to(row, name)
