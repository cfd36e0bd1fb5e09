"""The grid of *Match by Hand*: transactions of an account, each on the match event or not (OI-7)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from posapp.domain.codes import FtType
from posapp.domain.hand_matching import is_charge_of_bill, stays
from posapp.domain.ids import long_id
from posapp.domain.matching import MatchedView
from posapp.domain.money import ZERO, Money, total
from posapp.domain.setup import SetUp
from posapp.i18n import _
from posapp.ui.formats import Formats, grouped
from posapp.ui.models.columns import Column, date_column, money_column, text_column
from posapp.ui.models.record_lists import agreement_words, transaction_words
from posapp.ui.models.records import RecordTableModel
from posapp.ui.tokens import Tone


@dataclass(frozen=True, slots=True)
class MatchItem:
    """A transaction with whether it is chosen; one that is ``held`` stays as it is."""

    view: MatchedView
    chosen: bool = False
    held: bool = False


class MatchItems(RecordTableModel[MatchItem]):
    """The transactions; charges of a bill are chosen together (OI-5).

    ``changed`` says that another choice was made.
    """

    changed = Signal()

    def __init__(
        self,
        columns: Sequence[Column[MatchItem]],
        items: Sequence[MatchItem],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(columns, items, parent)

    @property
    def chosen(self) -> tuple[MatchedView, ...]:
        """What is on the match event as chosen now."""
        return tuple(item.view for item in self.records if item.chosen)

    @property
    def open_amount(self) -> Money:
        """Charges less payments of what is chosen."""
        return total(view.amount for view in self.chosen)

    def toggle(self, row: int) -> None:
        """Choose a transaction, or leave it again; a held one stays."""
        item = self.record(row)
        if item.held:
            return
        view = item.view
        bill = view.bill_id if is_charge_of_bill(view) else None
        self.set_records(
            [
                replace(one, chosen=not item.chosen)
                if one is item or (bill is not None and _is_of(one, bill))
                else one
                for one in self.records
            ]
        )
        self.changed.emit()


def _is_of(item: MatchItem, bill_id: int) -> bool:
    return is_charge_of_bill(item.view) and item.view.bill_id == bill_id and not item.held


def match_items(on_it: Iterable[MatchedView], free: Iterable[MatchedView]) -> tuple[MatchItem, ...]:
    """What is on a match event, then what could be."""
    held = (MatchItem(view, chosen=True, held=stays(view)) for view in on_it)
    return (*held, *map(MatchItem, free))


def item_columns(setup: SetUp, formats: Formats, currency: str) -> tuple[Column[MatchItem], ...]:
    """Chosen or not, what it is, agreement, date, charge or payment."""

    def coded(_item: MatchItem) -> str:
        return currency

    def side(item: MatchItem, sign: int) -> Money | None:
        amount = Money(item.view.amount.minor * sign)
        return amount if amount > ZERO else None

    return (
        Column(
            _("Matched"),
            lambda i: _("Yes") if i.chosen else "",
            width=88,
            tone=lambda i: (Tone.GREY if i.held else Tone.BLUE) if i.chosen else None,
            tip=lambda i: (
                _("It stays: a payment or an overpayment put it there.") if i.held else ""
            ),
        ),
        text_column(_("Transaction"), lambda i: _words(setup, i.view), 200),
        text_column(
            _("Service Agreement"),
            lambda i: agreement_words(setup, i.view.agreement_id, i.view.sa_type, i.view.service),
            140,
            stretch=True,
        ),
        date_column(_("Date"), lambda i: i.view.accounting_date, formats, 104),
        money_column(_("Charge"), lambda i: side(i, 1), formats, coded, 108),
        money_column(_("Payment"), lambda i: side(i, -1), formats, coded, 108),
    )


def _words(setup: SetUp, view: MatchedView) -> str:
    """What a transaction is; payments by number, because a customer may have many."""
    if view.ft_type is FtType.PAY_SEGMENT:
        return _("Payment {number}").format(number=grouped(long_id(view.parent_id)))
    return transaction_words(setup, view)
